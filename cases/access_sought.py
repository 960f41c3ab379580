"""What the gate says of children whom an actor may not see: whom to call, and how to go on.

Part of the gate, and the only place that reads a case for somebody whom it is not open to. What is
read here is compared, locked or written to by a service; it is never shown.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from agencies.actors import Actor, teams_above
from agencies.models import Membership
from agencies.roles import ROLES, Duty
from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole
from cases.models import Case, Child, Exclusion, Involvement, Notice, Restriction
from cases.models.notice import NoticeKind
from cpr import acting
from cpr.clock import now, today

REVIEWERS = ("team_manager", "senior_manager", "register_custodian")
"""Who reviews: the lead team's managers, or else the authority's own, in this order."""


def candidates(actor: Actor) -> QuerySet[Child]:
    """This will give all children, for comparing a new or sought child with, never for showing.

    What the actor may not see must pass ``contacts_of_hidden`` before anything is said of it. A
    child from whose every case the person is excluded is not among them: it is an unknown child.

    Raises: NotAllowed.
    """
    access.require_duty(actor, Duty.SEARCH)
    barred = _excluded(actor).values("case_id")
    others = Case.objects.filter(child_id=OuterRef("child_id")).exclude(pk__in=barred)
    unknown = Case.objects.filter(~Exists(others), pk__in=barred)
    return Child.objects.exclude(pk__in=unknown.values("child_id"))


def known_by_name(actor: Actor) -> QuerySet[Case]:
    """This will give the restricted cases of the actor's authority whose name its staff may find.

    Of them the name, that the record is restricted and whom to call; and nothing else. Not those
    that the actor may see, nor those that the person is excluded from; none without the duty to
    search and a live membership.
    """
    if not actor.has_duty(Duty.SEARCH):
        return Case.objects.none()
    shown = Restriction.objects.filter(ends_at__isnull=True, hides_name=False)
    return (
        _not_excluded(actor)
        .filter(pk__in=shown.values("case_id"), authority_id=actor.agency_id, is_restricted=True)
        .filter(Exists(access.live(actor, now())))
        .exclude(pk__in=access.visible(actor, P.VIEW_SUMMARY).values("pk"))
    )


@dataclass(frozen=True)
class Contact:
    """Somebody knows this child: whom to call, and nothing more.

    ``case_id`` is for the door alone (``cases.web.door``), where just one hidden child of the
    agency was found; ``is_one`` says whether that is so.
    """

    agency: str
    phone: str
    phone_out_of_hours: str
    case_id: uuid.UUID | None = field(default=None, repr=False, compare=False)

    @property
    def is_one(self) -> bool:
        """Whether a single hidden child of the agency was found."""
        return self.case_id is not None


@acting.as_job("sought")
def contacts_of_hidden(
    actor: Actor, children: list[uuid.UUID]
) -> tuple[list[uuid.UUID], list[Contact]]:
    """This will part children into those the actor may see and contacts for those they may not.

    From whose case the person is excluded, of that case nobody is named.
    """
    mine = access.visible(actor, P.VIEW_SUMMARY, Child).filter(pk__in=children)
    seen = set(mine.values_list("pk", flat=True))
    hidden = [pk for pk in children if pk not in seen]
    by_agency: dict[uuid.UUID, list[Case]] = defaultdict(list)
    cases = _not_excluded(actor).filter(child_id__in=hidden).select_related("authority")
    for case in cases.order_by("authority__name_en", "-closed_on", "-opened_on", "pk"):
        by_agency[case.authority_id].append(case)
    contacts = [_contact(rows) for rows in by_agency.values()]
    return [pk for pk in children if pk in seen], contacts


@acting.as_job("sought")
def cases_found(children: Iterable[uuid.UUID]) -> list[Case]:
    """This will give the cases of children that were sought, for the record of the seeking."""
    return list(Case.objects.filter(child_id__in=list(children)).select_related("child"))


@acting.as_job("sought")
def child_of(case_id: uuid.UUID) -> uuid.UUID:
    """This will give whose case it is, for the record of what somebody asked about it."""
    found: uuid.UUID = Case.objects.values_list("child_id", flat=True).get(pk=case_id)
    return found


@acting.as_job("sought")
def sought(actor: Actor, case_id: uuid.UUID, duty: Duty, *, locked: bool = False) -> Case:
    """This will give a case that the actor may not see, to act on by a service, never for showing.

    For who found by a search that somebody knows the child, and holds the duty to go on from there.
    ``locked``: for the rest of the transaction.

    Raises: NotAllowed; NotFound where there is no such case or the person is excluded from it.
    """
    access.require_duty(actor, duty)
    rows = _not_excluded(actor)
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    case = rows.select_related("authority", "child").filter(pk=case_id).first()
    if case is None:
        raise NotFound(Problem("not_found"))
    return case


@acting.as_job("sought")
def leading(case: Case) -> list[Membership]:
    """This will give who is to hear of a sought case: its co-ordinator, else the lead managers."""
    moment = now()
    held = case.involvements.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), role="co_ordinator", starts_at__lte=moment
    )
    people = _who_may_know(case)
    found = list(people.filter(pk__in=held.values("membership_id")))
    above = teams_above(case.lead_team_id)
    return found or list(people.filter(role="team_manager", team__in=above))


@acting.as_job("sought")
def reviewer(case: Case, *, of: Membership, authorised_by: Membership | None) -> Membership | None:
    """This will choose who reviews what a membership opened: never the same person.

    The nearest manager of the lead team or a team above it, else a senior manager, else the
    custodian; the senior officer who authorised it only where there is nobody else.
    """
    teams = teams_above(case.lead_team_id)
    managers = Q(role=REVIEWERS[0], team__in=teams)
    others = Q(role__in=REVIEWERS[1:], team__agency_id=case.authority_id)
    people = list(_who_may_know(case).filter(managers | others).exclude(user_id=of.user_id))
    officer = authorised_by.user_id if authorised_by else None

    def nearness(one: Membership) -> tuple[bool, int, int, str, uuid.UUID]:
        kind = REVIEWERS.index(one.role)
        steps = teams.index(one.team_id) if kind == 0 else 0
        return one.user_id == officer, kind, steps, one.user.full_name, one.pk

    return min(people, key=nearness, default=None)


@acting.as_job("sought")
def officers(case: Case) -> list[Membership]:
    """This will give the senior officers named on a restricted case, through whom it is opened."""
    roles = [key for key, role in ROLES.items() if Duty.AUTHORISE_EMERGENCY in role.duties]
    people = _who_may_know(case).filter(role__in=roles, team__agency_id=case.authority_id)
    return list(people.order_by("user__full_name", "pk"))


@acting.as_job("sought")
def told_lately(
    case: Case, people: Iterable[Membership], *, since: datetime
) -> frozenset[uuid.UUID]:
    """This will list who was told of an emergency since a moment and has not read it yet."""
    rows = Notice.objects.filter(
        case=case,
        kind=NoticeKind.EMERGENCY_OPENED,
        membership__in=people,
        created_at__gt=since,
        read_at__isnull=True,
    )
    return frozenset(rows.values_list("membership_id", flat=True))


@dataclass(frozen=True)
class EndedShare:
    """A share that somebody ended, told to who had it: whose it was, and for whom since when."""

    agency: str
    since: datetime
    for_whole_team: bool


@acting.as_job("sought")
def ended_shares(
    actor: Actor, ends: Iterable[tuple[uuid.UUID, datetime]]
) -> dict[tuple[uuid.UUID, datetime], EndedShare]:
    """This will tell of shares with the actor, or the actor's team, by case and moment of the end:
    nothing of the child, and no words that were written about the child."""
    wanted = set(ends)
    if not wanted:
        return {}
    rows = Involvement.objects.filter(
        Q(membership_id=actor.membership_id) | Q(membership=None, team_id=actor.team_id),
        role=InvolvementRole.PARTNER,
        case_id__in=[case_id for case_id, _at in wanted],
        ends_at__in=[at for _case_id, at in wanted],
    ).select_related("case__authority")
    return {
        (row.case_id, row.ends_at): EndedShare(
            agency=row.case.authority.name,
            since=row.starts_at,
            for_whole_team=row.membership_id is None,
        )
        for row in rows
        if row.ends_at is not None and (row.case_id, row.ends_at) in wanted
    }


def _who_may_know(case: Case) -> QuerySet[Membership]:
    """Live memberships, without those excluded; of a restricted case the named people alone."""
    moment = now()
    in_force = Q(ends_at__isnull=True) | Q(ends_at__gt=moment)
    excluded = Exclusion.objects.filter(in_force, case=case, starts_at__lte=moment)
    people = Membership.objects.live(today()).select_related("user", "team__agency")
    people = people.exclude(user_id__in=excluded.values("user_id"))
    if not case.is_restricted:
        return people
    named = case.involvements.filter(in_force, is_named=True, starts_at__lte=moment)
    named = named.exclude(role=InvolvementRole.EMERGENCY)  # let in for an hour, and no more
    return people.filter(pk__in=named.values("membership_id"))


def _contact(cases: list[Case]) -> Contact:
    """The open case stands first (PostgreSQL puts no day before any, from the latest back)."""
    agency = cases[0].authority
    is_one = len({case.child_id for case in cases}) == 1
    case_id = cases[0].pk if is_one else None
    return Contact(agency.name, agency.phone, agency.phone_out_of_hours, case_id)


def _not_excluded(actor: Actor) -> QuerySet[Case]:
    return Case.objects.exclude(pk__in=_excluded(actor).values("case_id"))


def _excluded(actor: Actor) -> QuerySet[Exclusion]:
    moment = now()
    return Exclusion.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment, user=actor.user_id
    )
