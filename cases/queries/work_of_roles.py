"""What a chair, a partner, a custodian and a duty worker have to do today, beside their children.

Each asks through the gate in a fixed number of queries; whom a page shows is recorded by its view.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.actors import Actor
from cases import access
from cases import querysets as rows_that_are
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.models import ConferenceChild, Deadline, ImportBatch, Registration
from cases.queries import conferences
from cases.queries.conference_room import PAPER_CLOCKS
from cases.queries.conferences import ConferenceRow
from cpr.audit.models import AuditEvent
from cpr.clock import now

LATELY_DAYS = 28
MOST = 10
MOST_CONFERENCES = 20
ASKED_LOOKED_AT = 60


@dataclass(frozen=True)
class Chaired:
    """A conference of the chair, and the papers of it that are not sent: clock and latest day."""

    row: ConferenceRow
    papers: tuple[tuple[str, date], ...]
    is_past: bool


@dataclass(frozen=True)
class Change:
    """A name that was placed on the register, or came off it, lately."""

    case_id: uuid.UUID
    child: str
    authority: str
    on: date
    is_placed: bool


@dataclass(frozen=True)
class Upload:
    """A return that was sent in lately."""

    batch_id: uuid.UUID
    file_name: str
    state: str
    by: str
    at: datetime


def chaired(actor: Actor, today: date) -> list[Chaired]:
    """This will list the chair's conferences that lack something, then those to come; 5 queries."""
    open_papers = access.visible(actor, P.VIEW_RECORD, Deadline).filter(
        rows_that_are.running(), clock__in=PAPER_CLOCKS
    )
    undecided = ConferenceChild.objects.filter(conference=OuterRef("pk"), decision__isnull=True)
    rows = (
        conferences.mine(actor)
        .filter(
            Q(status=ConferenceStatus.CALLED)
            | Q(Exists(undecided), status=ConferenceStatus.HELD)
            | Q(Exists(open_papers.filter(meeting=OuterRef("pk"))), status=ConferenceStatus.HELD)
        )
        .order_by("planned_on", "planned_time", "pk")[:MOST_CONFERENCES]
    )
    found = conferences.rows(actor, rows)
    papers: dict[uuid.UUID, dict[str, date]] = defaultdict(dict)
    running = open_papers.filter(meeting__in=[row.id for row in found]).order_by("due_on")
    for meeting, clock, due_on in running.values_list("meeting", "clock", "due_on"):
        if meeting is not None:
            papers[meeting].setdefault(clock, due_on)
    return [
        Chaired(
            row,
            tuple(papers[row.id].items()),
            row.status is ConferenceStatus.CALLED and row.planned_on < today,
        )
        for row in found
    ]


def changes(actor: Actor, today: date, *, cases: Iterable[uuid.UUID] | None = None) -> list[Change]:
    """This will list the names placed or taken off in the last four weeks, the latest first.

    Of some cases; or, without ``cases``, of every case of the actor's own authority.
    """
    since = today - timedelta(days=LATELY_DAYS)
    rows: QuerySet[Registration] = access.visible(actor, P.VIEW_SUMMARY, Registration)
    if cases is None:
        rows = rows.filter(case__authority_id=actor.agency_id)
    else:
        rows = rows.filter(case_id__in=list(cases))
    found: list[Change] = []
    for day in ("registered_on", "ended_on"):
        latest = rows.filter(**{f"{day}__gte": since}).select_related("child", "case__authority")
        found += [
            Change(
                *(row.case_id, row.child.full_name, row.case.authority.name, getattr(row, day)),
                is_placed=day == "registered_on",
            )
            for row in latest.order_by(f"-{day}", "-pk")[:MOST]
        ]
    return sorted(found, key=lambda each: (each.on, each.child), reverse=True)[:MOST]


def uploads(actor: Actor) -> list[Upload]:
    """This will list the returns that were sent in last, of the actor's own authority."""
    batches = access.import_batches(actor).defer("report")  # which can be a megabyte
    rows: QuerySet[ImportBatch] = batches.order_by("-started_at", "-pk")
    return [
        Upload(row.pk, row.file_name, row.state, row.loaded_by_name, row.started_at)
        for row in rows[:3]
    ]


def asked_lately(actor: Actor) -> list[str]:
    """This will give what the actor last asked the search for, each once, the latest first."""
    events = AuditEvent.objects.filter(
        Q(membership_id=actor.membership_id, user_id=actor.user_id),
        action="children.listed",
        at__gte=now() - timedelta(days=LATELY_DAYS),
    ).order_by("-at")[:ASKED_LOOKED_AT]
    asked = [str(event.details.get("asked", {}).get("q", "")) for event in events]
    return list(dict.fromkeys(words for words in asked if words))[:MOST]
