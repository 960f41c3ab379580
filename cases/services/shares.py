"""Sharing a case with a team or a person of any agency: making a share, changing it, ending it.

Nothing is overwritten: a change ends the share at this moment and makes a newer one beside it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localtime

from agencies.actors import Actor
from agencies.models import Membership, Team
from cases import grants
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import sharing as rules
from cases.domain.statuses import InvolvementRole, LegalBasis, Level
from cases.models import Case, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import notices
from cases.services.act import act
from cases.services.cases import involve, joining_problems, lock
from cpr.audit import writer as audit
from cpr.clock import now, today


@dataclass(frozen=True)
class Terms:
    """With whom a case is shared, how much of it, what for, under which law, from and until."""

    team: Team
    membership: Membership | None
    level: Level
    purpose: str
    legal_basis: LegalBasis
    starts_at: datetime
    ends_at: datetime | None


@act
def share(
    *,
    by: Actor,
    case: Case,
    team: Team,
    membership: Membership | None = None,
    level: Level,
    purpose: str,
    legal_basis: LegalBasis,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Involvement:
    """This will let a team, or one member of it, of any agency, work with a case at a level.

    From this moment unless ``starts_at`` is later. While the case is restricted it is shared with
    single people only, who become named people.

    Raises: NotFound, NotAllowed; RuleBroken for a blank purpose, a start or an end in the past, a
    level above ``full``, a person who is not of that team or is excluded, or a team where the case
    is restricted;
    Conflict if it is shared with them already for some of that time.
    """
    case = lock(by, P.SHARE, case)
    moment = now()
    start = starts_at or moment
    terms = Terms(team, membership, level, purpose.strip(), legal_basis, start, ends_at)
    require_terms(case, terms, moment)
    if overlapping(case, terms).exists():
        raise Conflict(Problem("already_shared", "team"))
    made = make(case, terms)
    tell(made, recipients(case, team, membership))
    if membership is not None:
        notices.tell_of_naming(by=by, case=case, newcomers=[membership])
    record(by, "case.shared", case, made)
    return made


@act
def change_share(
    *,
    by: Actor,
    involvement: Involvement,
    level: Level,
    purpose: str,
    legal_basis: LegalBasis,
    ends_at: datetime | None,
) -> Involvement:
    """This will end a share at this moment and make a newer one beside it, which it gives.

    Raises: NotFound, NotAllowed; RuleBroken if it is no share, nothing would change, or as in
    ``share``; Conflict if it has ended, or somebody else changed it first.
    """
    case = lock(by, P.SHARE, Case(pk=involvement.case_id))
    moment = now()
    old = _in_force(involvement, moment, gone="share_changed_meanwhile")
    start = max(moment, old.starts_at)
    terms = Terms(old.team, old.membership, level, purpose.strip(), legal_basis, start, ends_at)
    before = (old.level, old.purpose, old.legal_basis, old.ends_at)
    if before == (level, terms.purpose, legal_basis, ends_at):
        raise RuleBroken(Problem("nothing_changed"))
    require_terms(case, terms, moment)
    end_at(old, moment)
    if overlapping(case, terms).exists():
        raise Conflict(Problem("already_shared", "ends_on"))
    made = make(case, terms)
    has_begun = start == moment
    if not has_begun or (before[0], before[3]) != (level, ends_at):
        kind = NoticeKind.SHARE_CHANGED if has_begun else NoticeKind.CASE_SHARED
        tell(made, recipients(case, old.team, old.membership), kind)
    if old.membership is not None and old.level != level:
        notices.tell_of_naming(by=by, case=case, newcomers=[old.membership])
    record(by, "share.changed", case, made, before=str(old.pk), level_before=old.level)
    return made


@act
def end_share(*, by: Actor, involvement: Involvement, reason: str) -> Involvement:
    """This will end a share at this moment, or take back one that has not begun.

    Whoever had it is told that it ended, and nothing of the child that they may not see any more.

    Raises: NotFound, NotAllowed; RuleBroken if it is no share or the reason is blank; Conflict if
    it has ended.
    """
    case = lock(by, P.SHARE, Case(pk=involvement.case_id))
    moment = now()
    row = _in_force(involvement, moment, gone="share_already_ended")
    if not reason.strip():
        raise RuleBroken(Problem("reason_missing", "reason"))
    had_it = [] if row.starts_at > moment else list(_who_had_it(case, row))
    end_at(row, moment, reason.strip())
    grants.sync([case.pk])
    _tell_at(moment, case.pk, had_it, NoticeKind.SHARE_ENDED)
    record(by, "share.ended", case, row, reason=row.ended_reason)
    return row


def require_terms(case: Case, terms: Terms, moment: datetime) -> None:
    """This will do nothing if a locked case can be shared like this.

    Raises: RuleBroken.
    """
    problems = list(
        rules.share_problems(
            level=terms.level,
            purpose=terms.purpose,
            starts_at=terms.starts_at,
            ends_at=terms.ends_at,
            now=localtime(moment),
            longest_years=settings.SHARE_LONGEST_YEARS,
        )
    )
    if terms.membership is not None and terms.membership.team_id != terms.team.pk:
        problems.append(Problem("person_not_in_team", "membership"))
    RuleBroken.raise_if([*problems, *joining_problems(case, terms.membership)])


def overlapping(case: Case, terms: Terms) -> QuerySet[Involvement]:
    """This will give the shares with the same team or person for some of the same time."""
    rows = Involvement.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=terms.starts_at),
        Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),  # one taken back is no share
        case=case,
        team=terms.team,
        membership=terms.membership,
        role=InvolvementRole.PARTNER,
    )
    return rows if terms.ends_at is None else rows.filter(starts_at__lt=terms.ends_at)


def make(case: Case, terms: Terms) -> Involvement:
    """This will make the share; the caller has gate, lock, rules and audit."""
    return involve(
        case=case,
        team=terms.team,
        membership=terms.membership,
        role=InvolvementRole.PARTNER,
        level=terms.level,
        purpose=terms.purpose,
        legal_basis=terms.legal_basis,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
    )


def end_at(row: Involvement, moment: datetime, reason: str = "") -> None:
    """This will end a locked share; one that has not begun ends as it would have begun.

    Of what never began nobody need be told: their notices, which nobody has seen, are taken back.
    """
    if row.starts_at > moment:
        Notice.objects.filter(
            case_id=row.case_id,
            kind=NoticeKind.CASE_SHARED,
            created_at=row.starts_at,
            membership__in=[row.membership] if row.membership else row.team.memberships.all(),
        ).delete()
    row.ends_at = max(moment, row.starts_at)
    row.ended_reason = reason
    row.save(update_fields=["ends_at", "ended_reason"])


def recipients(case: Case, team: Team, membership: Membership | None) -> QuerySet[Membership]:
    """This will give those with whom it is shared, one person or a team's members, who may hear."""
    live = Membership.objects.live(today()).filter(team=team)
    return live.filter(pk=membership.pk) if membership else notices.may_hear(case, live)


