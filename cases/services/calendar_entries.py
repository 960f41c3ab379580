"""Conferences in people's calendars: a file for whoever asks, and messages that keep it right.

What was told before is kept, so that a message goes out where something has changed, and once:
whichever service changed the conference, nothing has to be asked of this one.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from agencies.actors import Actor
from agencies.models import Membership
from cases.calendar_file import Address, Meeting, Method, calendar_file, unless_it_names
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.models import CalendarEntry, Case, Conference
from cases.queries import calendar_entries as entries
from cases.services import notices, reading
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now, today

PART = "conference_calendar"


@act
def open_calendar(*, by: Actor, conference_id: uuid.UUID) -> bytes:
    """This will give a conference as a calendar file, and record the reading for each child.

    For whoever may open the conference, and for those invited to it as far as they know of it.

    Raises: NotFound, NotAllowed.
    """
    is_invited = entries.is_invited(conference_id, by.acting_membership, by.acting_team)
    opened = reading.open_conference(
        by=by,
        conference_id=conference_id,
        permission=P.VIEW_PLAN if is_invited else P.VIEW_RECORD,
        part=PART,
    )
    conference = opened.conference
    told = CalendarEntry.objects.filter(conference=conference, membership=by.membership_id).first()
    meeting = _meeting(conference, max(conference.version, told.sequence if told else 0))
    return calendar_file(meeting, method=Method.PUBLISH, written_at=now(), organiser=_organiser())


def send_calendars(*, by: Actor) -> int:
    """This will bring the calendars up to date of whoever is expected at a conference to come.

    One transaction a message; counts them. Safe to run at the same time as itself.
    """
    pairs = [*entries.to_tell(today()), *entries.to_take_back(today())]
    return notices.sent_each_alone(
        partial(tell_calendar, by=by, conference_id=conference, membership_id=member)
        for conference, member in dict.fromkeys(pairs)
    )


@act
def tell_calendar(*, by: Actor, conference_id: uuid.UUID, membership_id: uuid.UUID) -> int:
    """This will send one person a conference as it stands now, or take it back; counts messages.

    Nothing leaves where another run holds this calendar, or where it says the same already.
    """
    if not _is_ours(conference_id, membership_id):
        return 0
    conference = Conference.objects.get(pk=conference_id)
    member = Membership.objects.select_related("user").get(pk=membership_id)
    told = CalendarEntry.objects.filter(conference=conference, membership=member).first()
    is_live = Membership.objects.live(today()).filter(pk=member.pk).exists()
    is_expected = (
        conference.status == ConferenceStatus.CALLED
        and is_live
        and entries.is_theirs(conference, member.pk)
        and _may_hear(conference, member)
    )
    if not is_expected and (told is None or told.is_cancelled):
        return 0
    with translation.override(member.user.language):
        sequence = max(conference.version, told.sequence + 1 if told else 0)
        meeting = _meeting(conference, sequence)
        if not is_expected:
            meeting = replace(meeting, is_cancelled=True, place="", link="")
        content = _content(meeting)
        is_news = told is None or told.content != content or told.is_cancelled != (not is_expected)
        CalendarEntry.objects.update_or_create(
            conference=conference,
            membership=member,
            defaults={
                "version": conference.version,
                "is_cancelled": not is_expected,
                **({"sequence": sequence, "content": content, "sent_at": now()} if is_news else {}),
            },
        )
        if not is_news or not is_live:
            return 0  # to somebody whose membership has ended nothing is written
        audit.record(
            by=by,
            action="conference.calendar_sent",
            subject=conference,
            person=member.user.full_name,
            is_cancelled=meeting.is_cancelled,
        )
        return _message(meeting, member, is_update=told is not None).send()


def _is_ours(conference_id: uuid.UUID, membership_id: uuid.UUID) -> bool:
    """Taken until the transaction ends, so that what another run told is seen or passed over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"calendar:{conference_id}:{membership_id}"],
        )
        return bool(cursor.fetchone()[0])


def _may_hear(conference: Conference, member: Membership) -> bool:
    """Nobody hears who is excluded from one of the children, or not named where one asks it."""
    people = Membership.objects.filter(pk=member.pk)
    at = Case.objects.filter(at_conferences__conference=conference)
    return all(notices.may_hear(case, people).exists() for case in at)


def _meeting(conference: Conference, sequence: int) -> Meeting:
    """The conference in the words of the language of the moment."""
    names = entries.names_at(conference)
    place = unless_it_names(conference.place, names)
    page = settings.SITE_URL + reverse("cases:conference", args=[conference.pk])
    lines = [gettext("Sign in to see what it is about:") + f" {page}"]
    if conference.place and not place:
        lines.append(gettext("The place is in the register."))
    return Meeting(
        uid=f"conference-{conference.pk}@child-protection-register",
        sequence=sequence,
        day=conference.planned_on,
        starts=conference.planned_time,
        minutes=settings.CONFERENCE_MINUTES,
        summary=gettext("Child protection conference"),
        description="\n".join(lines),
        place=place,
        link=unless_it_names(conference.video_link, names),
        page=page,
        language=translation.get_language() or settings.LANGUAGE_CODE,
        is_cancelled=conference.status == ConferenceStatus.CANCELLED,
    )


def _content(meeting: Meeting) -> str:
    """A digest of what a calendar shows of it, in whichever language."""
    shown = (meeting.day, meeting.starts, meeting.place, meeting.link, meeting.is_cancelled)
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _organiser() -> Address:
    _name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Address(gettext("Child protection register"), email)


def _message(meeting: Meeting, member: Membership, *, is_update: bool) -> EmailMultiAlternatives:
    method = Method.CANCEL if meeting.is_cancelled else Method.REQUEST
    file = calendar_file(
        meeting,
        method=method,
        written_at=now(),
        organiser=_organiser(),
        attendee=Address(member.user.full_name, member.user.email),
    ).decode()
    said = {"meeting": meeting, "is_update": is_update, "is_cancelled": meeting.is_cancelled}
    message = EmailMultiAlternatives(
        subject=_subject(meeting, is_update=is_update),
        body=render_to_string("emails/calendar.txt", said),
        to=[member.user.email],
    )
    message.attach_alternative(file, f"text/calendar; method={method}")
    message.attach("conference.ics", file.encode(), "application/ics")  # of text, letters are lost
    return message


def _subject(meeting: Meeting, *, is_update: bool) -> str:
    if meeting.is_cancelled:
        return gettext("Cancelled: child protection conference")
    if is_update:
        return gettext("Changed: child protection conference")
    return gettext("Child protection conference")
