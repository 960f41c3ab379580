"""THE GATE: nobody gets a child's row except through here.

Decision = the membership is live, and its role holds the permission, and the case is granted to
the membership or its team for this moment (or the role reaches it inside the lead authority).
The same clause answers lists, counts, pages and ``can``; nothing is remembered between requests.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar, overload

from django.db.models import Exists, Model, Q, QuerySet
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.models import Membership
from agencies.roles import Duty, Reach, Role
from cases import access_clause
from cases.access_clause import IsReached
from cases.domain.errors import NotAllowed, NotFound, Problem
from cases.domain.permissions import LEAST_LEVEL, WITHIN_AUTHORITY, P
from cases.domain.statuses import Level, NoteAudience
from cases.models import (
    Case,
    CaseGrant,
    Child,
    Conference,
    Exclusion,
    ImportBatch,
    Note,
    Notice,
    OverdueFlag,
    RegistrationCategory,
    SiblingGroup,
)
from cases.models.notice import OF_ONES_OWN
from cpr.audit.models import AuditEvent
from cpr.clock import now

M = TypeVar("M", bound=Model)
NOBODY = uuid.UUID(int=0)
known_by = access_clause.known_by

PATHS: dict[type[Model], tuple[str, str]] = {
    Child: ("pk", "child_id"),
    SiblingGroup: ("pk", "child__sibling_group_id"),
    Conference: ("pk", "at_conferences__conference_id"),
    OverdueFlag: ("deadline__case_id", "pk"),
    RegistrationCategory: ("registration__case_id", "pk"),
    AuditEvent: ("case_id", "pk"),
}
"""How a row leads to its case, where not by a column of its own: its column, the case's column."""

SYSTEM_JOBS = frozenset(
    {
        "overdue-sweep",
        "send-notices",
        "share-warnings",
        "check-grants",
        "seed",
        "reference-data",
    }
)
"""The jobs of the system that work on every case; any other name sees nothing."""


@overload
def visible(actor: Actor, permission: P, *, at: datetime | None = None) -> QuerySet[Case]: ...
@overload
def visible(
    actor: Actor, permission: P, model: type[M], *, at: datetime | None = None
) -> QuerySet[M]: ...
def visible(
    actor: Actor, permission: P, model: type[Model] = Case, *, at: datetime | None = None
) -> QuerySet[Any]:
    """This will give the rows of ``model`` on which ``actor`` has ``permission`` at a moment.

    ``at`` is now unless a test says otherwise. Models without a case of their own are not served.
    """
    moment = at or now()
    rows: QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 (Django's public name for it)
    if model is Note:
        return rows.filter(_note_clause(actor, permission, moment))
    if model is Notice:
        return rows.filter(_notice_clause(actor, permission, moment))
    if model in PATHS:
        column, path = PATHS[model]
        cases = Case.objects.filter(_of_case(actor, permission, moment, "pk"))
        return rows.filter(**{f"{column}__in": cases.values(path)})
    column = "pk" if model is Case else "case"
    return rows.filter(_of_case(actor, permission, moment, column))


@overload
def get_for(actor: Actor, permission: P, pk: uuid.UUID, *, related: Sequence[str] = ()) -> Case: ...
@overload
def get_for(
    actor: Actor, permission: P, pk: uuid.UUID, model: type[M], *, related: Sequence[str] = ()
) -> M: ...
def get_for(
    actor: Actor,
    permission: P,
    pk: uuid.UUID,
    model: type[Model] = Case,
    *,
    related: Sequence[str] = (),
) -> Any:
    """This will give one row, for ``permission``, with the ``related`` rows read beside it.

    Raises: NotFound where there is none or the actor may not know of it (two queries either way);
    NotAllowed where the actor sees the row but may not do this.
    """
    rows = visible(actor, permission, model).filter(pk=pk)
    row = (rows.select_related(*related) if related else rows).first()
    if row is not None:
        return row
    if visible(actor, P.VIEW_SUMMARY, model).filter(pk=pk).exists():
        raise NotAllowed(Problem("not_allowed", params={"permission": permission.value}))
    raise NotFound(Problem("not_found"))


def can(actor: Actor, permission: P, row: Model) -> bool:
    """This will say whether ``actor`` has ``permission`` on a row, by the clause of ``visible``."""
    return visible(actor, permission, type(row)).filter(pk=row.pk).exists()


def require(actor: Actor, permission: P, row: Model) -> None:
    """This will do nothing if ``actor`` has ``permission`` on a row.

    Raises: NotFound, NotAllowed, as ``get_for`` does.
    """
    get_for(actor, permission, row.pk, type(row))


def require_all(actor: Actor, permission: P, cases: list[Case]) -> None:
    """This will do nothing if ``actor`` has ``permission`` on every case, in constant queries.

    Raises: NotFound, NotAllowed.
    """
    wanted = {case.pk for case in cases}
    if visible(actor, permission).filter(pk__in=wanted).count() == len(wanted):
        return
    if visible(actor, P.VIEW_SUMMARY).filter(pk__in=wanted).count() == len(wanted):
        raise NotAllowed(Problem("not_allowed", params={"permission": permission.value}))
    raise NotFound(Problem("not_found"))


def require_duty(actor: Actor, duty: Duty) -> None:
    """This will do nothing if the actor's live role holds a duty over the register as such.

    Raises: NotAllowed.
    """
    if not actor.has_duty(duty) or not live(actor, now()).exists():
        raise NotAllowed(Problem("not_allowed", params={"permission": duty.value}))


def held(actor: Actor, row: Model) -> frozenset[P]:
    """This will list every permission on a row, in constant queries, for a page's buttons."""
    levels = _levels_on(actor, row, now())
    own = _not_excluded(actor, _case_ids(row), now()).filter(authority_id=actor.agency_id)
    return allowed(actor.role, levels, is_own=bool(levels) and own.exists())


def allowed(role: Role | None, levels: frozenset[Level], *, is_own: bool) -> frozenset[P]:
    """This will say what a role allows at some levels; ``is_own``: in its own authority."""
    return frozenset(
        p
        for p in P
        if role is not None
        and p in role.permissions
        and LEAST_LEVEL[p] in levels
        and (is_own or p not in WITHIN_AUTHORITY)
    )


def import_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """This will give the loadings of the actor's own authority.

    Raises: NotAllowed.
    """
    require_duty(actor, Duty.IMPORT_REGISTER)
    return ImportBatch.objects.filter(authority_id=actor.agency_id)


def _of_case(actor: Actor, permission: P, moment: datetime, column: str = "case") -> Q:
    """The condition on a column that holds a case's identifier: the one clause of the gate."""
    if actor.is_system:
        return Q() if actor.name in SYSTEM_JOBS else Q(pk__in=[])
    if not actor.holds(permission):
        return Q(pk__in=[])
    levels = Level.at_least(LEAST_LEVEL[permission])
    within = permission in WITHIN_AUTHORITY
    return Q(IsReached(column, actor, levels, moment, within_authority=within))


def live(actor: Actor, moment: datetime) -> QuerySet[Membership]:
    """This will give the actor's membership if it is in force at a moment, else nothing."""
    return Membership.objects.live(localdate(moment)).filter(pk=actor.membership_id or NOBODY)


def grants_in_force(actor: Actor, moment: datetime) -> QuerySet[CaseGrant]:
    """This will give the grants of an actor's principals that open something at a moment."""
    return CaseGrant.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment),
        group_id__in=actor.principals,
        starts_at__lte=moment,
        is_barred=False,
    )


