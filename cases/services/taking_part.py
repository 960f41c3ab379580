"""What every act on the people of a conference shares: its lock, its version, its event."""

from __future__ import annotations

import uuid

from agencies.actors import Actor
from cases import access
from cases.domain.errors import Conflict, NotFound, Problem
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.models import Conference, ConferenceChild, Invitation
from cases.services.conferences import lock_conference
from cpr.audit import writer as audit


def lock_called(by: Actor, permission: P, conference: Conference) -> Conference:
    """This will pass the gate for every child and lock a conference that is still to come.

    Raises: NotFound, NotAllowed; Conflict if it was held or cancelled meanwhile.
    """
    locked = lock_conference(by, permission, conference)
    if locked.status != ConferenceStatus.CALLED:
        raise Conflict(Problem("conference_already_closed"))
    return locked


def lock_invitation(
    by: Actor, permission: P, invitation: Invitation, version: int
) -> tuple[Conference, Invitation]:
    """This will lock a called conference and an invitation to it, as its changer last saw it.

    Raises: NotFound, NotAllowed; Conflict if it was withdrawn or changed meanwhile.
    """
    conference = lock_called(by, permission, invitation.conference)
    return conference, as_seen(invitation.pk, conference, version)


def as_seen(invitation_id: uuid.UUID, conference: Conference, version: int) -> Invitation:
    """This will lock an invitation of a locked conference.

    Raises: NotFound; Conflict if it was withdrawn, or changed since it had this version.
    """
    row = (
        Invitation.objects.select_for_update(of=("self",), no_key=True)
        .filter(conference=conference, pk=invitation_id)
        .first()
    )
    if row is None:
        raise NotFound(Problem("not_found"))
    if row.withdrawn_at is not None:
        raise Conflict(Problem("invitation_withdrawn"))
    if row.version != version:
        raise Conflict(Problem("invitation_changed"))
    return row


def save(row: Invitation | Conference | ConferenceChild, *fields: str) -> None:
    """This will save some columns of a locked row as its next version."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def record(by: Actor, conference: Conference, action: str, **details: str) -> None:
    """This will write one event for each child at the conference whom the actor sees."""
    rows = (
        access.visible(by, P.VIEW_PLAN, ConferenceChild)
        .filter(conference=conference)
        .select_related("case__child")
        .order_by("pk")
    )
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(
                action,
                conference,
                at.case_id,
                at.case.child_id,
                {**details, "child": at.case.child.full_name, "kind": conference.kind},
            )
            for at in rows
        ],
    )
