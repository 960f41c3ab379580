"""How ready a called conference is: who is invited, what they answered, what is still to do."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.models import Case
from cases.queries import invited
from cases.queries.conference_room import Room
from cases.queries.invited import Invited, Offer, Turnout


@dataclass(frozen=True)
class Readiness:
    """The invitations to a conference and what its reader may do with them."""

    rows: tuple[Invited, ...]
    offers: dict[uuid.UUID, Offer]
    turnout: Turnout | None
    may_invite: bool
    may_record: bool

    @property
    def awaited(self) -> int:
        """How many answers are still to come."""
        return sum(1 for each in self.rows if each.is_awaited)


def readiness(actor: Actor, room: Room, cases: Sequence[Case]) -> Readiness:
    """This will gather what a page of a conference shows of its preparation, in three queries."""
    rows = tuple(invited.invited(actor, room.conference, cases))
    is_called = room.status is ConferenceStatus.CALLED
    return Readiness(
        rows=rows,
        offers=invited.offers(actor, room.conference) if is_called else {},
        turnout=invited.turnout(room.conference, room.nation, rows) if is_called else None,
        may_invite=room.may_cancel,
        may_record=is_called and not room.hidden and _records_all(actor, cases),
    )


def _records_all(actor: Actor, cases: Sequence[Case]) -> bool:
    ids = [case.pk for case in cases]
    return access.visible(actor, P.RECORD_CONFERENCE).filter(pk__in=ids).count() == len(ids)
