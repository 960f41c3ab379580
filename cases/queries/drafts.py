"""What the actor left unsent on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.models import Draft


@dataclass(frozen=True)
class Kept:
    """The fields as they were typed, and when they were kept."""

    fields: dict[str, list[str]]
    saved_at: datetime


def kept(actor: Actor, page: str) -> Kept | None:
    """This will give what the actor left on a page about a case they see, in one query."""
    rows = access.visible(actor, P.VIEW_SUMMARY, Draft).filter(
        membership_id=actor.membership_id or access.NOBODY, page=page
    )
    row = rows.first()
    return Kept(row.fields, row.saved_at) if row else None
