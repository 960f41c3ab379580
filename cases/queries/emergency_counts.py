"""What a privacy officer sees: how often records were opened in an emergency, and no child.

Rows hold who, when, until, what kind of reason and the review; nothing of a case is read.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.timezone import make_aware

from agencies.actors import Actor
from agencies.models import Agency
from cases import access_openings
from cases.access_openings import Stop
from cases.domain.statuses import EmergencyFinding, EmergencyReason
from cases.models import EmergencyAccess
from cases.queries.emergencies import is_of_authoriser
from cpr.clock import now

ORDERS = {
    "opened": ("opened_at", "pk"),
    "who": ("membership__user__full_name", "opened_at", "pk"),
}
MONTHS = 12


class Review(StrEnum):
    """Where a review stands: what it found, or that it waits."""

    OPEN = "open"
    UNNAMED = "unnamed"
    AUTHORISER = "authoriser"
    JUSTIFIED = "justified"
    ANOTHER_WAY = "another_way"
    NOT_JUSTIFIED = "not_justified"


REVIEWS: dict[Review, Q] = {
    Review.OPEN: Q(reviewed_at__isnull=True),
    Review.UNNAMED: Q(reviewed_at__isnull=True, reviewer__isnull=True),
    Review.AUTHORISER: Q(authorised_by__user=F("reviewer__user")),
    Review.JUSTIFIED: Q(finding=EmergencyFinding.JUSTIFIED),
    Review.ANOTHER_WAY: Q(finding=EmergencyFinding.ANOTHER_WAY),
    Review.NOT_JUSTIFIED: Q(finding=EmergencyFinding.NOT_JUSTIFIED),
}


@dataclass(frozen=True)
class Counts:
    """Openings since the first day of a month; each figure by what it is narrowed to."""

    total: int
    open_now: int
    months: tuple[tuple[date, int], ...]
    agencies: tuple[tuple[uuid.UUID, str, int], ...]
    kinds: tuple[tuple[EmergencyReason, int], ...]
    reviews: tuple[tuple[Review, int], ...]


@dataclass(frozen=True)
class Opening:
    """One opening without its child."""

    opening_id: uuid.UUID
    who: str
    agency: str
    opened_at: datetime
    ends_at: datetime
    kind: EmergencyReason
    is_authorised: bool
    is_of_authoriser: bool
    reviewer: str
    reviewed_at: datetime | None
    finding: EmergencyFinding | None


def openings(
    actor: Actor,
    *,
    since: date,
    month: date | None = None,
    agency: uuid.UUID | None = None,
    kind: EmergencyReason | None = None,
    review: Review | None = None,
) -> QuerySet[EmergencyAccess]:
    """This will give the openings that the officer counts, since a day, narrowed.

    Raises: NotAllowed.
    """
    rows = access_openings.openings_counted(actor).filter(opened_at__gte=_midnight(since))
    if month:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        rows = rows.filter(opened_at__gte=_midnight(month), opened_at__lt=_midnight(after))
    rows = rows.filter(membership__team__agency_id=agency) if agency else rows
    rows = rows.filter(reason_kind=kind) if kind else rows
    return rows.filter(REVIEWS[review]) if review else rows


def counts(actor: Actor, *, since: date) -> Counts:
    """This will count the openings since a day in two queries.

    Raises: NotAllowed.
    """
    rows = openings(actor, since=since)
    grouped = list(
        rows.annotate(month=TruncMonth("opened_at"))
        .values("month", "membership__team__agency_id", "reason_kind", "finding")
        .annotate(
            n=Count("pk"),
            unnamed=Count("pk", filter=REVIEWS[Review.UNNAMED]),
            authoriser=Count("pk", filter=REVIEWS[Review.AUTHORISER]),
            in_force=Count("pk", filter=Q(involvement__ends_at__gt=now())),
        )
        .order_by()
    )
    months: Counter[date] = Counter()
    agencies: Counter[uuid.UUID] = Counter()
    kinds: Counter[EmergencyReason] = Counter()
    reviews: Counter[Review] = Counter()
    for row in grouped:
        n = row["n"]
        months[row["month"].date()] += n
        agencies[row["membership__team__agency_id"]] += n
        kinds[EmergencyReason(row["reason_kind"])] += n
        reviews[Review(row["finding"] or "open")] += n
        reviews[Review.UNNAMED] += row["unnamed"]
        reviews[Review.AUTHORISER] += row["authoriser"]
    names = {each.pk: each.name for each in Agency.objects.filter(pk__in=list(agencies))}
    return Counts(
        total=sum(months.values()),
        open_now=sum(row["in_force"] for row in grouped),
        months=tuple(sorted(months.items(), reverse=True)),
        agencies=tuple(
            sorted(((pk, names[pk], n) for pk, n in agencies.items()), key=lambda each: each[1])
        ),
        kinds=tuple((kind, kinds[kind]) for kind in EmergencyReason if kinds[kind]),
        reviews=tuple((review, reviews[review]) for review in Review),
    )


def stops(actor: Actor, *, since: date) -> list[Stop]:
    """This will list who was stopped at the most that one person opens in a day.

    Raises: NotAllowed.
    """
    return access_openings.stops_counted(actor, since=_midnight(since))


def rows_of(page: Any) -> list[Opening]:
    """This will give the rows of a page of openings, without a further query for each."""
    return [_opening(row) for row in page]


def with_people(rows: QuerySet[EmergencyAccess]) -> QuerySet[EmergencyAccess]:
    """This will read with each opening who opened it and who reviews it, and nothing of a case."""
    return rows.select_related(
        "membership__user",
        "membership__team__agency",
        "involvement",
        "reviewer__user",
        "authorised_by",
    )


def _opening(row: EmergencyAccess) -> Opening:
    return Opening(
        opening_id=row.pk,
        who=row.membership.user.full_name,
        agency=row.membership.team.agency.name,
        opened_at=row.opened_at,
        ends_at=row.involvement.ends_at or row.opened_at,
        kind=EmergencyReason(row.reason_kind),
        is_authorised=row.authorised_by_id is not None,
        is_of_authoriser=is_of_authoriser(row),
        reviewer=row.reviewer.user.full_name if row.reviewer else "",
        reviewed_at=row.reviewed_at,
        finding=EmergencyFinding(row.finding) if row.finding else None,
    )


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
