"""Children, enquiries and conferences of the made-up families, on their own days."""

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
    Nation,
    Section47Outcome,
    Sex,
    StrategyOutcome,
)
from cases.models import Case, Conference
from cases.services import cases as work
from cases.services import children, conferences, enquiries, registrations
from cpr import clock

LONDON = ZoneInfo("Europe/London")
CALENDAR = calendar_of(Nation.WALES)


def working_day_before(day: date, working_days: int) -> date:
    """This will give a working day so many working days before a day."""
    earlier = CALENDAR.subtract_working_days(day, working_days)
    while not CALENDAR.is_working_day(earlier):
        earlier -= timedelta(days=1)
    return earlier


@dataclass(frozen=True)
class Meetings:
    """Children, enquiries and conferences on days before ``today``, in the name of the cast."""

    cast: Cast
    today: date

    def day(self, working_days_ago: int) -> date:
        """This will give the day so many working days ago."""
        return working_day_before(self.today, working_days_ago)

    def ahead(self, working_days: int) -> date:
        """This will give the working day so many working days from today."""
        return CALENDAR.add_working_days(self.today, working_days)

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
        end = CALENDAR.add_working_days(on, days)
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
        self.enquired(by, cases, working_day_before(on, 14), why)
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
        outline_on = CALENDAR.add_working_days(on, outline)
        record_on = CALENDAR.add_working_days(on, record)
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
