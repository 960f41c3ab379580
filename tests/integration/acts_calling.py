"""Calling, moving and cancelling a conference: what must stand before each, and the act itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from cases.models import Conference
from cases.services import conferences, postponing, reading
from cpr.clock import today
from tests import scenarios as s

Act = Callable[[], Any]


def _call(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.child(w, given="Ioan", age_days=2500, sibling=case)
    tom = s.colleague(w, "gwen", "Tom Ellis", "minute_taker")
    s.enquired(w, [case], on=s.before(10))
    return w.aisha, lambda: s.conference(w, [case], on=today(), hold=False, minute_taker=tom)


def _called(w: s.World) -> Conference:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    return s.conference(w, [case], on=today(), hold=False)


def _cancel(w: s.World) -> tuple[Actor, Act]:
    called = _called(w)
    return w.aisha, lambda: conferences.cancel_conference(
        by=w.aisha, conference=called, reason="Snow"
    )


def _postpone(w: s.World) -> tuple[Actor, Act]:
    called = _called(w)
    return w.aisha, lambda: postponing.postpone_conference(
        by=w.aisha,
        conference=called,
        version=called.version,
        to_on=s.before(-3),
        to_time=None,
        reason="Snow",
        authorised_by=w.members["gwen"],
        protection="The grandmother stays with the family.",
    )


def _left_out(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.child(w, given="Ioan", age_days=2500, sibling=case)
    s.enquired(w, [case], on=s.before(10))
    called = s.conference(w, [case], on=today(), hold=False)
    return w.aisha, lambda: reading.open_left_out(by=w.aisha, conference=called, part="x")


ACTS: dict[str, Callable[[s.World], tuple[Actor, Act]]] = {
    "cases.services.calling.call_conference": _call,
    "cases.services.conferences.cancel_conference": _cancel,
    "cases.services.postponing.postpone_conference": _postpone,
    "cases.services.reading.open_left_out": _left_out,
}

NO_ACTS = {
    "cases.services.calling.others_of_household": "whom to name still; writes nothing",
    "cases.services.conferences.lock_conference": "the gate and the lock; writes nothing",
    "cases.services.conferences.record_for_each": "a part of the acts on a conference",
}
