"""The work of a plan while a name is on the register: visits, core groups, sharing, notes."""

from __future__ import annotations

from datetime import date, timedelta

from cases.demo import distributions as drawn_from
from cases.demo import note_words as words
from cases.demo.drawing import Chance, at_work, later
from cases.demo.told import Crew, Episode, Kid, Office, Remark, Seen, Shared, Worker
from cases.domain.statuses import Level

VISIT_DAYS = (7, 8, 9, 10)
VISIT_WEIGHTS = (1, 2, 4, 6)
SCHOOL_AGE = timedelta(days=1660)
NOTE_EVERY = 48
BIRTH_LEAVES = timedelta(days=4)


class WorkOfPlan:
    """Tells the work of one episode of a family, until its end or yesterday."""

    def __init__(
        self, office: Office, chance: Chance, last: date, episode: Episode, times: float
    ) -> None:
        self.office = office
        self.chance = chance
        self.episode = episode
        self.times = times
        self.since = episode.registered_on or last
        end = episode.ended_on
        self.until = min(end - timedelta(days=1), last) if end else last
        self.last = last

    def tell(self) -> None:
        """This will tell all of it."""
        self._co_ordinators()
        self._shares()
        self._core_groups()
        self._visits()
        self._notes()

    def _co_ordinators(self) -> None:
        episode, chance = self.episode, self.chance
        is_recent = self.last - self.since < timedelta(days=75)
        if episode.ended_on is None and chance.happens(
            drawn_from.WITHOUT_CO_ORDINATOR, 3 if is_recent else 0.5
        ):
            return
        episode.co_ordinators.append((episode.worker, self.since))
        span = (self.until - self.since).days
        if span > 120 and chance.happens(drawn_from.CO_ORDINATOR_CHANGED):
            others = [w for w in episode.crew.workers if w is not episode.worker]
            if others:
                on = at_work(self.since + chance.days(60, span - 30))
                episode.co_ordinators.append((chance.choice(others), on))

    def _worker(self, on: date) -> Worker:
        named = [worker for worker, since in self.episode.co_ordinators if since < on]
        return named[-1] if named else self.episode.worker

    def _shares(self) -> None:
        for kind, level, share in (
            ("visitors", Level.NOTES, 1.0),
            ("school", Level.NOTES, 0.95),
            ("police", Level.ACTIONS, 0.55),
            ("support", Level.ACTIONS, 0.25),
        ):
            kids = [kid.id for kid in self.episode.kids if self._concerns(kind, kid)]
            crews = self.office.partners.get(kind, ())
            if kids and crews and self.chance.happens(share):
                shared = Shared(
                    self.chance.choice(crews), level, words.PURPOSES[kind], frozenset(kids)
                )
                self.episode.shares.append(shared)

    def _concerns(self, kind: str, kid: Kid) -> bool:
        is_pupil = kid.born_on is not None and kid.born_on < self.since - SCHOOL_AGE
        return {"visitors": not is_pupil, "school": is_pupil}.get(kind, True)

    def _core_groups(self) -> None:
        is_late = self.chance.fails(drawn_from.CORE_GROUP_IN_TIME, self.times)
        day = later(
            self.since, self.chance.randint(11, 17) if is_late else self.chance.randint(6, 10)
        )
        while day <= self.until:
            self.episode.core_groups.append(day)
            is_late = self.chance.fails(drawn_from.CORE_GROUP_IN_TIME, self.times)
            days = self.chance.days(43, 66) if is_late else self.chance.days(28, 42)
            day = at_work(day + days)

    def _visits(self) -> None:
        chance, episode = self.chance, self.episode
        episode.visits = {kid.id: [] for kid in episode.kids}
        until = self.until
        if not episode.co_ordinators:
            until -= chance.days(8, 30)
        day = later(self.since, chance.randint(2, 8))
        while day <= until:
            is_seen = chance.happens(drawn_from.SEEN)
            is_refused = not is_seen and chance.happens(0.5)
            are_alone = [
                self._visit(kid, day, is_seen=is_seen, is_refused=is_refused)
                for kid in episode.kids
                if kid.born_on is not None and kid.born_on + BIRTH_LEAVES < day
            ]
            day = later(day, self._until_next(is_well=is_seen and all(are_alone)))

    def _until_next(self, *, is_well: bool) -> int:
        chance = self.chance
        if not is_well and chance.happens(0.75):
            return chance.randint(1, 3)
        if chance.fails(drawn_from.VISIT_IN_TIME, self.times):
            return chance.randint(11, 15)
        return chance.choices(VISIT_DAYS, VISIT_WEIGHTS)[0]

    def _visit(self, kid: Kid, on: date, *, is_seen: bool, is_refused: bool) -> bool:
        chance = self.chance
        alone = is_seen and chance.happens(drawn_from.SEEN_ALONE)
        at_home = is_seen and chance.happens(drawn_from.AT_HOME)
        if alone:
            account = chance.choice(words.SEEN_ALONE)
        elif is_seen:
            account = words.SEEN_WITH_OTHERS[0]
        else:
            account = words.NOT_SEEN[1 if is_refused else 0]
        self.episode.visits[kid.id].append(
            Seen(
                on=on,
                by=self._worker(on),
                seen=is_seen,
                alone=alone,
                at_home=at_home,
                bedroom=at_home and chance.happens(drawn_from.BEDROOM_SEEN),
                refused=is_refused,
                account=account,
            )
        )
        return alone

    def _notes(self) -> None:
        chance, episode = self.chance, self.episode
        episode.notes = {kid.id: [] for kid in episode.kids}
        day = self.since + timedelta(days=1 + int(chance.expovariate(1 / NOTE_EVERY)))
        while day <= self.until:
            kid = chance.choice(episode.kids)
            partners = [s for s in episode.shares if kid.id in s.kids]
            if partners and chance.happens(0.7):
                crew = chance.choice(partners).crew
                by = chance.choice(crew.workers)
                kind, text = chance.choice(words.PARTNERS_NOTES[self._kind_of(crew)])
            else:
                by = self._worker(day)
                kind, text = chance.choice(words.WORKERS_NOTES)
            episode.notes[kid.id].append(Remark(chance.key(day), day, by, kind, text))
            day += timedelta(days=1 + int(chance.expovariate(1 / NOTE_EVERY)))

    def _kind_of(self, crew: Crew) -> str:
        return next(kind for kind, crews in self.office.partners.items() if crew in crews)