def tell(
    made: Involvement, people: Iterable[Membership], kind: NoticeKind = NoticeKind.CASE_SHARED
) -> None:
    """This will tell people that a case is shared with them, from the moment that it is."""
    _tell_at(made.starts_at, made.case_id, people, kind)


def _who_had_it(case: Case, row: Involvement) -> QuerySet[Membership]:
    """To whom a share opens the case just now: not who is excluded, nor a team while it is shut."""
    return notices.may_hear(case, recipients(case, row.team, row.membership))


def _tell_at(
    moment: datetime, case_id: uuid.UUID, people: Iterable[Membership], kind: NoticeKind
) -> None:
    Notice.objects.bulk_create(
        [Notice(membership=m, case_id=case_id, kind=kind, created_at=moment) for m in people]
    )
    notices.send_soon()


def record(by: Actor, action: str, case: Case, row: Involvement, **details: str) -> None:
    """This will write the event of a share, with all that was agreed."""
    audit.record(
        by=by,
        action=action,
        subject=row,
        case_id=case.pk,
        child_id=case.child_id,
        team=str(row.team),
        person=str(row.membership) if row.membership else "",
        level=str(row.level),
        purpose=row.purpose,
        legal_basis=row.legal_basis or "",
        starts_at=row.starts_at.isoformat(),
        ends_at=row.ends_at.isoformat() if row.ends_at else "",
        child=case.child.full_name,
        **details,
    )


def _in_force(involvement: Involvement, moment: datetime, *, gone: str) -> Involvement:
    """The share, locked, as it is stored now; one that has ended is a Conflict."""
    row = (
        Involvement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("team", "membership__user", "membership__team")
        .get(pk=involvement.pk)
    )
    if row.role != InvolvementRole.PARTNER:
        raise RuleBroken(Problem("not_a_share"))
    if row.ends_at is not None and row.ends_at <= max(moment, row.starts_at):
        raise Conflict(Problem(gone))
    return row
