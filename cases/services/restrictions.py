"""Restricting a record to named people, changing who they are, and ending it.

Whoever restricts may lose sight by it, and whoever ends it may have seen by name alone: so what
opens and bars the record is written last, after the audit (and on ending it, first).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from agencies.actors import Actor
from agencies.models import Membership
from cases import access, grants
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import restrictions as rules
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Involvement, Notice, Restriction
from cases.models.notice import NoticeKind
from cases.queries import restrictions as people
from cases.services import notices
from cases.services.act import act
from cases.services.cases import lock
from cpr.audit import writer as audit
from cpr.clock import now

PURPOSE = "named on the restricted record"


@act
def restrict(
    *, by: Actor, case: Case, named: Sequence[Membership], reason: str, hides_name: bool
) -> Restriction:
    """This will restrict a record to named people, at the level each of them has now.

    Team and agency rights fall away at once. The one who restricts need not be named.

    Raises: NotFound, NotAllowed; RuleBroken with everything the named people lack; Conflict where
    it is restricted already.
    """
    case = still_open(by, case)
    if case.is_restricted:
        raise Conflict(Problem("already_restricted"))
    moment, named = now(), people.members(member.pk for member in named)
    RuleBroken.raise_if([*_reason_problems(reason), *_named_problems(case, named, moment)])
    restriction = Restriction(
        case=case,
        reason=reason.strip(),
        hides_name=hides_name,
        starts_at=moment,
        restricted_by_id=by.acting_membership,
    )
    _name(case, named, moment)
    _tell(by, case, named, moment)
    _record(by, case, restriction, "case.restricted", reason=reason.strip(), named=_names(named))
    restriction.save(force_insert=True)
    grants.sync([case.pk])
    return restriction


@act
def change_named(
    *, by: Actor, case: Case, named: Sequence[Membership], seen: Collection[uuid.UUID]
) -> Restriction:
    """This will change who is named on a restricted record; ``seen`` were the named people before.

    Raises: NotFound, NotAllowed; RuleBroken with everything the named people lack; Conflict where
    it is not restricted, or somebody else has changed them since.
    """
    case = still_open(by, case)
    restriction = _in_force(case)
    moment, named = now(), people.members(member.pk for member in named)
    before = {row.membership for row in people.named(case, moment) if row.membership}
    if {member.pk for member in before} != set(seen):
        raise Conflict(Problem("named_people_changed", "named"))
    RuleBroken.raise_if(_named_problems(case, named, moment))
    come = [member for member in named if member not in before]
    go = [member for member in before if member not in named]
    if not come and not go:
        return restriction
    _name(case, come, moment)
    _tell(by, case, come, moment)
    notices.tell_of_naming(by=by, case=case, newcomers=come)
    _record(
        by,
        case,
        restriction,
        "restriction.people_changed",
        named=_names(come),
        no_longer_named=_names(go),
    )
    _unname(case, moment, [member.pk for member in go])
    grants.sync([case.pk])
    return restriction


@act
def end_restriction(*, by: Actor, case: Case, reason: str) -> Restriction:
    """This will end a restriction: who was only named sees no more, all others as before it.

    Raises: NotFound, NotAllowed; RuleBroken without a reason; Conflict where it has ended.
    """
    case = still_open(by, case)
    restriction = _in_force(case)
    RuleBroken.raise_if(_reason_problems(reason))
    moment = now()
    restriction.ends_at = moment
    restriction.ended_by_id = by.acting_membership
    restriction.ended_reason = reason.strip()
    _record(by, case, restriction, "restriction.ended", reason=reason.strip())
    restriction.save(update_fields=["ends_at", "ended_by", "ended_reason"])
    _unname(case, moment, None)
    grants.sync([case.pk])
    return restriction


def still_open(by: Actor, case: Case) -> Case:
    """This will lock the case and ask the gate once more: it may have closed during the wait.

    Raises: NotFound, NotAllowed.
    """
    locked = lock(by, P.RESTRICT, case)
    access.require(by, P.RESTRICT, locked)
    return locked


def _in_force(case: Case) -> Restriction:
    restriction = Restriction.objects.filter(case=case, ends_at__isnull=True).first()
    if restriction is None:
        raise Conflict(Problem("not_restricted"))
    return restriction


def _reason_problems(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem("reason_missing", "reason")]


def _named_problems(case: Case, named: Sequence[Membership], moment: datetime) -> list[Problem]:
    excluded = people.excluded_users(case)
    standings = [people.standing(m, case, day=moment, excluded=excluded) for m in named]
    needed = [
        people.standing(m, case, day=moment, excluded=excluded) for m in people.needed(case, moment)
    ]
    return list(rules.named_problems(standings, needed))


def _name(case: Case, named: Sequence[Membership], moment: datetime) -> None:
    """Each keeps their own parts, marked; who sees more by team or reach gets that by name."""
    if not named:
        return
    chosen = people.candidates(case, moment, people=[str(member.pk) for member in named])
    parts = people.not_over(case, moment).exclude(role=InvolvementRole.EMERGENCY)
    parts.filter(membership__in=named).update(is_named=True)
    mine = parts.filter(starts_at__lte=moment)
    order = list(Level)
    own = dict.fromkeys((one.member.pk for one in chosen), -1)
    for membership_id, level in mine.filter(membership__in=named).values_list(
        "membership_id", "level"
    ):
        if membership_id in own:
            own[membership_id] = max(own[membership_id], order.index(Level(level)))
    Involvement.objects.bulk_create(
        [
            Involvement(
                case=case,
                team=one.member.team,
                membership=one.member,
                role=InvolvementRole.NAMED,
                level=one.level,
                purpose=PURPOSE,
                is_named=True,
                starts_at=moment,
            )
            for one in chosen
            if own[one.member.pk] < order.index(one.level)
        ]
    )


def _unname(case: Case, moment: datetime, members: list[uuid.UUID] | None) -> None:
    """Who was only named has no part any more; the parts of the others are no longer marked."""
    rows = people.not_over(case, moment).filter(is_named=True)
    if members is not None:
        rows = rows.filter(membership__in=members).exclude(role=InvolvementRole.EMERGENCY)
    rows.filter(role=InvolvementRole.NAMED).update(ends_at=moment, ended_reason="named no longer")
    rows.exclude(role=InvolvementRole.NAMED).update(is_named=False)


def _tell(by: Actor, case: Case, named: Sequence[Membership], moment: datetime) -> None:
    Notice.objects.bulk_create(
        [
            Notice(membership=member, case=case, kind=NoticeKind.CASE_RESTRICTED, created_at=moment)
            for member in named
            if member.pk != by.acting_membership
        ]
    )
    notices.send_soon()


def _names(members: Sequence[Membership]) -> list[str]:
    return sorted(f"{member}" for member in members)


def _record(
    by: Actor, case: Case, restriction: Restriction, action: str, **details: object
) -> None:
    audit.record(
        by=by,
        action=action,
        subject=restriction,
        case_id=case.pk,
        child_id=case.child_id,
        child=case.child.full_name,
        **details,
    )
