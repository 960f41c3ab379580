"""What a figure of the overdue board counts: the filters, whose rows, and the one clause of both.

A figure and the list behind it share this clause; neither has another.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from agencies.actors import Actor
from agencies.models import Agency, Membership, Team
from agencies.roles import Reach
from cases import access
from cases import querysets as rows_that_are
from cases.bank_holidays import calendar_of
from cases.domain.calendar import WorkingCalendar, add_months
from cases.domain.permissions import P
from cases.domain.statuses import Nation
from cases.models import Case, Conference, Deadline, Registration
from cpr.clock import now

SOON_WORKING_DAYS = 5
WEEKS_AHEAD = 5
AHEAD_DAYS = 28  # within which a conference should be called: a named default, no statutory figure
RATE_MONTHS = 12
FAMILY = Coalesce("case__child__sibling_group_id", "case__child_id")


class Show(StrEnum):
    """What a list, or a figure, is about."""

    OVERDUE = "overdue"
    SOON = "soon"
    AHEAD = "ahead"
    WEEK = "week"
    RATE = "rate"
    REGISTER = "register"
    NO_CO_ORDINATOR = "no_co_ordinator"
    NO_VISIT = "no_visit"
    NO_CORE_GROUP = "no_core_group"


OF_REGISTRATIONS = (Show.REGISTER, Show.NO_CO_ORDINATOR, Show.NO_VISIT, Show.NO_CORE_GROUP)
NOBODY = uuid.UUID(int=0)
"""As a worker: the children who have no co-ordinator."""


class Counted(StrEnum):
    """What one row of a list stands for."""

    DATES = "dates"
    CHILDREN = "children"
    FAMILIES = "families"
    CONFERENCES = "conferences"


@dataclass(frozen=True)
class Chosen:
    """The filters behind one figure; the list takes the same."""

    show: Show = Show.OVERDUE
    count: Counted = Counted.CHILDREN
    clock: str = ""
    band: str = ""
    week: date | None = None
    month: date | None = None
    is_unbooked: bool = False
    in_time: bool | None = None
    team: uuid.UUID | None = None
    worker: uuid.UUID | None = None

    def showing(self, show: Show) -> Chosen:
        """This will give the same team and worker's list of something else."""
        return Chosen(show=show, team=self.team, worker=self.worker)

    @property
    def is_of_registrations(self) -> bool:
        """Whether the rows are names on the register rather than due dates."""
        return self.show in OF_REGISTRATIONS


