"""Conferences in calendars: who is told, once, in which language, and what replaces what.

The files are read by a parser that did not write them.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from email import message_from_bytes
from typing import Any

import pytest
import vobject
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse

from agencies.actors import Actor
from cases.domain.statuses import ConferenceKind
from cases.models import CalendarEntry, Case, Conference, Exclusion, Invitation
from cases.services import calendar_entries, calling, conferences
from cpr import acting
from cpr.audit.models import AuditEvent
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.test_conference_pages import signed_in

pytestmark = pytest.mark.django_db
POST = Actor.system("send-notices")
SECRET = ("Efa", "Lloyd", "Ioan")


def ahead(days: int) -> date:
    return today() + timedelta(days=days)


def called(w: s.World, **said: Any) -> tuple[Case, Conference]:
    """This will call a conference in a fortnight, with Chloe invited by name."""
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    s.shared(w, case)
    row = calling.call_conference(
        by=w.aisha,
        cases=[case],
        kind=ConferenceKind.INITIAL,
        planned_on=ahead(14),
        planned_time=said.pop("at", time(10)),
        place=said.pop("place", "County Hall, room 4"),
        chair=w.member("gwen"),
    )
    invited(w, row, "chloe")
    Conference.objects.filter(pk=row.pk).update(**said)
    row.refresh_from_db()
    return case, row


def invited(w: s.World, conference: Conference, name: str) -> Invitation:
    member = w.members[name]
    return Invitation.objects.create(
        conference=conference, kind="practitioner", team=member.team, membership=member
    )


def sent() -> dict[str, Any]:
    """This will send what is due, and give each letter's calendar by whom it went to."""
    mail.outbox.clear()
    assert calendar_entries.send_calendars(by=POST) == len(mail.outbox)
    found = {}
    for letter in mail.outbox:
        [to] = letter.to
        raw = message_from_bytes(letter.message().as_bytes())
        [part] = [each for each in raw.walk() if each.get_content_type() == "text/calendar"]
        [copy] = [each for each in raw.walk() if each.get_content_type() == "application/ics"]
        assert part.get_payload(decode=True).split() == copy.get_payload(decode=True).split()
        file = part.get_payload(decode=True).decode()
        read = vobject.readOne(file)
        assert part.get_param("method") == read.method.value
        whole = f"{letter.subject} {letter.body} {file}"
        assert not [name for name in SECRET if name in whole]
        found[to.partition("@")[0]] = read
    return found


def test_those_expected_are_told_once_and_told_again_only_of_what_changed() -> None:
    w = s.world()
    _case, conference = called(w, video_link="https://video.example/1")
    told = sent()
    assert told.keys() == {"gwen", "chloe"}
    first = told["chloe"].vevent
    assert told["chloe"].method.value == "REQUEST"
    assert first.summary.value == "Child protection conference"
    assert first.location.value == "County Hall, room 4; https://video.example/1"
    assert first.attendee.value == "mailto:chloe@example.invalid"
    assert str(conference.pk) in first.uid.value
    begins = first.dtstart.value
    assert begins.replace(tzinfo=None) == datetime.combine(ahead(14), time(10))
    assert sent() == {}
    Conference.objects.update(version=2, quorum_reason="What no calendar shows")
    assert sent() == {}
    Conference.objects.update(version=3, planned_on=ahead(20))
    again = sent()
    assert again.keys() == {"gwen", "chloe"}
    second = again["chloe"].vevent
    assert second.uid.value == first.uid.value
    assert int(second.sequence.value) > int(first.sequence.value)
    assert second.dtstart.value.date() == ahead(20)
    assert sent() == {}
    kept = CalendarEntry.objects.values_list("sequence", "version", "is_cancelled")
    assert list(kept) == [(3, 3, False)] * 2
    assert AuditEvent.objects.filter(action="conference.calendar_sent").count() == 4


@pytest.mark.parametrize(("day", "offset"), [(date(2027, 3, 27), 0), (date(2027, 3, 28), 1)])
def test_ten_in_the_morning_is_ten_by_the_clock_on_either_side_of_summer_time(
    day: date, offset: int
) -> None:
    w = s.world()
    _case, conference = called(w, planned_on=day)
    file = calendar_entries.open_calendar(by=w.gwen, conference_id=conference.pk).decode()
    begins = vobject.readOne(file).vevent.dtstart.value
    assert "BEGIN:VTIMEZONE" in file
    assert (begins.hour, begins.utcoffset()) == (10, timedelta(hours=offset))


def test_a_cancelled_conference_is_taken_out_of_the_calendars_it_was_put_into() -> None:
    w = s.world()
    _case, conference = called(w)
    before = sent()
    conferences.cancel_conference(by=w.aisha, conference=conference, reason="Efa Lloyd is away")
    told = sent()
    assert told.keys() == {"gwen", "chloe"}
    gone = told["chloe"]
    assert gone.method.value == "CANCEL"
    assert gone.vevent.status.value == "CANCELLED"
    assert gone.vevent.uid.value == before["chloe"].vevent.uid.value
    assert int(gone.vevent.sequence.value) > int(before["chloe"].vevent.sequence.value)
    assert sent() == {}


