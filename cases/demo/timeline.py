"""Tells one protection episode of a family, day by day, as the distributions have it.

Nothing is told of today or later but conferences that are booked. What is late is late because it
was drawn so; whether it is, the procedures decide elsewhere.
"""

from __future__ import annotations

from datetime import date, timedelta

from cases.demo import distributions as drawn_from
from cases.demo.drawing import Chance, Quota, at_work, earlier, later
from cases.demo.note_words import COMES_OFF, EVIDENCE, REASONS
from cases.demo.told import Episode, Kid, Meeting, Office
from cases.demo.work_of_plan import WorkOfPlan
from cases.domain.calendar import add_months
from cases.domain.statuses import ConferenceDecision, ConferenceKind

CONFERENCE_DAYS = (9, 10, 11, 12, 13, 14, 15)
CONFERENCE_WEIGHTS = (4, 5, 6, 8, 12, 22, 23)
BIRTH_TOLD_AFTER = timedelta(days=2)
LEAST_BEFORE_LAST_REVIEW = timedelta(days=24)
LATE_REVIEWS = 1.55
"""The last review is in time more often than the others; this makes the whole come out right."""


class Teller:
    """Tells episodes of one authority's families."""

    def __init__(self, office: Office, chance: Chance, today: date) -> None:
        self.office = office
        self.chance = chance
        self.today = today
        self.last = today - timedelta(days=1)
        shares = {name: share.value for name, share in drawn_from.CATEGORIES.items()}
        self.categories = Quota(chance, shares)
        self.mean_lateness = sum(c.lateness for c in office.crews) / len(office.crews)

    def lateness(self, episode: Episode) -> float:
        """How much more or less of a team's work is late than of the others'."""
        return episode.crew.lateness / self.mean_lateness

    def begin(self, kids: list[Kid], registered_on: date, crew_of: Episode | None) -> Episode:
        """This will tell of the report, the strategy discussion and the enquiry."""
        chance = self.chance
        crew = crew_of.crew if crew_of else chance.choice(self.office.crews)
        times = crew.lateness / self.mean_lateness
        if chance.fails(drawn_from.CONFERENCE_IN_TIME, times):
            before = min(16 + int(chance.expovariate(0.3)), 34)
        else:
            before = chance.choices(CONFERENCE_DAYS, CONFERENCE_WEIGHTS)[0]
        strategy_on = earlier(registered_on, before)
        decided_on = strategy_on
        if chance.happens(0.35):
            decided_on = earlier(strategy_on, 1)
        elif chance.fails(drawn_from.STRATEGY_IN_TIME, times):
            decided_on = earlier(strategy_on, chance.randint(2, 4))
        if chance.fails(drawn_from.ENQUIRY_IN_TIME, times):
            length = chance.randint(11, 15)
        else:
            length = chance.randint(5, 10)
        opened_on = decided_on - chance.days(0, 2)
        return Episode(
            kids=kids,
            cases={kid.id: chance.key(opened_on) for kid in kids},
            crew=crew,
            worker=chance.choice(crew.workers),
            opened_on=opened_on,
            decided_on=decided_on,
            strategy_on=strategy_on,
            enquiry_ended_on=later(strategy_on, min(length, before - 1)),
        )

    def full(
        self, kids: list[Kid], on: date, end: date | None, crew_of: Episode | None = None
    ) -> Episode:
        """This will tell an episode with all its work; ``on`` may be to come, ``end`` not."""
        chance = self.chance
        episode = self.begin(kids, on, crew_of)
        if crew_of is not None:
            self._after(episode, crew_of)
        for kid in kids:
            self._expect(kid, episode)
        main = self.categories.draw(len(kids))
        episode.reasons = chance.choice(REASONS[main])
        for kid in kids:
            episode.categories[kid.id] = self._categories(main)
        self._initial_conference(episode, on)
        if on > self.last:
            return episode
        episode.registered_on = on
        self._reviews(episode, on, end)
        if end is not None:
            episode.ended_on, episode.evidence = end, chance.choice(EVIDENCE)
            closed_on = max(
                end + chance.days(7, 40),
                *(c.record_on or end for c in episode.conferences),
            )
            episode.closed_on = closed_on if closed_on <= self.last else None
        WorkOfPlan(self.office, chance, self.last, episode, self.lateness(episode)).tell()
        return episode

    def loaded(self, kids: list[Kid], on: date, end: date, crew_of: Episode | None) -> Episode:
        """This will tell an episode as a return of the time before gives it: its days alone."""
        episode = self.begin(kids, on, crew_of)
        episode.is_loaded = True
        episode.registered_on, episode.ended_on = on, end
        episode.closed_on = end + self.chance.days(7, 40)
        main = self.categories.draw(len(kids))
        for kid in kids:
            episode.categories[kid.id] = self._categories(main)[:1]
        self._reviews(episode, on, end)
        return episode

    def _after(self, episode: Episode, before: Episode) -> None:
        """A new episode begins after the one before it was closed."""
        closed_on = before.closed_on
        if closed_on is not None and episode.opened_on <= closed_on:
            before.closed_on = episode.opened_on - timedelta(days=1)

    def _expect(self, kid: Kid, episode: Episode) -> None:
        """A child born while the episode runs was on record before the birth."""
        if kid.born_on is None or kid.born_on <= episode.opened_on:
            return
        kid.birth_told_on = kid.born_on + BIRTH_TOLD_AFTER
        kid.expected_on = kid.born_on + self.chance.days(-10, 12)

    def _categories(self, main: str) -> tuple[str, ...]:
        if self.chance.happens(drawn_from.SECOND_CATEGORY):
            other = self.chance.choice(list(drawn_from.CATEGORIES))
            return (main, other) if other != main else (main,)
        return (main,)

    def _initial_conference(self, episode: Episode, on: date) -> None:
        opened_on, called_on = episode.opened_on, episode.enquiry_ended_on or episode.strategy_on
        if called_on > self.last:
            episode.enquiry_ended_on = None
            return
        unborn = all(
            kid.born_on is None or (kid.birth_told_on or opened_on) >= called_on
            for kid in episode.kids
        )
        meeting = Meeting(
            id=self.chance.key(called_on),
            kind=ConferenceKind.PRE_BIRTH if unborn else ConferenceKind.INITIAL,
            called_on=called_on,
            on=on,
            is_held=on <= self.last,
            chair=self.chance.choice(self.office.chairs),
            decision=ConferenceDecision.REGISTER if on <= self.last else None,
        )
        episode.conferences.append(meeting)
        if meeting.is_held:
            times = self.lateness(episode)
            is_late = self.chance.fails(drawn_from.OUTLINE_IN_TIME, times)
            days = self.chance.randint(6, 11) if is_late else self.chance.randint(2, 5)
            meeting.outline_on = self._if_past(later(on, days))
            self._send_record(meeting, times)

    def _send_record(self, meeting: Meeting, times: float) -> None:
        is_late = self.chance.fails(drawn_from.RECORD_IN_TIME, times)
        days = self.chance.randint(21, 32) if is_late else self.chance.randint(11, 20)
        meeting.record_on = self._if_past(later(meeting.on, days))

    def _if_past(self, day: date) -> date | None:
        return day if day <= self.last else None

    def _reviews(self, episode: Episode, on: date, end: date | None) -> None:
        """Review follows review until the last took the names off, or is to come."""
        before, due = on, add_months(on, 3)
        while True:
            day = self._review_day(episode, before, due, end)
            called_on = max(at_work(day - self.chance.days(12, 30)), before + timedelta(days=1))
            if called_on > self.last:
                return
            meeting = self._review(episode, called_on, day, is_last=day == end)
            episode.conferences.append(meeting)
            if day == end or not meeting.is_held:
                return
            if not episode.is_loaded:
                self._send_record(meeting, self.lateness(episode))
            before, due = day, add_months(day, 6)

    def _review_day(self, episode: Episode, before: date, due: date, end: date | None) -> date:
        if end is not None and end <= due:
            return end
        if self.chance.fails(drawn_from.REVIEW_IN_TIME, LATE_REVIEWS * self.lateness(episode)):
            day = at_work(due + self.chance.days(3, 30))
            day = day if day > due else later(due, 1)
        else:
            day = at_work(due - self.chance.days(0, 18))
        if end is not None and day > end - LEAST_BEFORE_LAST_REVIEW:
            day = at_work(end - LEAST_BEFORE_LAST_REVIEW - self.chance.days(0, 6))
            day = end if day <= before + timedelta(days=20) else day
        return day

    def _review(self, episode: Episode, called_on: date, day: date, *, is_last: bool) -> Meeting:
        is_held = day <= self.last
        decision = ConferenceDecision.REMOVE if is_last else ConferenceDecision.CONTINUE
        chair = episode.conferences[0].chair if episode.conferences else None
        if is_last:
            episode.reasons_off = self.chance.choice(COMES_OFF)
        return Meeting(
            id=self.chance.key(called_on),
            kind=ConferenceKind.REVIEW,
            called_on=called_on,
            on=day,
            is_held=is_held,
            chair=chair,
            decision=decision if is_held else None,
        )
