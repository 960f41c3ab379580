"""A list keeps the order and the filters that a membership last gave it, until it is cleared.

In the database, by membership: it outlives the session of a working day, follows the person to
another machine, and a filter that names a team means nothing to another of their memberships.
"""

from __future__ import annotations

from django.db import transaction

from agencies.actors import Actor
from cases.models import ListChoice

LONGEST = 500


@transaction.atomic
def remember(*, by: Actor, name: str, query: str) -> None:
    """This will keep a list's query string in place of the one before; two at once do no harm.

    One that is too long is not kept: the list works all the same.
    """
    if len(query) > LONGEST:
        return
    ListChoice.objects.bulk_create(
        [ListChoice(membership_id=by.acting_membership, name=name, query=query)],
        update_conflicts=True,
        unique_fields=["membership", "name"],
        update_fields=["query"],
    )


@transaction.atomic
def forget(*, by: Actor, name: str) -> None:
    """This will let a list be as it was at first."""
    ListChoice.objects.filter(membership_id=by.acting_membership, name=name).delete()
