"""Tells the families of one authority until its part of Wales is full, in the order of chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cases.demo import distributions as drawn_from
from cases.demo import invented
from cases.demo.drawing import Chance, at_work, later, months
from cases.demo.timeline import Teller
from cases.demo.told import Episode, Family, Kid, Office

REPEAT_OF_FAMILY = 0.325
"""How often a family was on the register before. Its youngest were not, which brings the share of
children to that of ``distributions.REPEAT``."""
CLOSES_WITHIN = timedelta(days=41)
DAYS_AHEAD = 30
BIRTH_IS_NEAR = timedelta(days=100)
TRIES = 5
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
            kids, on = self._of_an_age(
                size, self.today, drawn_from.MONTHS_ON_REGISTER, BIRTH_IS_NEAR, unborn=unborn
            )
            self._keep(kids, on, None)
            left -= size

    def _of_an_age(
        self, size: int, as_of: date, spread: drawn_from.Spread, near: timedelta, *, unborn: bool
    ) -> tuple[list[Kid], date]:
        """Children, and a day of registration at which each was born, or the birth was near.

        The day stands as drawn for as long as children can be found for it.
        """
        while True:
            on = at_work(as_of - months(self.chance.of(spread)))
            if unborn and as_of - on > BIRTH_IS_NEAR:
                continue
            for _ in range(TRIES):
                kids = invented.family(self.registry, size, as_of, self.today, with_unborn=unborn)
                births = [kid.born_on for kid in kids if kid.born_on]
                if max(births, default=on) - on < near:
                    return kids, on

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
            is_history = end + CLOSES_WITHIN < self.part.went_live_on
            near = timedelta(0) if is_history else BIRTH_IS_NEAR
            kids, on = self._of_an_age(size, end, drawn_from.MONTHS_WHEN_ENDED, near, unborn=False)
            self._keep(kids, on, end)

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
        for episode in episodes:
            for kid in episode.kids if episode.is_loaded else ():
                kid.local = kid.local or self.registry.local()
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
