"""Section 47 enquiries and initial conferences put together from values already read.

Shared by both formats, which hand over plain values and places. Counting in and out of the
ledger happens here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.imports.judge import Judge
from cases.imports.plans import where
from cases.imports.records import Kind, Place, ReturnedConference, ReturnedEnquiry


@dataclass(slots=True)
class RawEnquiry:
    """An enquiry as it stands in the return: values not yet judged."""

    place: Place
    started: object
    conference: object = None
    conference_target: object = None
    is_conference_not_required: bool | None = None
    has_plan: bool | None = None
    team: str = ""
    worker: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def name(self, item: str) -> str:
        """What this format calls ``item``."""
        return self.names.get(item, item)


def read_enquiry(
    judge: Judge, raw: RawEnquiry
) -> tuple[ReturnedEnquiry | None, ReturnedConference | None]:
    """This will give the enquiry and its conference, each None when missing or refused."""
    judge.ledger.read(Kind.SECTION_47)
    place = raw.place
    started_on = judge.key_date(Kind.SECTION_47, place, raw.name("started"), raw.started)
    conference = _conference(judge, raw, started_on)
    if started_on is None:
        return None, conference
    target_on = judge.side_date(
        Kind.SECTION_47, place, raw.name("conference_target"), raw.conference_target
    )
    if not judge.in_order(
        Kind.SECTION_47,
        place,
        first=(raw.name("started"), started_on),
        then=(raw.name("conference_target"), target_on),
    ):
        target_on = None
    not_required = raw.is_conference_not_required
    if not_required and conference:
        judge.ledger.warn(
            Kind.SECTION_47, place, "conference_held_but_not_required", on=conference.held_on
        )
        not_required = False
    enquiry = ReturnedEnquiry(
        place=place,
        started_on=started_on,
        conference_target_on=target_on,
        conference_on=conference.held_on if conference else None,
        conference_not_required=not_required,
        resulted_in_plan=raw.has_plan,
        team=raw.team,
        worker=raw.worker,
    )
    return enquiry, conference


def _conference(
    judge: Judge, raw: RawEnquiry, started_on: date | None
) -> ReturnedConference | None:
    if raw.conference is None or raw.conference == "":
        return None
    conference = read_conference(
        judge, raw.place, raw.name("conference"), raw.conference, has_plan=raw.has_plan
    )
    if conference and started_on and conference.held_on < started_on:
        judge.ledger.refuse(
            Kind.CONFERENCE,
            raw.place,
            "conference_before_enquiry",
            on=conference.held_on,
            started_on=started_on,
        )
        return None
    return conference


def read_conference(
    judge: Judge,
    place: Place,
    name: str,
    value: object,
    *,
    is_outside_enquiry: bool = False,
    has_plan: bool | None = None,
) -> ReturnedConference | None:
    """This will give one initial conference, or None after refusing it."""
    judge.ledger.read(Kind.CONFERENCE)
    held_on = judge.key_date(Kind.CONFERENCE, place, name, value)
    if held_on is None:
        return None
    return ReturnedConference(place, held_on, is_outside_enquiry, has_plan)


def keep_enquiries(judge: Judge, found: Sequence[ReturnedEnquiry]) -> list[ReturnedEnquiry]:
    """This will refuse each enquiry of one child that starts on the day of an earlier one."""
    kept: dict[date, ReturnedEnquiry] = {}
    for enquiry in found:
        first = kept.get(enquiry.started_on)
        if first is None:
            kept[enquiry.started_on] = enquiry
            judge.ledger.understood(Kind.SECTION_47)
        else:
            judge.ledger.refuse(
                Kind.SECTION_47,
                enquiry.place,
                "repeated",
                on=enquiry.started_on,
                first=where(first.place),
            )
    return list(kept.values())


def keep_conferences(judge: Judge, found: Sequence[ReturnedConference]) -> list[ReturnedConference]:
    """This will refuse each initial conference of one child on the day of an earlier one."""
    kept: dict[date, ReturnedConference] = {}
    for conference in found:
        first = kept.get(conference.held_on)
        if first is None:
            kept[conference.held_on] = conference
            judge.ledger.understood(Kind.CONFERENCE)
        else:
            judge.ledger.refuse(
                Kind.CONFERENCE,
                conference.place,
                "repeated",
                on=conference.held_on,
                first=where(first.place),
            )
    return list(kept.values())
