"""The services that tell calendars of conferences, and write letters, ready to be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from agencies.models import Membership
from cases.domain.taking_part import ConferenceLanguage
from cases.models import Conference, ConferenceLetter, Invitation
from cases.services import calendar_entries, conference_letters, letter_files
from cpr.clock import now, today
from tests import scenarios as s

Act = Callable[[], Any]
POST = Actor.system("send-notices")
WRITER = Actor.system("family-letters")


def called(w: s.World) -> Conference:
    """This will call a conference for today."""
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    return s.conference(w, [case], on=today(), hold=False)


def mother_of(conference: Conference, **said: Any) -> Invitation:
    """This will invite a mother."""
    values = {"kind": "parent", "name": "Siân Llŵyd", "relation": "Mother", **said}
    return Invitation.objects.create(conference=conference, **values)


def letter_of(to: Invitation, by: Membership) -> ConferenceLetter:
    """This will leave a letter to somebody that is made, without telling anybody."""
    return ConferenceLetter.objects.create(
        invitation=to,
        language="both",
        state="made",
        asked_by=by,
        made_at=now(),
        stored_as=letter_files.keep(b"%PDF-"),
    )


def _asked(w: s.World, conference: Conference) -> ConferenceLetter:
    return conference_letters.ask_for_letter(
        by=w.aisha,
        conference=conference,
        invitation_id=mother_of(conference).pk,
        language=ConferenceLanguage.BOTH,
    )


def _ask_for_letter(w: s.World) -> tuple[Actor, Act]:
    conference = called(w)
    return w.aisha, lambda: _asked(w, conference)


def _make_letter(w: s.World) -> tuple[Actor, Act]:
    letter = _asked(w, called(w))
    return WRITER, lambda: conference_letters.make_letter(by=WRITER, letter_id=letter.pk)


def _open_letter(w: s.World) -> tuple[Actor, Act]:
    conference = called(w)
    letter = letter_of(mother_of(conference), w.members["aisha"])
    return w.aisha, lambda: conference_letters.open_letter(
        by=w.aisha, conference_id=conference.pk, letter_id=letter.pk
    )


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
    "cases.services.conference_letters.ask_for_letter": _ask_for_letter,
    "cases.services.conference_letters.make_letter": _make_letter,
    "cases.services.conference_letters.open_letter": _open_letter,
}
