"""Who is invited to a conference, what they answered, and whom one could invite."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from agencies.actors import Actor
from cases import access
from cases.domain import procedures
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.domain.rules.conferences import check_quorum
from cases.domain.statuses import ConferenceStatus, Nation
from cases.domain.taking_part import ConferenceLanguage, Invitee, KeptOut, Reply
from cases.models import Case, Conference, ConferenceChild, Invitation
from cases.queries.people import Working, working_at

FAMILY = (Invitee.PARENT, Invitee.CHILD, Invitee.ADVOCATE, Invitee.SUPPORTER)
COMES = frozenset({Reply.COMING, Reply.SOMEBODY_ELSE})


@dataclass(frozen=True)
class Invited:
    """One who is invited: a team or one of it, or somebody of the family by name."""

    id: uuid.UUID
    kind: Invitee
    team_id: uuid.UUID | None
    membership_id: uuid.UUID | None
    agency_id: uuid.UUID | None
    agency: str
    team: str
    name: str
    relation: str
    child: str
    language: ConferenceLanguage | None
    invited_on: date
    told_on: date | None
    written_on: date | None
    reply: Reply | None
    replied_on: date | None
    note: str
    kept_out_of: KeptOut | None
    kept_out_reason: str
    version: int

    @property
    def comes(self) -> bool:
        """Whether somebody has said that they, or somebody for them, will be there."""
        return self.reply in COMES and self.kept_out_of is not KeptOut.WHOLE

    @property
    def is_awaited(self) -> bool:
        """Whether their answer is still to come."""
        return self.reply is None and self.kept_out_of is not KeptOut.WHOLE


@dataclass(frozen=True)
class Turnout:
    """Who would be there if all who accepted came, against what the nation's procedures ask."""

    is_quorate: bool
    has_childrens_services: bool
    others: int
    needed: int


@dataclass(frozen=True)
class Offer:
    """The offer of an advocate to one child at a conference, as stored."""

    at_id: uuid.UUID
    offered_on: date | None
    answer: str


def invited(actor: Actor, conference: Conference, cases: Iterable[Case]) -> list[Invited]:
    """This will list the invitations that stand, the leading agency first, the family last.

    One query. What is about a child whom the actor may not see is left out.
    """
    seen = [case.pk for case in cases]
    rows = (
        access.visible(actor, P.VIEW_RECORD, Invitation)
        .filter(conference=conference, withdrawn_at=None)
        .filter(Q(case__isnull=True) | Q(case_id__in=seen))
        .select_related("team__agency", "membership__user", "case__child")
    )
    return sorted((shown(row) for row in rows), key=lambda each: _order(each, conference))


def stored(
    actor: Actor, permission: P, conference: Conference, invitation_id: uuid.UUID
) -> Invitation:
    """This will give the row of an invitation, withdrawn or not.

    Raises: NotFound, NotAllowed.
    """
    related = ("conference", "team__agency", "membership__user", "case__child")
    row = access.get_for(actor, permission, invitation_id, Invitation, *related)
    if row.conference_id != conference.pk:
        raise NotFound(Problem("not_found"))
    return row


def own_invitation(actor: Actor, conference: Conference) -> Invitation | None:
    """This will give the invitation that an actor may answer: the own, the team's, a colleague's.

    None for whom the chair keeps out of the whole.
    """
    rows = (
        access.visible(actor, P.CONTRIBUTE, Invitation)
        .filter(conference=conference, withdrawn_at=None, team_id=actor.team_id or access.NOBODY)
        .exclude(kept_out_of=KeptOut.WHOLE)
        .select_related("team__agency", "membership__user")
    )

    def nearness(row: Invitation) -> tuple[int, str]:
        if row.membership_id == actor.membership_id:
            return 0, ""
        return (1, "") if row.membership_id is None else (2, str(row.pk))

    return min(rows, key=nearness, default=None)


