"""How a conference was called and moved, for its page: whom it leaves out, what it follows."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from agencies.actors import Actor
from cases.domain.statuses import ConferenceStatus
from cases.queries import calling as asked
from cases.queries.conference_room import Room
from cases.services import reading
from cases.web.presenters import calling as words
from cpr import clock


def how_called(actor: Actor, room: Room, part: str) -> dict[str, Any]:
    """This will give the context of ``_calling.html`` and ``_in_place.html``."""
    conference = room.conference
    rows, hidden = reading.open_left_out(by=actor, conference=conference, part=part)
    earlier = conference.follows
    return {
        "left_out": words.left_out_table(rows),
        "left_out_hidden": words.left_out_hidden(hidden),
        "moved": words.moved_table(room.postponements, clock.today()),
        "earlier_words": words.in_place_of(earlier) if earlier else "",
        **_again(actor, room),
    }


def _again(actor: Actor, room: Room) -> dict[str, Any]:
    """Of one that was cancelled or not quorate: what took its place, or the way to call that."""
    conference = room.conference
    is_cancelled = room.status is ConferenceStatus.CANCELLED
    if not is_cancelled and not (room.status is ConferenceStatus.HELD and conference.quorum_reason):
        return {}
    later = asked.taken_up_by(actor, conference)
    if later is not None:
        return {"later": later}
    own = asked.cases_of(actor, conference)
    if not own:
        return {}
    url = reverse("cases:conference_call", args=[min(own)])
    return {"again_url": f"{url}?follows={conference.pk}"}
