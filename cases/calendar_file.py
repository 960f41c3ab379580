"""A conference as an iCalendar file (RFC 5545, sent as RFC 5546 says), from words that are given.

It names no child: what it says of a place or a link is left out where that would name one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vUri

ZONE = ZoneInfo("Europe/London")
SHORTEST_NAME = 3
MAKER = "-//Child protection register//Conferences//EN"

LONDON = b"""BEGIN:VTIMEZONE\r
TZID:Europe/London\r
BEGIN:DAYLIGHT\r
DTSTART:19970330T010000\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
TZNAME:BST\r
TZOFFSETFROM:+0000\r
TZOFFSETTO:+0100\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19961027T020000\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
TZNAME:GMT\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0000\r
END:STANDARD\r
END:VTIMEZONE\r
"""
"""Summer time as it has begun and ended since 1996."""


class Method(StrEnum):
    """What a calendar is asked to do with the file."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Address:
    """A name and an e-mail address."""

    name: str
    email: str

    def value(self, **parameters: str) -> vCalAddress:
        """This will give it as the file writes it."""
        address = vCalAddress(f"mailto:{self.email}")
        address.params.update({"CN": self.name, **parameters})
        return address


@dataclass(frozen=True)
class Meeting:
    """One conference as a calendar is told of it; the higher ``sequence`` replaces the lower."""

    uid: str
    sequence: int
    day: date
    starts: time | None
    minutes: int
    summary: str
    description: str
    place: str
    link: str
    page: str
    language: str
    is_cancelled: bool


def calendar_file(
    meeting: Meeting,
    *,
    method: Method,
    written_at: datetime,
    organiser: Address,
    attendee: Address | None = None,
) -> bytes:
    """This will write the file; a message to somebody names that person alone as invited."""
    file = Calendar()
    file.add("prodid", MAKER)
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", method.value)
    if meeting.starts is not None:
        file.add_component(Timezone.from_ical(LONDON))
    event = _event(meeting, written_at)
    event.add("organizer", organiser.value())
    if attendee is not None:
        event.add("attendee", attendee.value(ROLE="REQ-PARTICIPANT", RSVP="FALSE"))
    file.add_component(event)
    return bytes(file.to_ical())


def _event(meeting: Meeting, written_at: datetime) -> Event:
    said = {"LANGUAGE": meeting.language}
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", written_at)
    if meeting.starts is None:
        event.add("dtstart", meeting.day)
        event.add("dtend", meeting.day + timedelta(days=1))
    else:
        begins = datetime.combine(meeting.day, meeting.starts, ZONE)
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(minutes=meeting.minutes))
    event.add("summary", meeting.summary, parameters=said)
    event.add("description", meeting.description, parameters=said)
    where = "; ".join(filter(None, [meeting.place, meeting.link]))
    if where:
        event.add("location", where)
    event.add("url", vUri(meeting.page))
    event.add("class", "CONFIDENTIAL")
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    return event


def unless_it_names(text: str, names: Iterable[str]) -> str:
    """This will give a text as it is, or nothing where a word of it is one of somebody's names."""
    theirs = {word for name in names for word in _words(name) if len(word) >= SHORTEST_NAME}
    return "" if theirs & set(_words(text)) else text


def _words(text: str) -> list[str]:
    return [word.removesuffix("s") for word in re.findall(r"[^\W\d_]+", text.casefold())]
