"""Excluding a person from a record, whatever else would open it to them, and ending that.

The person is told nothing of it, and neither is their search.
"""

from __future__ import annotations

from agencies.actors import Actor
from agencies.models import Membership
from cases import access
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import restrictions as rules
from cases.models import Case, Exclusion
from cases.queries import restrictions as people
from cases.services.act import act
from cases.services.restrictions import still_open
from cpr.audit import writer as audit
from cpr.clock import now


@act
def exclude(
    *,
    by: Actor,
    case: Case,
    membership: Membership,
    reason: str,
    knows_it_is_oneself: bool = False,
) -> Exclusion:
    """This will exclude a person, in whatever membership, from a record from this moment on.

    It overrides shares, teams, reach, being named and emergency access. Whoever excludes
    themselves cannot end it: they must say that they know.

    Raises: NotFound, NotAllowed; RuleBroken for oneself unknowingly, where nobody could end it, for
    a co-ordinator or the chair of a called conference, and where a restricted record would lack
    somebody; Conflict where the person is excluded already.
    """
    case = still_open(by, case)
    if membership.user_id in people.excluded_users(case):
        raise Conflict(Problem("already_excluded", "person", {"name": membership.user.full_name}))
    problems = _problems(case, membership, reason)
    if not problems and membership.user_id == by.user_id and not knows_it_is_oneself:
        problems.append(Problem("excluding_oneself", "knows_it_is_oneself"))
    RuleBroken.raise_if(problems)
    exclusion = Exclusion(
        case=case,
        user_id=membership.user_id,
        reason=reason.strip(),
        starts_at=now(),
        excluded_by_id=by.acting_membership,
    )
    audit.record(
        by=by,
        action="person.excluded",
        subject=exclusion,
        case_id=case.pk,
        child_id=case.child_id,
        person=membership.user.full_name,
        reason=reason.strip(),
        child=case.child.full_name,
    )
    exclusion.save(force_insert=True)  # last: whoever excludes themselves sees nothing after it
    return exclusion


@act
def end_exclusion(*, by: Actor, exclusion: Exclusion, reason: str) -> Exclusion:
    """This will end an exclusion; what else opens the record to the person opens it again.

    Raises: NotFound, NotAllowed; RuleBroken without a reason; Conflict where it has ended.
    """
    case = still_open(by, Case(pk=exclusion.case_id))
    row = access.get_for(by, P.RESTRICT, exclusion.pk, Exclusion)
    if row.ends_at is not None:
        raise Conflict(Problem("exclusion_already_ended"))
    if not reason.strip():
        raise RuleBroken(Problem("reason_missing", "reason"))
    row.ends_at = now()
    row.ended_by_id = by.acting_membership
    row.ended_reason = reason.strip()
    row.save(update_fields=["ends_at", "ended_by", "ended_reason"])
    audit.record(
        by=by,
        action="exclusion.ended",
        subject=row,
        case_id=case.pk,
        child_id=case.child_id,
        person=row.user.full_name,
        reason=reason.strip(),
        child=case.child.full_name,
    )
    return row


def _problems(case: Case, membership: Membership, reason: str) -> list[Problem]:
    moment = now()
    excluded = people.excluded_users(case)

    def stand(member: Membership) -> rules.Standing:
        return people.standing(member, case, day=moment, excluded=excluded)

    named = None
    if case.is_restricted:
        named = [stand(row.membership) for row in people.named(case, moment) if row.membership]
    found = [] if reason.strip() else [Problem("reason_missing", "reason")]
    found += rules.exclusion_problems(
        stand(membership),
        able=people.able(case, moment),
        needed=[stand(member) for member in people.needed(case, moment)],
        named=named,
    )
    return found
