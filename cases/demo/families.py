"""A dozen made-up families, told through the services with their own dates before today."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cases.bank_holidays import calendar_of
from cases.demo.people import Cast
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    Level,
    Nation,
    NoteAudience,
    NoteKind,
    Section47Outcome,
    Sex,
    StrategyOutcome,
)
from cases.models import Case, Conference
from cases.services import cases as work
from cases.services import children, conferences, enquiries, notes, registrations, visits
from cases.services.visits import Seen
from cpr import clock

LONDON = ZoneInfo("Europe/London")
ALONE_AT_HOME = Seen(was_seen=True, was_seen_alone=True, was_at_home=True)
BEDROOM = Seen(was_seen=True, was_seen_alone=True, was_at_home=True, was_bedroom_seen=True)
NOT_ALONE = Seen(was_seen=True, was_at_home=True, was_bedroom_seen=True)


@dataclass(frozen=True)
class Storyteller:
    """Does things on days before ``today``, in the name of the cast."""

    cast: Cast
    today: date

    def day(self, working_days_ago: int) -> date:
        """This will give the day so many working days ago."""
        calendar = calendar_of(Nation.WALES)
        day = calendar.subtract_working_days(self.today, working_days_ago)
        while not calendar.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def ahead(self, working_days: int) -> date:
        """This will give the working day so many working days from today."""
        return calendar_of(Nation.WALES).add_working_days(self.today, working_days)

    def at(self, on: date) -> AbstractContextManager[None]:
        """This will tell the services that it is ten in the morning of a day."""
        return clock.at(datetime.combine(on, time(10), LONDON))

    def child(
        self,
        by: str,
        on: date,
        given: str,
        family: str,
        sex: Sex,
        born_on: date | None,
        *,
        sibling: Case | None = None,
        expected_on: date | None = None,
        nhs: str = "",
        language: str = "English",
        address: str = "",
    ) -> Case:
        """This will add a child."""
        new = children.NewChild(
            family_name=family,
            given_names=given,
            sex=sex,
            born_on=born_on,
            expected_on=expected_on,
            nhs_number=nhs,
            home_language=language,
            address=address,
        )
        with self.at(on):
            return children.add_child(
                by=self.cast.actor(by),
                child=new,
                today=on,
                sibling=sibling.child if sibling else None,
            )

    def enquired(self, by: str, cases: list[Case], on: date, why: str, days: int = 7) -> None:
        """This will hold a strategy discussion and find a continuing risk."""
        actor = self.cast.actor(by)
        with self.at(on):
            enquiries.record_strategy_discussion(
                by=actor,
                cases=cases,
                held_on=on,
                decided_on=on,
                outcome=StrategyOutcome.SECTION_47_JOINT,
                reasons=why,
                today=on,
                agencies_present="Children’s services, South Wales Police, health board",
            )
        end = calendar_of(Nation.WALES).add_working_days(on, days)
        with self.at(end):
            for case in cases:
                enquiries.conclude_section47(
                    by=actor,
                    enquiry=case.section47_enquiries.get(ended_on=None),
                    ended_on=end,
                    outcome=Section47Outcome.CONTINUING_RISK,
                    reasons=why,
                    today=end,
                )

    def conference(
        self,
        by: str,
        cases: list[Case],
        on: date,
        kind: ConferenceKind,
        chair: str = "gwen",
        called_on: date | None = None,
    ) -> Conference:
        """This will call a conference and, if its day has come, hold it."""
        called = called_on or on - timedelta(days=7)
        with self.at(called):
            row = conferences.call_conference(
                by=self.cast.actor(by),
                cases=cases,
                kind=kind,
                planned_on=on,
                planned_time=time(10),
                place="County Hall, room 4, and by video",
                chair=self.cast.members[chair],
            )
        if on <= self.today:
            with self.at(on):
                conferences.hold_conference(
                    by=self.cast.actor(chair), conference=row, held_on=on, today=on
                )
        return row

    def registered(
        self,
        by: str,
        cases: list[Case],
        on: date,
        categories: Sequence[str],
        why: str,
        co_ordinator: str | None = None,
        chair: str = "gwen",
        papers: tuple[int, int] | None = (4, 15),
    ) -> Conference:
        """This will hold the initial conference and place each child's name on the register."""
        self.enquired(by, cases, calendar_of(Nation.WALES).subtract_working_days(on, 14), why)
        row = self.conference(by, cases, on, ConferenceKind.INITIAL, chair)
        with self.at(on):
            for at in row.children.select_related("case__child"):
                registrations.record_decision(
                    by=self.cast.actor(chair),
                    at=at,
                    decision=ConferenceDecision.REGISTER,
                    categories=categories,
                    reasons=why,
                    today=on,
                )
            if co_ordinator:
                for case in cases:
                    work.assign_co_ordinator(
                        by=self.cast.actor("huw"),
                        case=case,
                        membership=self.cast.members[co_ordinator],
                    )
        if papers:
            self.papers(row, on, *papers, chair=chair)
        return row

    def papers(
        self, row: Conference, on: date, outline: int, record: int, chair: str = "gwen"
    ) -> None:
        """This will send the papers so many working days after a conference, if that has come."""
        calendar = calendar_of(Nation.WALES)
        outline_on = calendar.add_working_days(on, outline)
        record_on = calendar.add_working_days(on, record)
        if record_on <= self.today:
            with self.at(record_on):
                conferences.record_papers_sent(
                    by=self.cast.actor(chair),
                    conference=row,
                    outline_sent_on=outline_on,
                    record_sent_on=record_on,
                    today=record_on,
                )

    def reviewed(
        self,
        by: str,
        cases: list[Case],
        on: date,
        why: str,
        chair: str = "gwen",
        decision: ConferenceDecision = ConferenceDecision.CONTINUE,
        evidence: str = "",
    ) -> Conference:
        """This will hold a review and decide the same for each child."""
        row = self.conference(by, cases, on, ConferenceKind.REVIEW, chair)
        with self.at(on):
            for at in row.children.select_related("case__child"):
                registrations.record_decision(
                    by=self.cast.actor(chair),
                    at=at,
                    decision=decision,
                    reasons=why,
                    today=on,
                    removal_reason=DeregistrationReason.NO_CONTINUING_RISK
                    if decision is ConferenceDecision.REMOVE
                    else None,
                    evidence=evidence,
                )
        return row

    def visit(
        self, by: str, case: Case, on: date, seen: Seen, account: str, words: str = ""
    ) -> None:
        """This will record a visit."""
        with self.at(on):
            visits.record_visit(
                by=self.cast.actor(by),
                case=case,
                visited_on=on,
                seen=seen,
                account=account,
                childs_words=words,
                today=on,
            )

    def visited(self, by: str, cases: list[Case], since: date, until: date, every: int = 9) -> None:
        """This will record a rhythm of visits, each child seen alone at home."""
        calendar = calendar_of(Nation.WALES)
        day = calendar.add_working_days(since, every)
        while day <= until:
            for case in cases:
                self.visit(by, case, day, BEDROOM, "Seen alone at home, settled. Bedroom tidy.")
            day = calendar.add_working_days(day, every)

    def core_groups(
        self, by: str, cases: list[Case], since: date, until: date, days: int = 35
    ) -> None:
        """This will record the first core group after nine working days, then more."""
        day = calendar_of(Nation.WALES).add_working_days(since, 9)
        while day <= until:
            with self.at(day):
                visits.record_core_group(
                    by=self.cast.actor(by),
                    cases=cases,
                    held_on=day,
                    today=day,
                    account="Each action gone through; next steps agreed with the family.",
                )
            day += timedelta(days=days)

    def note(
        self,
        by: str,
        case: Case,
        on: date,
        kind: NoteKind,
        text: str,
        *,
        significant: bool = False,
        audience: NoteAudience = NoteAudience.EVERYONE,
    ) -> None:
        """This will add a note."""
        with self.at(on):
            notes.add_note(
                by=self.cast.actor(by),
                case=case,
                kind=kind,
                happened_on=on,
                text=text,
                audience=audience,
                today=on,
                is_significant=significant,
            )

    def share(
        self,
        case: Case,
        team: str,
        level: Level,
        purpose: str,
        on: date,
        ends_in: int | None = None,
    ) -> None:
        """This will share a case with a team from a day."""
        with self.at(on):
            work.share(
                by=self.cast.actor("aisha"),
                case=case,
                team=self.cast.teams[team],
                level=level,
                purpose=purpose,
                ends_at=datetime.combine(self.today + timedelta(days=ends_in), time(0), LONDON)
                if ends_in
                else None,
            )
