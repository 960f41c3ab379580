"""What each agency that came to a conference thinks of a child, as recorded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.domain.taking_part import Opinion
from cases.models import AgencyView


@dataclass(frozen=True)
class View:
    """One agency's view on one child."""

    at_id: uuid.UUID
    invitation_id: uuid.UUID
    agency: str
    who: str
    opinion: Opinion
    categories: tuple[str, ...]
    reasons: str
    is_dissent: bool
    version: int
    recorded_at: datetime
    recorded_by: str


def views(actor: Actor, at_ids: Iterable[uuid.UUID]) -> list[View]:
    """This will list the views on some children at a conference, by agency."""
    return _views(access.visible(actor, P.VIEW_RECORD, AgencyView), at_ids)


def everybodys(at_ids: Iterable[uuid.UUID]) -> list[View]:
    """This will list the same for a service, which sees what its actor sees."""
    return _views(AgencyView.objects.all(), at_ids)


def _views(rows: QuerySet[AgencyView], at_ids: Iterable[uuid.UUID]) -> list[View]:
    found = rows.filter(at__in=list(at_ids)).select_related(
        "invitation__team__agency", "invitation__membership__user", "recorded_by__user"
    )
    return sorted(map(_view, found), key=lambda view: (view.agency, view.who, view.at_id))


def _view(row: AgencyView) -> View:
    invited = row.invitation
    member, team = invited.membership, invited.team
    name = invited.came_instead or (member.user.full_name if member else "")
    return View(
        at_id=row.at_id,
        invitation_id=row.invitation_id,
        agency=team.agency.name if team else invited.name,
        who=name or (team.name if team else ""),
        opinion=Opinion(row.opinion),
        categories=tuple(row.categories),
        reasons=row.reasons,
        is_dissent=row.is_dissent,
        version=row.version,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.user.full_name,
    )
