"""Acts on the live page of a conference: who was there, and what each said of each child."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from agencies.models import Team
from cases.domain.statuses import ConferenceDecision, ConferenceKind, DeregistrationReason
from cases.domain.taking_part import Opinion, Presence
from cases.models import Conference, Invitation
from cases.services import agency_views, attendance, registrations
from cases.services.agency_views import Said
from cases.services.attendance import Came
from cpr.clock import today
from tests import scenarios as s


def came(
    w: s.World, conference: Conference, teams: list[Team], by: str = "gwen"
) -> list[Invitation]:
    """This will record that teams came to a conference uninvited."""
    return [
        attendance.add_guest(
            by=w.actor(by),
            conference=conference,
            came=Came(Presence.IN_PERSON, team=team),
            today=today(),
        )
        for team in teams
    ]


def _called(w: s.World) -> Conference:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    return s.conference(w, [case], on=today(), hold=False)


def _add_guest(w: s.World) -> tuple[Actor, Callable[[], Any]]:
    conference = _called(w)
    return w.gwen, lambda: came(w, conference, [w.ely])


def _presence(w: s.World) -> tuple[Actor, Callable[[], Any]]:
    [row] = came(w, _called(w), [w.ely])
    return w.gwen, lambda: attendance.record_presence(
        by=w.gwen, invitation=row, presence=Presence.ABSENT, version=1, today=today()
    )


def _view(w: s.World) -> tuple[Actor, Callable[[], Any]]:
    conference = _called(w)
    [row] = came(w, conference, [w.ely])
    return w.gwen, lambda: agency_views.record_view(
        by=w.gwen,
        at=conference.children.get(),
        invitation=row,
        said=Said(Opinion.ON, "Alone again.", ["neglect"]),
        version=0,
        today=today(),
    )


def _words(w: s.World) -> tuple[Actor, Callable[[], Any]]:
    conference = _called(w)
    return w.gwen, lambda: agency_views.record_words(
        by=w.gwen,
        at=conference.children.get(),
        childs_views="I hide.",
        parents_views="Leave us be.",
        version=1,
        today=today(),
    )


def _decide(w: s.World) -> tuple[Actor, Callable[[], Any]]:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    at = s.conference(w, [case], on=s.before(2)).children.get()
    return w.gwen, lambda: registrations.record_decision(
        by=w.gwen,
        at=at,
        decision=ConferenceDecision.REGISTER,
        reasons="Frightened",
        categories=["neglect"],
        today=today(),
        weighed=s.MET,
    )


def _decide_removal(w: s.World) -> tuple[Actor, Callable[[], Any]]:
    [registration] = s.registered(w, days_ago=120)
    review = s.conference(w, [registration.case], on=s.before(30), kind=ConferenceKind.REVIEW)
    return w.gwen, lambda: registrations.record_decision(
        by=w.gwen,
        at=review.children.get(),
        decision=ConferenceDecision.REMOVE,
        reasons="The plan is met",
        removal_reason=DeregistrationReason.NO_CONTINUING_RISK,
        evidence="Her grandmother lives there; eleven visits found an adult at home.",
        today=today(),
    )


def _decide_categories(w: s.World) -> tuple[Actor, Callable[[], Any]]:
    [registration] = s.registered(w, days_ago=120)
    review = s.conference(w, [registration.case], on=s.before(30), kind=ConferenceKind.REVIEW)
    return w.gwen, lambda: registrations.record_decision(
        by=w.gwen,
        at=review.children.get(),
        decision=ConferenceDecision.CHANGE_CATEGORIES,
        reasons="Now it is the shouting",
        categories=["emotional"],
        today=today(),
    )


ACTS = {
    "cases.services.registrations.record_decision": _decide,
    "cases.services.registrations.record_decision:change": _decide_categories,
    "cases.services.registrations.record_decision:remove": _decide_removal,
    "cases.services.attendance.add_guest": _add_guest,
    "cases.services.attendance.record_presence": _presence,
    "cases.services.agency_views.record_view": _view,
    "cases.services.agency_views.record_words": _words,
}
