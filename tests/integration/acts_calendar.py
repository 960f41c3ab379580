"""The services that tell calendars of conferences, and write letters, ready to be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from cases.models import Conference
from cases.services import calendar_entries
from cpr.clock import today
from tests import scenarios as s

Act = Callable[[], Any]
POST = Actor.system("send-notices")


def called(w: s.World) -> Conference:
    """This will call a conference for today."""
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    return s.conference(w, [case], on=today(), hold=False)


def _tell_calendar(w: s.World) -> tuple[Actor, Act]:
    conference = called(w)
    return POST, lambda: calendar_entries.tell_calendar(
        by=POST, conference_id=conference.pk, membership_id=w.members["gwen"].pk
    )


def _open_calendar(w: s.World) -> tuple[Actor, Act]:
    conference = called(w)
    return w.gwen, lambda: calendar_entries.open_calendar(by=w.gwen, conference_id=conference.pk)


ACTS = {
    "cases.services.calendar_entries.open_calendar": _open_calendar,
    "cases.services.calendar_entries.tell_calendar": _tell_calendar,
}