def test_who_is_uninvited_or_kept_out_loses_it_and_who_is_asked_again_has_it_back() -> None:
    w = s.world()
    _case, conference = called(w)
    sent()
    Invitation.objects.update(withdrawn_at=now())
    [(who, gone)] = sent().items()
    assert (who, gone.method.value) == ("chloe", "CANCEL")
    asked = invited(w, conference, "chloe")
    [(who, back)] = sent().items()
    assert (who, back.method.value) == ("chloe", "REQUEST")
    assert int(back.vevent.sequence.value) > int(gone.vevent.sequence.value)
    Invitation.objects.filter(pk=asked.pk).update(
        kept_out_of="whole",
        kept_out_reason="A cousin",
        kept_out_at=now(),
        kept_out_by=w.members["gwen"],
    )
    [(who, gone)] = sent().items()
    assert (who, gone.method.value) == ("chloe", "CANCEL")


def test_another_chair_has_it_and_the_first_has_it_no_more() -> None:
    w = s.world()
    called(w)
    sent()
    Conference.objects.update(version=2, chair=w.members["ola"])
    told = {who: file.method.value for who, file in sent().items()}
    assert told == {"gwen": "CANCEL", "ola": "REQUEST"}


def test_nothing_is_written_to_the_excluded_the_suspended_and_those_not_named() -> None:
    w = s.world()
    case, conference = called(w)
    invited(w, conference, "dev")
    invited(w, conference, "farid")
    Exclusion.objects.create(
        case=case,
        user=w.user("dev"),
        reason="A cousin",
        starts_at=now(),
        excluded_by=w.members["huw"],
    )
    assert sent().keys() == {"gwen", "chloe"}
    Case.objects.update(is_restricted=True)
    Conference.objects.update(version=2, place="Llys y Sir")
    told = {who: file.method.value for who, file in sent().items()}
    assert told == {"gwen": "CANCEL", "chloe": "CANCEL"}  # neither is named on it


def test_a_conference_of_the_past_is_told_to_nobody() -> None:
    w = s.world()
    called(w, planned_on=s.before(1))
    assert sent() == {}


def test_a_place_that_names_the_child_stays_in_the_register() -> None:
    w = s.world()
    called(w, place="At the Lloyds’ home", video_link="https://video.example/efa-lloyd")
    event = sent()["chloe"].vevent
    assert "location" not in event.contents
    assert "The place is in the register." in event.description.value


def test_welsh_letters_and_words_are_intact_and_a_day_without_a_time_is_a_whole_day() -> None:
    w = s.world()
    w.user("chloe").__class__.objects.filter(email__startswith="chloe").update(language="cy")
    called(w, place="Tŷ’r Sir, Caerdydd ŵŷ", at=None)
    event = sent()["chloe"].vevent
    assert event.summary.value == "Cynhadledd amddiffyn plant"
    assert event.summary.params["LANGUAGE"] == ["cy"]
    assert event.location.value == "Tŷ’r Sir, Caerdydd ŵŷ"
    assert event.dtstart.value == ahead(14)
    [letter] = [each for each in mail.outbox if each.to == ["chloe@example.invalid"]]
    assert "Tŷ’r Sir, Caerdydd ŵŷ" in letter.body
    assert letter.message().as_bytes()


def file_of(client: Client, conference: Conference) -> Any:
    return client.get(reverse("cases:conference_calendar", args=[conference.pk]))


def test_the_file_is_for_who_opens_the_conference_and_who_is_invited() -> None:
    w = s.world()
    case, conference = called(w)
    Invitation.objects.update(withdrawn_at=now())
    answer = file_of(signed_in(w, "aisha"), conference)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    read = vobject.readOne(answer.content.decode())
    assert (read.method.value, "attendee" in read.vevent.contents) == ("PUBLISH", False)
    assert not [name for name in SECRET if name in answer.content.decode()]
    chloe = signed_in(w, "chloe")
    assert file_of(chloe, conference).status_code == 403
    Invitation.objects.create(conference=conference, kind="practitioner", team=w.visitors)
    assert file_of(chloe, conference).status_code == 200
    assert file_of(signed_in(w, "dev"), conference).status_code == 404
    assert (
        AuditEvent.objects.filter(
            action="record.read", case_id=case.pk, details__part="conference_calendar"
        ).count()
        == 2
    )


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one_message() -> None:
    w = s.world()
    _case, conference = called(w)
    member = w.members["gwen"].pk
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
    other = connections.create_connection("default")
    with acting.as_job("test"), other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"calendar:{conference.pk}:{member}"],
        )
        assert sent().keys() == {"chloe"}  # another run is at Gwen's
        cursor.execute("COMMIT")
    other.close()
    assert sent().keys() == {"gwen"}
    assert sent() == {}
