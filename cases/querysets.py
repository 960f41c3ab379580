"""Which rows are current, due, overdue or were missed: clauses over dates, and the board's words.

Chainable (``rows.filter(overdue(today))``), usable inside an aggregate, no permission logic. A
band of working days is two dates of the nation's calendar, so that a query only compares dates.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, When

from agencies.models import Membership
from cases.domain.calendar import WorkingCalendar
from cases.domain.statuses import ConferenceStatus, InvolvementRole
from cases.models import CoreGroupMeeting, Involvement, Visit

GROUPS: dict[str, tuple[str, ...]] = {
    "strategy_discussion": ("strategy_discussion",),
    "section_47_enquiry": ("section_47_enquiry",),
    "initial_conference": ("initial_conference",),
    "review_conference": ("first_review", "later_review"),
    "core_group": ("first_core_group", "later_core_group"),
    "seen": ("seen",),
    "seen_alone": ("seen_alone",),
    "seen_at_home": ("seen_at_home",),
    "bedroom_seen": ("bedroom_seen",),
    "outline_plan_sent": ("outline_plan_sent",),
    "conference_record_sent": ("conference_record_sent",),
}
"""The rows of the board, in its order: a first clock and its later one are read together."""

CALLED_CLOCKS = ("initial_conference", "first_review", "later_review")
"""The clocks that a conference meets: the ones for which something can be booked."""

MEETING_CLOCKS = (*CALLED_CLOCKS, "outline_plan_sent", "conference_record_sent")
"""The clocks that conferences are counted for, beside children."""


@dataclass(frozen=True)
class Band:
    """How late, in working days; ``most`` is None for the last."""

    key: str
    least: int
    most: int | None

    def span(self, calendar: WorkingCalendar, today: date) -> tuple[date | None, date | None]:
        """This will give the due days of the band as (after, until); None where it is open."""
        until = calendar.subtract_working_days(today, self.least) if self.least else None
        after = None if self.most is None else calendar.subtract_working_days(today, self.most + 1)
        return after, until


# What fell due on a Friday is late on Saturday and 0 working days late until Monday: it belongs
# to the first band, so that the bands of a row add up to its children.
BANDS = (Band("1-5", 0, 5), Band("6-10", 6, 10), Band("11-20", 11, 20), Band("over-20", 21, None))


def running() -> Q:
    """This will give the clause for deadlines that nothing has met or stopped."""
    return Q(met_on__isnull=True, stopped_on__isnull=True)


def overdue(on: date) -> Q:
    """This will give the clause for deadlines that are late on a day; the due day is in time."""
    return running() & passed(on)


def passed(on: date) -> Q:
    """This will give the clause for due days that have passed on a day."""
    return Q(due_on__lt=on)


def between(first: date, last: date) -> Q:
    """This will give the clause for due days from a day to a day."""
    return Q(due_on__gte=first, due_on__lte=last)


def judged(since: date, until: date) -> Q:
    """This will give the clause for deadlines that fell due in [since, until) and count.

    One that was stopped while it was still in time counts neither way.
    """
    return Q(due_on__gte=since, due_on__lt=until) & (
        Q(stopped_on__isnull=True) | Q(stopped_on__gt=F("due_on"))
    )


def missed() -> Q:
    """This will give the clause for deadlines, among the judged, that were not met in time."""
    return Q(met_on__isnull=True) | Q(met_on__gt=F("due_on"))


class _IsAmong(models.Func):
    """Whether a column holds one of some keys, which go to the database as one array.

    The board asks it a dozen times over; a parameter a key took a tenth of its time.
    """

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, column: str, keys: Collection[uuid.UUID]) -> None:
        super().__init__(F(column))
        self.keys = list(keys)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s::uuid[])", (*params, self.keys)


def unbooked(called: Collection[uuid.UUID]) -> Q:
    """This will give the clause for conferences that nobody has called for today or later.

    ``called`` are the conferences to come. One that was called for a day gone by, and not
    recorded as held, books nothing.
    """
    bare = Q(is_booked=False) | Q(meeting__isnull=True) | ~Q(_IsAmong("meeting", called))
    return Q(clock__in=CALLED_CLOCKS) & bare


def to_come(today: date) -> Q:
    """This will give the clause for conferences that are called for today or later."""
    return Q(status=ConferenceStatus.CALLED, planned_on__gte=today)


def current(on: date) -> Q:
    """This will give the clause for registrations in force on a day; ``ended_on`` is off it."""
    return Q(registered_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def of_clock(key: str) -> Q:
    """This will give the clause for a row of the board, or for one clock by its own name."""
    return Q(clock__in=GROUPS.get(key, (key,)))


def group() -> models.Case:
    """This will give the expression for the board's row that a deadline belongs to."""
    several = ((key, clocks) for key, clocks in GROUPS.items() if clocks != (key,))
    return models.Case(
        *(When(clock__in=clocks, then=Value(key)) for key, clocks in several),
        default=F("clock"),
        output_field=models.CharField(),
    )


def co_ordinators(at: datetime, on: date) -> QuerySet[Involvement]:
    """This will give the involvements of plan co-ordinators in force, of people still there."""
    return Involvement.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        role=InvolvementRole.CO_ORDINATOR,
        starts_at__lte=at,
        membership__in=Membership.objects.live(on),
    )


def co_ordinated(at: datetime, on: date, *, by: uuid.UUID | None = None) -> Exists:
    """This will give the clause for rows whose case has a plan co-ordinator, or this one."""
    held = co_ordinators(at, on).filter(case_id=OuterRef("case_id"))
    return Exists(held.filter(membership_id=by) if by else held)


def unvisited() -> Q:
    """This will give the clause for registrations since which no visit is recorded."""
    since = Visit.objects.filter(
        case_id=OuterRef("case_id"), visited_on__gte=OuterRef("registered_on")
    )
    return Q(~Exists(since))


def without_core_group() -> Q:
    """This will give the clause for registrations since which no core group is recorded."""
    since = CoreGroupMeeting.objects.filter(
        case_id=OuterRef("case_id"), held_on__gte=OuterRef("registered_on")
    )
    return Q(~Exists(since))
