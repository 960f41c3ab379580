"""The family invited to a conference, and the letters made for them so far."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.domain.taking_part import ConferenceLanguage, Invitee, KeptOut, LetterState
from cases.models import Conference, ConferenceLetter, Invitation

FAMILY = frozenset(Invitee) - {Invitee.PRACTITIONER}


@dataclass(frozen=True)
class ToInvite:
    """Somebody whom a letter can be written to; ``language`` is the one they asked for."""

    id: uuid.UUID
    name: str
    relation: str
    kind: Invitee
    language: ConferenceLanguage | None


@dataclass(frozen=True)
class Letter:
    """One letter as its page lists it; ``is_outdated``: day, time or place are others now."""

    id: uuid.UUID
    to: str
    language: ConferenceLanguage
    state: LetterState
    at: datetime
    by: str
    is_outdated: bool


def to_invite(conference: Conference) -> list[ToInvite]:
    """This will list who of the family and beside it is invited, and not kept out of the whole."""
    rows = Invitation.objects.filter(
        conference=conference, kind__in=[kind.value for kind in FAMILY], withdrawn_at=None
    ).exclude(kept_out_of=KeptOut.WHOLE)
    return [
        ToInvite(
            row.pk,
            row.name,
            row.relation,
            Invitee(row.kind),
            ConferenceLanguage(row.language) if row.language else None,
        )
        for row in rows.order_by("created_at", "pk")
    ]


def letters(conference: Conference) -> list[Letter]:
    """This will list the letters of a conference, the latest first."""
    rows = ConferenceLetter.objects.filter(invitation__conference=conference)
    now = content(conference)
    return [
        Letter(
            row.pk,
            row.invitation.name,
            ConferenceLanguage(row.language),
            LetterState(row.state),
            row.made_at or row.asked_at,
            row.asked_by.user.full_name,
            row.state == LetterState.MADE and row.content != now,
        )
        for row in rows.select_related("invitation", "asked_by__user").order_by("-asked_at", "-pk")
    ]


def of(actor: Actor, conference_id: uuid.UUID) -> list[Letter]:
    """This will list the letters of a conference for whoever may call it; for what names nobody.

    Raises: NotFound, NotAllowed.
    """
    return letters(access.get_for(actor, P.CALL_CONFERENCE, conference_id, Conference))


def content(conference: Conference) -> str:
    """This will give a digest of what a letter says of when and where."""
    said = (
        conference.planned_on,
        conference.planned_time,
        conference.place,
        conference.video_link,
        conference.language,
        conference.interpretation,
        conference.chair_id,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()
