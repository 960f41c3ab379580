"""Tells the families of one authority until its part of Wales is full, in the order of chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cases.demo import distributions as drawn_from
from cases.demo import invented
from cases.demo.drawing import Chance, at_work, later, months
from cases.demo.timeline import Teller
from cases.demo.told import Episode, Family, Kid, Office

REPEAT_OF_FAMILY = 0.37
"""How often a family was on the register before. Its youngest were not, which brings the share of
children to that of ``distributions.REPEAT``."""
CLOSES_WITHIN = timedelta(days=41)
DAYS_AHEAD = 30
BIRTH_IS_NEAR = timedelta(days=100)
YEAR = 365


@dataclass(frozen=True)
class Part:
    """An authority's part: how many children are on its register, how many episodes are past."""

    on_register: int
    past: int
    went_live_on: date
    today: date
    seed: int


class Families:
    """The families of one authority."""

    def __init__(self, office: Office, part: Part) -> None:
        self.part = part
        self.today = part.today
        self.chance = Chance(f"{part.seed}:{office.code}")
        self.registry = invented.Registry(office, self.chance)
        self.teller = Teller(office, self.chance, part.today)
        self.families: list[Family] = []
        self.past = 0

    def tell(self) -> list[Family]:
        """This will tell them all: on the register now, coming up, and those of the past."""
        self._on_register()
        self._coming_up()
        self._past()
        return self.families

    def _size(self, most: int) -> int:
        return min(most, int(self.chance.of(drawn_from.CHILDREN_IN_FAMILY)))

    def _on_register(self) -> None:
        left = self.part.on_register
        while left > 0:
            size = self._size(left)
            unborn = self.chance.happens(drawn_from.UNBORN, size)
            kids = invented.family(self.registry, size, self.today, self.today, with_unborn=unborn)
            self._keep(kids, self._start(kids, unborn=unborn), None)
            left -= size

    def _start(self, kids: list[Kid], *, unborn: bool) -> date:
        """A day of registration at which each child was born, or the birth was near."""
        births = [kid.born_on for kid in kids if kid.born_on]
        youngest = max(births, default=self.today)
        for _ in range(12):
            on = at_work(self.today - months(self.chance.of(drawn_from.MONTHS_ON_REGISTER)))
            if youngest - on < BIRTH_IS_NEAR and not (unborn and self.today - on > BIRTH_IS_NEAR):
                return on
        return at_work(self.today - self.chance.days(12, 60))

    def _coming_up(self) -> None:
        """Enquiries under way: as many as come to conference in a working day, for some weeks."""
        a_day = self.part.on_register / drawn_from.ON_REGISTER.value * 4100 / 252
        left = round(a_day * DAYS_AHEAD)
        while left > 0:
            size = self._size(left)
            left -= size
            on = later(self.today, self.chance.randint(0, DAYS_AHEAD))
            kids = invented.family(self.registry, size, self.today, self.today, with_unborn=False)
            episode = self.teller.full(kids, on, None)
            born = max(kid.born_on for kid in kids if kid.born_on)
            if episode.strategy_on < self.today and born < episode.opened_on:
                self.families.append(Family(kids, [episode]))

    def _past(self) -> None:
        share = self.part.on_register / drawn_from.ON_REGISTER.value
        a_day = drawn_from.REMOVED_A_YEAR.value * share / YEAR
        days = max(120, round((self.part.past - self.past) * 0.74 / max(a_day, 0.01)))
        while self.past < self.part.past:
            end = at_work(self.today - self.chance.days(1, days))
            size = self._size(self.part.past - self.past)
            kids = invented.family(self.registry, size, end, self.today, with_unborn=False)
            youngest = max(kid.born_on for kid in kids if kid.born_on)
            on = self._ended_start(end, youngest)
            if on is not None:
                self._keep(kids, on, end)

    def _ended_start(self, end: date, youngest: date) -> date | None:
        is_history = end + CLOSES_WITHIN < self.part.went_live_on
        near = timedelta(0) if is_history else BIRTH_IS_NEAR
        for _ in range(12):
            on = at_work(end - months(self.chance.of(drawn_from.MONTHS_WHEN_ENDED)))
            if youngest - on < near:
                return on
        return None

    def _keep(self, kids: list[Kid], on: date, end: date | None) -> None:
        """The latest episode is told after those before it, so that it can follow them."""
        spans = [(kids, on, end)]
        room = self.part.past - self.past - (len(kids) if end else 0)
        while self.chance.happens(REPEAT_OF_FAMILY):
            before = self._before(*spans[0][:2], room)
            if before is None:
                break
            room -= len(before[0])
            spans.insert(0, before)
        episodes: list[Episode] = []
        for these, start, stop in spans:
            last = episodes[-1] if episodes else None
            if stop is not None and stop + CLOSES_WITHIN < self.part.went_live_on:
                episodes.append(self.teller.loaded(these, start, stop, last))
            else:
                episodes.append(self.teller.full(these, start, stop, last))
            self.past += len(these) if stop else 0
        if episodes[0].is_loaded:
            for kid in episodes[0].kids:
                kid.local = self.registry.local()
        self.families.append(Family(kids, episodes))

    def _before(
        self, kids: list[Kid], on: date, room: int
    ) -> tuple[list[Kid], date, date | None] | None:
        """The episode before one, of those children who were born by then."""
        gap = months(self.chance.of(drawn_from.MONTHS_BETWEEN_EPISODES))
        end = at_work(on - gap - timedelta(days=30))
        start = at_work(end - months(self.chance.of(drawn_from.MONTHS_WHEN_ENDED)))
        born = [kid for kid in kids if kid.born_on and kid.born_on < start - timedelta(days=60)]
        born = born[: max(0, room)]
        return (born, start, end) if born else None
