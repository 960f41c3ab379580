"""Inviting to a conference: teams and their members, the family, and withdrawing an invitation.

A team of another agency that does not work with a child yet is let in to the plan for the time.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from agencies.actors import Actor
from agencies.models import Membership, Team
from cases.domain.errors import Conflict, NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import taking_part as rules
from cases.domain.statuses import LegalBasis, Level
from cases.domain.taking_part import ConferenceLanguage, Invitee
from cases.models import Case, Conference, Invitation
from cases.models.notice import NoticeKind
from cases.services import invited, shares
from cases.services.act import act
from cases.services.cases import require_open
from cases.services.taking_part import lock_called, lock_invitation, record, save
from cpr.clock import now
from cpr.clock import today as local_today


@dataclass(frozen=True)
class Guest:
    """A team to be invited, or one member of it."""

    team: Team
    membership: Membership | None = None

    @property
    def name(self) -> str:
        """Who it is, for a sentence."""
        return self.membership.user.full_name if self.membership else str(self.team)


@dataclass(frozen=True)
class Relative:
    """One of the family or beside it; ``case`` is whose, for a child and an advocate."""

    kind: Invitee
    name: str
    relation: str = ""
    case: Case | None = None
    language: ConferenceLanguage | None = None
    told_on: date | None = None
    written_on: date | None = None


@act
def invite(
    *,
    by: Actor,
    conference: Conference,
    guests: list[Guest],
    opens: list[uuid.UUID] | None = None,
    purpose: str = "",
    today: date,
) -> list[Invitation]:
    """This will invite teams or members of them, and tell them.

    Whoever works with none of the children is let in to the plans of those whose cases ``opens``
    names, for ``purpose``, until some weeks after the conference.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if one of them is invited already.
    """
    locked = lock_called(by, P.CALL_CONFERENCE, conference)
    cases = _cases_at(locked)
    require_open(cases)
    RuleBroken.raise_if(_guest_problems(guests))
    _require_new(locked, guests)
    made = [
        Invitation.objects.create(
            conference=locked,
            kind=Invitee.PRACTITIONER,
            team=guest.team,
            membership=guest.membership,
            written_on=today,
        )
        for guest in guests
    ]
    for guest in guests:
        inside = _let_in(by, locked, guest, cases, set(opens or ()), purpose)
        _tell(by, guest, inside, NoticeKind.CONFERENCE_INVITED)
        record(by, locked, "conference.invited", invited=guest.name)
    return made


@act
def invite_relative(
    *, by: Actor, conference: Conference, relative: Relative, today: date
) -> Invitation:
    """This will invite one of the family by name, an advocate or a supporter (c3pt2-p6).

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if they are invited already.
    """
    locked = lock_called(by, P.RECORD_CONFERENCE, conference)
    cases = {case.pk: case for case in _cases_at(locked)}
    case = cases.get(relative.case.pk) if relative.case else None
    if relative.case is not None and case is None:
        raise NotFound(Problem("not_found"))
    RuleBroken.raise_if(
        rules.family_problems(
            kind=relative.kind,
            name=relative.name,
            has_child=case is not None,
            is_unborn=case is not None and case.child.is_unborn,
            told_on=relative.told_on,
            written_on=relative.written_on,
            today=today,
        )
    )
    is_child = relative.kind is Invitee.CHILD and case is not None
    name = case.child.full_name if is_child and case else relative.name.strip()
    rows = Invitation.objects.filter(
        conference=locked, kind=relative.kind, withdrawn_at=None, name__iexact=name
    )
    # Two supporters of one name are one person; two advocates may be one person for two children.
    if (rows.filter(case=case) if relative.kind in rules.OF_ONE_CHILD else rows).exists():
        raise Conflict(Problem("invited_already", "name", {"name": name}))
    made = Invitation.objects.create(
        conference=locked,
        kind=relative.kind,
        case=case if relative.kind in rules.OF_ONE_CHILD else None,
        name=name,
        relation=relative.relation.strip(),
        language=relative.language,
        told_on=relative.told_on,
        written_on=relative.written_on,
    )
    record(by, locked, "conference.invited", invited=name)
    return made


@act
def withdraw(*, by: Actor, invitation: Invitation, version: int) -> Invitation:
    """This will withdraw an invitation; it stays on record, and whoever was invited is told.

    Raises: NotFound, NotAllowed; Conflict if it was withdrawn or changed meanwhile.
    """
    locked, row = lock_invitation(by, P.RECORD_CONFERENCE, invitation, version)
    row.withdrawn_at = now()
    save(row, "withdrawn_at")
    if row.team is not None:
        guest = Guest(row.team, row.membership)
        inside = [
            case
            for case in _cases_at(locked)
            if invited.is_inside(case, guest.team, guest.membership)
        ]
        _tell(by, guest, inside, NoticeKind.CONFERENCE_CHANGED)
    record(by, locked, "conference.invitation_withdrawn", invited=words_for(row))
    return row


def words_for(row: Invitation) -> str:
    """This will name who is invited, for the audit."""
    if row.team is None:
        return row.name
    return row.membership.user.full_name if row.membership else str(row.team)


def _cases_at(conference: Conference) -> list[Case]:
    rows = Case.objects.filter(at_conferences__conference=conference)
    return list(rows.select_related("child", "authority").order_by("pk"))


def _guest_problems(guests: list[Guest]) -> list[Problem]:
    if not guests:
        return [Problem("nobody_invited", "guests")]
    named = [guest.membership.pk for guest in guests if guest.membership]
    live = set(
        Membership.objects.live(local_today()).filter(pk__in=named).values_list("pk", "team_id")
    )
    return [
        Problem("person_not_in_team", "guests")
        for guest in guests
        if guest.membership and (guest.membership.pk, guest.team.pk) not in live
    ]


def _require_new(conference: Conference, guests: list[Guest]) -> None:
    rows = Invitation.objects.filter(conference=conference, withdrawn_at=None, team__isnull=False)
    known = set(rows.values_list("team_id", "membership_id"))
    seen: set[tuple[uuid.UUID, uuid.UUID | None]] = set()
    problems = []
    for guest in guests:
        key = (guest.team.pk, guest.membership.pk if guest.membership else None)
        if key in known | seen:
            problems.append(Problem("invited_already", "guests", {"name": guest.name}))
        seen.add(key)
    Conflict.raise_if(problems)


def _let_in(
    by: Actor,
    conference: Conference,
    guest: Guest,
    cases: list[Case],
    opens: set[uuid.UUID],
    purpose: str,
) -> list[Case]:
    """The cases that the guest may see now, having been let in to those that were opened."""
    inside = [case for case in cases if invited.is_inside(case, guest.team, guest.membership)]
    if guest.team.agency_id == conference.authority_id:
        return cases if guest.membership else inside  # a role may reach further than its parts
    to_open = [case for case in cases if case.pk in opens and case not in inside]
    if not inside and not to_open:
        raise RuleBroken(Problem("let_in_to_nobody", "opens"))
    for case in to_open:
        shares.share(
            by=by,
            case=case,
            team=guest.team,
            membership=guest.membership,
            level=Level.PLAN,
            purpose=purpose,
            legal_basis=LegalBasis.CO_OPERATION,
            ends_at=invited.let_in_end(conference.planned_on, local_today()),
        )
    return [*inside, *to_open]


def _tell(by: Actor, guest: Guest, cases: list[Case], kind: NoticeKind) -> None:
    invited.tell(by=by, cases=cases, team=guest.team, membership=guest.membership, kind=kind)
