"""Reading agencies' reports: their list and each of them, recorded for every child shown."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from agencies.actors import Actor
from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.permissions import P
from cases.models import Conference, Invitation
from cases.services import reading, reports
from cases.services.act import act
from cases.services.reading import OpenConference


@dataclass(frozen=True)
class OpenReport:
    """The conference and the invitation that a report belongs to; ``is_writer``: may write it."""

    at: OpenConference
    invitation: Invitation
    is_writer: bool


@act
def open_report(
    *, by: Actor, conference_id: uuid.UUID, invitation_id: uuid.UUID, part: str, to_write: bool
) -> OpenReport:
    """This will open an agency's report, to be read or, with ``to_write``, to be written.

    The invited team's contributors come to it with what they need to write; anybody else must
    read the records of the conference. Which versions they see, the gate says for itself.

    Raises: NotFound, NotAllowed.
    """
    asked = Invitation.objects.select_related("team__agency", "membership__user")
    own = (
        access.visible(by, P.CONTRIBUTE, Invitation)
        .filter(pk=invitation_id, conference_id=conference_id, team_id=by.acting_team)
        .exists()
    )
    permission = P.CONTRIBUTE if own else P.RECORD_WORK if to_write else P.VIEW_RECORD
    access.get_for(by, permission, conference_id, Conference)
    found = asked.filter(pk=invitation_id, conference_id=conference_id, team__isnull=False).first()
    if found is None:
        raise NotFound(Problem("not_found"))
    opened = reading.open_conference(
        by=by,
        conference_id=conference_id,
        permission=permission,
        part=part,
        agency=str(found.team),
    )
    found.conference = opened.conference
    is_writer = own or reports.may_write(by, found)
    if to_write and not is_writer:
        reports.require_writer(by, found)
    return OpenReport(opened, found, is_writer)
