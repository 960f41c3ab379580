"""Who came to a conference, as recorded, and whether the agencies there are enough to decide."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from agencies.actors import Actor
from cases import access
from cases.domain import procedures
from cases.domain.errors import Problem
from cases.domain.permissions import P
from cases.domain.rules import conferences as rules
from cases.domain.rules.attendance import CAME
from cases.domain.statuses import Nation
from cases.domain.taking_part import Invitee, KeptOut, Presence, Reply
from cases.models import Conference, Invitation


@dataclass(frozen=True)
class Guest:
    """Somebody on the list of a conference, and whether they came."""

    id: uuid.UUID
    kind: Invitee
    agency_id: uuid.UUID | None
    agency: str
    team_id: uuid.UUID | None
    team: str
    name: str
    relation: str
    reply: Reply | None
    kept_out_of: KeptOut | None
    presence: Presence | None
    came_instead: str
    is_of_authority: bool
    serves: bool
    """Chairs the conference or takes its minutes, or is of the chair's own team: without a view."""
    version: int

    @property
    def came(self) -> bool:
        """Whether they took part."""
        return self.presence in CAME

    @property
    def is_asked(self) -> bool:
        """Whether this agency is asked for a view on each child."""
        return self.kind is Invitee.PRACTITIONER and self.came and not self.serves

    @property
    def who(self) -> str:
        """Who sits there: the person, else the team, with the agency."""
        if self.kind is not Invitee.PRACTITIONER:
            return self.name
        return f"{self.agency}, {self.came_instead or self.name or self.team}"


@dataclass(frozen=True)
class Present:
    """The agencies that were there: children's services or not, and the others by name."""

    is_childrens_services: bool
    others: tuple[str, ...]


def guests(actor: Actor, conference: Conference) -> list[Guest]:
    """This will list who is on the list of a conference, agencies first, the authority leading."""
    return _guests(conference, access.visible(actor, P.VIEW_RECORD, Invitation))


def everybody(conference: Conference) -> list[Guest]:
    """This will list the same for a service, which sees what its actor sees."""
    return _guests(conference, Invitation.objects.all())


def _guests(conference: Conference, rows: QuerySet[Invitation]) -> list[Guest]:
    found = rows.filter(conference=conference, withdrawn_at__isnull=True).select_related(
        "team__agency", "membership__user"
    )
    listed = [_guest(conference, row) for row in found.order_by("created_at", "pk")]
    kinds = list(Invitee)
    return sorted(listed, key=lambda g: (kinds.index(g.kind), not g.is_of_authority, g.agency))


def _guest(conference: Conference, row: Invitation) -> Guest:
    team, member = row.team, row.membership
    chair = conference.chair
    return Guest(
        id=row.pk,
        kind=Invitee(row.kind),
        agency_id=team.agency_id if team else None,
        agency=team.agency.name if team else "",
        team_id=row.team_id,
        team=team.name if team else "",
        name=member.user.full_name if member else row.name,
        relation=row.relation,
        reply=Reply(row.reply) if row.reply else None,
        kept_out_of=KeptOut(row.kept_out_of) if row.kept_out_of else None,
        presence=Presence(row.presence) if row.presence else None,
        came_instead=row.came_instead,
        is_of_authority=team is not None and team.agency_id == conference.authority_id,
        serves=(chair is not None and row.team_id == chair.team_id)
        or (member is not None and member.pk == conference.minute_taker_id),
        version=row.version,
    )


def present(listed: Iterable[Guest]) -> Present:
    """This will say which agencies were there; who chairs or takes the minutes stands for none."""
    there = [guest for guest in listed if guest.is_asked]
    others = {g.agency_id: g.agency for g in there if not g.is_of_authority}
    return Present(any(g.is_of_authority for g in there), tuple(sorted(others.values())))


def quorum_problems(
    conference: Conference, listed: Iterable[Guest], chairs_reason: str
) -> list[Problem]:
    """This will say what the agencies that were there lack, by the rule of the nation."""
    quorum = procedures.quorum(Nation(conference.authority.nation))
    if quorum is None:
        return []
    there = present(listed)
    return list(
        rules.check_quorum(
            quorum,
            is_childrens_services_present=there.is_childrens_services,
            other_agencies=len(there.others),
            chairs_reason=chairs_reason,
        )
    )
