"""How a membership last had a list. Nothing of a child is in it, so it stands outside the gate."""

from __future__ import annotations

from agencies.actors import Actor
from cases.models import ListChoice


def remembered(actor: Actor, name: str) -> str:
    """This will give the query string a membership last chose for a list; empty where none."""
    found = ListChoice.objects.filter(membership_id=actor.acting_membership, name=name)
    return found.values_list("query", flat=True).first() or ""