def to_answer(actor: Actor, today: date) -> dict[uuid.UUID, Reply | None]:
    """This will give the conferences to come that the actor or the actor's team is invited to by
    itself, with the reply given so far."""
    rows = (
        access.visible(actor, P.CONTRIBUTE, Invitation)
        .filter(
            Q(membership_id=actor.membership_id) | Q(membership__isnull=True),
            team_id=actor.team_id or access.NOBODY,
            withdrawn_at=None,
            conference__status=ConferenceStatus.CALLED,
            conference__planned_on__gte=today,
        )
        .exclude(kept_out_of=KeptOut.WHOLE)
        .values_list("conference_id", "membership_id", "reply")
    )
    # What is said to a person by name counts more than what is said to the team.
    found = sorted(rows, key=lambda row: row[1] is not None)
    return {pk: Reply(reply) if reply else None for pk, _member, reply in found}


def could_invite(
    actor: Actor, cases: Sequence[Case], known: Iterable[Invited], without: set[uuid.UUID | None]
) -> list[Working]:
    """This will list who works with the children and is not invited yet, each once.

    ``without`` are the memberships that have another part, as chair and minute taker.
    """
    taken = {(each.team_id, each.membership_id) for each in known}
    found: dict[tuple[uuid.UUID, uuid.UUID | None], Working] = {}
    for row, _cases in working_at(actor, cases):
        person = row.person.membership_id if row.person else None
        if (row.team_id, person) not in taken and not (person and person in without):
            found.setdefault((row.team_id, person), row)
    return list(found.values())


def turnout(conference: Conference, nation: Nation, rows: Iterable[Invited]) -> Turnout | None:
    """This will say whether a conference would be quorate; None where no quorum is known."""
    quorum = procedures.quorum(nation)
    if quorum is None:
        return None
    agencies = {each.agency_id for each in rows if each.comes and each.agency_id}
    is_led = conference.authority_id in agencies
    others = len(agencies - {conference.authority_id})
    problems = check_quorum(
        quorum, is_childrens_services_present=is_led, other_agencies=others, chairs_reason=""
    )
    return Turnout(not list(problems), is_led, others, quorum.other_agencies)


def offers(actor: Actor, conference: Conference) -> dict[uuid.UUID, Offer]:
    """This will give the offers of an advocate at a conference, by the child's case."""
    rows = access.visible(actor, P.VIEW_RECORD, ConferenceChild).filter(conference=conference)
    return {
        row.case_id: Offer(row.pk, row.advocate_offered_on, row.advocate_answer or "")
        for row in rows
    }


def shown(row: Invitation) -> Invited:
    """This will give an invitation as pages show it; read with its team, member and child."""
    return Invited(
        id=row.pk,
        kind=Invitee(row.kind),
        team_id=row.team_id,
        membership_id=row.membership_id,
        agency_id=row.team.agency_id if row.team else None,
        agency=row.team.agency.name if row.team else "",
        team=row.team.name if row.team else "",
        name=row.membership.user.full_name if row.membership else row.name,
        relation=row.relation,
        child=row.case.child.full_name if row.case else "",
        language=ConferenceLanguage(row.language) if row.language else None,
        invited_on=localdate(row.created_at),
        told_on=row.told_on,
        written_on=row.written_on,
        reply=Reply(row.reply) if row.reply else None,
        replied_on=row.replied_on,
        note=row.reply_note,
        kept_out_of=KeptOut(row.kept_out_of) if row.kept_out_of else None,
        kept_out_reason=row.kept_out_reason,
        version=row.version,
    )


def _order(each: Invited, conference: Conference) -> tuple[object, ...]:
    if each.kind is Invitee.PRACTITIONER:
        is_other = each.agency_id != conference.authority_id
        return 0, is_other, each.agency.casefold(), each.team.casefold(), each.name, str(each.id)
    return 1, FAMILY.index(each.kind), each.child, each.name.casefold(), "", str(each.id)
