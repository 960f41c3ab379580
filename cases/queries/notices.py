"""The notices of the acting membership, of cases still visible; the facts for their words.

What a notice may say is decided when it is read: without leave to see what is overdue it says
only that there is something about the child.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from agencies.actors import Actor
from cases import access, access_sought
from cases.access_sought import EndedShare
from cases.bank_holidays import calendar_of
from cases.domain.permissions import P
from cases.domain.statuses import Nation
from cases.models import Case, EmergencyAccess, Note, Notice
from cases.models.notice import NoticeKind
from cases.queries import share_requests
from cases.queries.share_requests import Asked

ORDERS = {
    "at": ("created_at", "pk"),
    "child": (
        "family_name",
        "given_names",
        "created_at",
        "pk",
    ),
}
OVERDUE = (NoticeKind.OVERDUE, NoticeKind.OVERDUE_MANAGER)


class About(StrEnum):
    """What notices can be narrowed to."""

    OVERDUE = "overdue"
    ATTENTION = "attention"
    NOTE = "note"
    WORKING = "working"
    REGISTER = "register"
    CONFERENCE = "conference"
    SHARING = "sharing"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class Told:
    """One notice. ``clock`` is empty where its reader may not see what is overdue.

    ``case_id`` and ``child`` are empty where the case is hidden: it is news of the reader's own.
    """

    notice_id: uuid.UUID
    kind: NoticeKind
    case_id: uuid.UUID | None
    child: str
    authority: str
    at: datetime
    is_read: bool
    clock: str = ""
    due_on: date | None = None
    met_on: date | None = None
    stopped_on: date | None = None
    working_days_late: int = 0
    note_from: str = ""
    emergency_id: uuid.UUID | None = None
    """The opening that this tells of: the one of the same case and the same moment."""
    is_opened_for_reader: bool = False
    asked: Asked | None = None
    """The reader's own request, where this tells of its answer: the one of the same moment."""
    share: EndedShare | None = None
    """What was shared with the reader, where this tells that it ended."""


def notices(
    actor: Actor, about: About | None = None, *, unread_only: bool = False
) -> QuerySet[Notice]:
    """This will give the actor's notices, newest first."""
    rows = _notices(actor)
    if about is not None:
        rows = rows.filter(_about(about))
    return rows.filter(read_at__isnull=True) if unread_only else rows


def _about(about: About) -> Q:
    """To be narrowed to dates that are overdue is to be told that they are: by the same leave."""
    return {
        About.OVERDUE: Q(kind__in=OVERDUE, may_see_date=True),
        About.ATTENTION: Q(kind__in=OVERDUE, may_see_date=False),
        About.NOTE: Q(kind=NoticeKind.NOTE_SHARED),
        About.WORKING: Q(kind__in=[NoticeKind.CASE_SHARED, NoticeKind.CO_ORDINATOR]),
        About.REGISTER: Q(kind__in=[NoticeKind.REGISTERED, NoticeKind.OFF_THE_REGISTER]),
        About.CONFERENCE: Q(kind=NoticeKind.CONFERENCE_CALLED),
        About.SHARING: Q(
            kind__in=[
                NoticeKind.SHARE_ENDS_SOON,
                NoticeKind.SHARE_ASKED,
                NoticeKind.SHARE_ANSWERED,
                NoticeKind.CASE_RESTRICTED,
                NoticeKind.NAMED_CHANGED,
                NoticeKind.SHARE_CHANGED,
                NoticeKind.SHARE_ENDED,
            ]
        ),
        About.EMERGENCY: Q(kind__in=[NoticeKind.EMERGENCY_OPENED, NoticeKind.EMERGENCY_TO_REVIEW]),
    }[about]


def _notices(actor: Actor) -> QuerySet[Notice]:
    """Without a join to the case: an own notice of a hidden one would fall out of the list."""
    seen = access.visible(actor, P.VIEW_SUMMARY).filter(pk=OuterRef("case_id"))
    cases = access.visible(actor, P.VIEW_OVERDUE)
    notes = access.visible(actor, P.VIEW_NOTES, Note)
    opened = EmergencyAccess.objects.filter(
        case_id=OuterRef("case_id"), opened_at=OuterRef("created_at")
    )
    return (
        access.visible(actor, P.VIEW_SUMMARY, Notice)
        .annotate(
            is_seen=Exists(seen),
            family_name=Subquery(seen.values("child__family_name__alphabet")[:1]),
            given_names=Subquery(seen.values("child__given_names__alphabet")[:1]),
            may_see_date=Exists(cases.filter(pk=OuterRef("case_id"))),
            may_see_note=Exists(notes.filter(pk=OuterRef("note_id"))),
            emergency_id=Subquery(opened.values("pk")[:1]),
            opened_for=Subquery(opened.values("membership_id")[:1]),
        )
        .select_related("flag__deadline", "note__author_team__agency")
        .order_by("-created_at", "-pk")
    )


def details(actor: Actor, rows: Any, today: date) -> list[Told]:
    """This will give the facts of some of the actor's notices: one query more for the cases, and
    one for each kind of news of oneself."""
    found = list(rows)
    seen = access.visible(actor, P.VIEW_SUMMARY).filter(pk__in={row.case_id for row in found})
    cases = {case.pk: case for case in seen.select_related("child", "authority")}

    def of(kind: NoticeKind) -> list[tuple[uuid.UUID, datetime]]:
        return [(row.case_id, row.created_at) for row in found if row.kind == kind]

    answers = share_requests.answers(actor, of(NoticeKind.SHARE_ANSWERED))
    ended = access_sought.ended_shares(actor, of(NoticeKind.SHARE_ENDED))
    return [
        _told(row, cases.get(row.case_id), today, answers.get(at), ended.get(at))
        for row in found
        for at in [(row.case_id, row.created_at)]
    ]


def _told(
    row: Any, case: Case | None, today: date, asked: Asked | None, share: EndedShare | None
) -> Told:
    deadline = row.flag.deadline if row.flag and row.may_see_date else None
    late = 0
    if deadline is not None and case is not None:
        calendar = calendar_of(Nation(case.authority.nation))
        settled = deadline.met_on or deadline.stopped_on or today
        late = calendar.working_days_after(deadline.due_on, settled)
    return Told(
        notice_id=row.pk,
        kind=NoticeKind(row.kind),
        case_id=case.pk if case else None,
        child=case.child.full_name if case else "",
        authority=_authority(case, asked, share),
        at=row.created_at,
        is_read=row.read_at is not None,
        clock=deadline.clock if deadline else "",
        due_on=deadline.due_on if deadline else None,
        met_on=deadline.met_on if deadline else None,
        stopped_on=deadline.stopped_on if deadline else None,
        working_days_late=late,
        emergency_id=row.emergency_id,
        is_opened_for_reader=row.opened_for == row.membership_id,
        note_from=row.note.author_team.agency.name if row.note and row.may_see_note else "",
        asked=asked,
        share=share,
    )


def _authority(case: Case | None, asked: Asked | None, share: EndedShare | None) -> str:
    if case is not None:
        return case.authority.name
    return asked.authority if asked else share.agency if share else ""