def _not_excluded(actor: Actor, case_ids: Any, moment: datetime) -> QuerySet[Case]:
    """Of some cases, those that the person is not excluded from."""
    in_force = Exclusion.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment, user=actor.user_id
    )
    return Case.objects.filter(pk__in=case_ids).exclude(pk__in=in_force.values("case_id"))


def reach(actor: Actor) -> Q:
    """This will say what the role reaches without an involvement; empty for most."""
    reach = actor.role.reach if actor.role else Reach.INVOLVED
    within = Q(authority_id=actor.agency_id, is_restricted=False)
    if reach is Reach.AUTHORITY:
        return within
    if reach is Reach.TEAMS_BELOW:
        return within & Q(lead_team_id__in=actor.teams_below)
    return Q()


def _notice_clause(actor: Actor, permission: P, moment: datetime) -> Q:
    """One's own, of cases that one sees; and what is news of oneself, whatever became of the case.

    The identifiers are asked for apart: beside an OR the planner would list every case in reach.
    """
    own = Q(membership_id=actor.membership_id, created_at__lte=moment)
    if not actor.holds(permission):
        return Q(pk__in=[])
    of_cases = Notice.objects.filter(own, _of_case(actor, permission, moment))
    of_oneself = Q(kind__in=OF_ONES_OWN) & Q(Exists(live(actor, moment)))
    return own & (Q(pk__in=of_cases.values("pk")) | of_oneself)


def _note_clause(actor: Actor, permission: P, moment: datetime) -> Q:
    """A note is read by those it is for, and always by the team that wrote it."""
    of_case = _of_case(actor, permission, moment)
    if actor.is_system:
        return of_case
    for_actor = (
        Q(audience=NoteAudience.EVERYONE)
        | Q(case__authority_id=actor.agency_id)
        | Q(audience=NoteAudience.NAMED_TEAMS, pk__in=_notes_named_for(actor))
    )
    own = Q(author_team_id=actor.team_id) & _of_case(actor, P.VIEW_SUMMARY, moment)
    return (of_case & for_actor) | own


def _notes_named_for(actor: Actor) -> QuerySet[Any]:
    named = Note.teams.through.objects.filter(team_id=actor.team_id or NOBODY)
    return named.values("note_id")


def _levels_on(actor: Actor, row: Model, moment: datetime) -> frozenset[Level]:
    """Every level the actor stands at or above on a row; all of them where the role reaches it."""
    if actor.is_system or not live(actor, moment).exists():
        return frozenset()
    case_ids = _not_excluded(actor, _case_ids(row), moment).values("pk")
    found: set[Level] = set()
    codes = (
        grants_in_force(actor, moment)
        .filter(content_object_id__in=case_ids)
        .values_list("permission__codename", flat=True)
    )
    reached = reach(actor)
    for code in codes:
        granted = Level(code.removeprefix("case_"))
        found.update(level for level in Level if granted in Level.at_least(level))
    if reached and Case.objects.filter(reached, pk__in=case_ids).exists():
        found.update(Level)
    return frozenset(found)


def _case_ids(row: Model) -> Any:
    if isinstance(row, Case):
        return [row.pk]
    if isinstance(row, Child):
        return Case.objects.filter(child_id=row.pk).values("pk")
    if isinstance(row, Conference):
        return Case.objects.filter(at_conferences__conference_id=row.pk).values("pk")
    if isinstance(row, OverdueFlag):
        return Case.objects.filter(deadlines__flag=row).values("pk")
    return [row.case_id]  # type: ignore[attr-defined]