@dataclass(frozen=True)
class Scope:
    """Whose rows, of which authority and team, on which day: what every figure has in common."""

    actor: Actor
    authority: Agency
    today: date
    team: uuid.UUID | None = None
    worker: uuid.UUID | None = None
    calendar: WorkingCalendar = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "calendar", calendar_of(Nation(self.authority.nation)))

    @classmethod
    def of(
        cls,
        actor: Actor,
        *,
        today: date,
        team: uuid.UUID | None = None,
        worker: uuid.UUID | None = None,
        memberships: Iterable[Membership] = (),
    ) -> Scope:
        """This will take the actor's own authority; its nation gives the calendar.

        ``memberships`` saves a query where the actor's own has been loaded with its agency.
        """
        loaded = (m.team.agency for m in memberships if m.pk == actor.membership_id)
        authority = next(loaded, None) or Agency.objects.get(Q(pk=actor.agency_id))
        return cls(actor, authority, today, team, worker)

    @property
    def base(self) -> Chosen:
        """What every figure here is narrowed to."""
        return Chosen(team=self.team, worker=self.worker)

    @property
    def reach(self) -> Reach:
        """How far the actor's role sees without an involvement of its own."""
        return self.actor.role.reach if self.actor.role else Reach.INVOLVED

    @property
    def rate_since(self) -> date:
        """The first day of the twelve months that are judged: this one and the eleven before."""
        return add_months(self.today.replace(day=1), 1 - RATE_MONTHS)

    @property
    def soon_until(self) -> date:
        """The last of the next five working days."""
        return self.calendar.add_working_days(self.today, SOON_WORKING_DAYS)

    def deadlines(self) -> QuerySet[Deadline]:
        """This will give every deadline that the figures may count."""
        return self._within(access.visible(self.actor, P.VIEW_OVERDUE, Deadline))

    def running(self) -> QuerySet[Deadline]:
        """This will give the deadlines that nothing has met or stopped.

        They are of open cases, since closing stops every clock; to say so spares the database
        the closed ones, who are four of five.
        """
        return self.deadlines().filter(rows_that_are.running(), case__closed_on__isnull=True)

    def dates(self, chosen: Chosen) -> QuerySet[Deadline]:
        """This will give the deadlines that a figure counts."""
        rows = self.deadlines() if chosen.show is Show.RATE else self.running()
        return rows.filter(self.when(chosen))

    def registrations(self) -> QuerySet[Registration]:
        """This will give the names on the register today; no closed case has one."""
        rows = self._within(access.visible(self.actor, P.VIEW_OVERDUE, Registration))
        return rows.filter(rows_that_are.current(self.today), case__closed_on__isnull=True)

    def teams(self) -> list[Team]:
        """This will list the lead teams one can choose between."""
        cases = access.visible(self.actor, P.VIEW_OVERDUE, Case).filter(authority=self.authority)
        return list(Team.objects.filter(pk__in=cases.values("lead_team_id")))

    def has_team(self) -> bool:
        """Whether the chosen team is one the actor answers for, or has children the actor sees.

        Another agency's team must not read as a team with nothing overdue.
        """
        own = {self.actor.team_id, *self.actor.teams_below}
        if self.team is None or self.team in own:
            return True
        if self.reach is Reach.AUTHORITY:
            return Team.objects.filter(pk=self.team, agency=self.authority).exists()
        return any(team.pk == self.team for team in self.teams())

    @cached_property
    def called(self) -> list[uuid.UUID]:
        """The authority's conferences to come, which are about its children: asked for once."""
        rows = Conference.objects.filter(
            rows_that_are.to_come(self.today), authority=self.authority
        )
        return list(rows.values_list("pk", flat=True))

    def workers(self) -> list[Membership]:
        """This will list the co-ordinators one can choose between, by name."""
        cases = access.visible(self.actor, P.VIEW_OVERDUE, Case).filter(authority=self.authority)
        held = rows_that_are.co_ordinators(now(), self.today).filter(case__in=cases)
        people = Membership.objects.filter(pk__in=held.values("membership_id"))
        return list(people.select_related("user", "team").order_by("user__full_name", "pk"))

    def has_worker(self) -> bool:
        """Whether the chosen worker, if any, is somebody of the authority."""
        if self.worker in (None, NOBODY):
            return True
        return Membership.objects.filter(Q(pk=self.worker), team__agency=self.authority).exists()

    def worker_name(self) -> str:
        """This will name the chosen worker."""
        chosen = Membership.objects.filter(Q(pk=self.worker)).values_list(
            "user__full_name", flat=True
        )
        return chosen.first() or ""

    def months(self) -> list[tuple[date, date]]:
        """This will cut the twelve months that are judged at each month's first: [from, until)."""
        firsts = [add_months(self.rate_since, n) for n in range(RATE_MONTHS)]
        return list(zip(firsts, [*firsts[1:], self.today], strict=True))

    def weeks(self) -> list[date]:
        """This will give the first days of this week's rest and of the weeks that follow."""
        monday = self.today - timedelta(days=self.today.weekday())
        return [self.today] + [monday + timedelta(weeks=n) for n in range(1, WEEKS_AHEAD)]

    def when(self, chosen: Chosen) -> Q:
        """This will give the one clause for what a figure counts and its list shows.

        Over ``running``, but for what is judged: a query that counts nine things would say nine
        times over that each runs.
        """
        clause = rows_that_are.of_clock(chosen.clock) if chosen.clock else Q()
        if chosen.is_unbooked or chosen.show in (Show.SOON, Show.AHEAD):
            clause &= rows_that_are.unbooked(self.called)
        if chosen.show is Show.SOON:
            return clause & rows_that_are.between(self.today, self.soon_until)
        if chosen.show is Show.AHEAD:
            last = self.today + timedelta(days=AHEAD_DAYS)
            return clause & rows_that_are.between(self.today, last)
        if chosen.show is Show.WEEK:
            return clause & rows_that_are.between(*self.week(chosen.week or self.today))
        if chosen.show is Show.RATE:
            return clause & rows_that_are.judged(*self._judged(chosen.month))
        return clause & rows_that_are.passed(self.today)

    def week(self, day: date) -> tuple[date, date]:
        """This will give the first and last day of a day's week, as far as it is ahead."""
        monday = day - timedelta(days=day.weekday())
        return max(monday, self.today), monday + timedelta(days=6)

    def _judged(self, month: date | None) -> tuple[date, date]:
        if month is None:
            return self.rate_since, self.today
        first = month.replace(day=1)
        return max(first, self.rate_since), min(add_months(first, 1), self.today)

    def _within(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.filter(case__authority_id=self.authority.pk)
        rows = rows.filter(case__lead_team_id=self.team) if self.team else rows
        if self.worker == NOBODY:
            return rows.exclude(rows_that_are.co_ordinated(now(), self.today))
        if self.worker is not None:
            return rows.filter(rows_that_are.co_ordinated(now(), self.today, by=self.worker))
        return rows


KEYS: dict[Counted, Any] = {
    Counted.DATES: F("pk"),
    Counted.CHILDREN: F("case__child_id"),
    Counted.FAMILIES: FAMILY,
    Counted.CONFERENCES: F("meeting"),
}
"""What one row of a list is grouped by."""
