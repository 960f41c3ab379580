"""Letters to families: in their language, tagged, made once, and had through the gate alone.

The files are read by a library that did not write them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.urls import reverse

from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.taking_part import ConferenceLanguage
from cases.models import Conference, ConferenceLetter, Invitation
from cases.services import conference_letters, conferences, letter_files
from cpr.audit.models import AuditEvent
from cpr.clock import now
from tests import scenarios as s
from tests.integration.acts_calendar import WRITER, mother_of
from tests.integration.test_calendar_entries import called
from tests.integration.test_conference_pages import signed_in
from tests.integration.worker import Broker, Worker

pytestmark = pytest.mark.django_db
BOTH = ConferenceLanguage.BOTH


def asked(
    w: s.World, conference: Conference, to: Invitation, language: ConferenceLanguage = BOTH
) -> ConferenceLetter:
    return conference_letters.ask_for_letter(
        by=w.aisha, conference=conference, invitation_id=to.pk, language=language
    )


def made(letter: ConferenceLetter) -> pypdf.PdfReader:
    assert conference_letters.make_letters(by=WRITER) == 1
    letter.refresh_from_db()
    return pypdf.PdfReader(io.BytesIO(letter_files.read(letter.stored_as)))


def text(file: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in file.pages).split())


@pytest.mark.parametrize(
    ("language", "tag", "title"),
    [
        ("welsh", "cy", "Gwahoddiad i gynhadledd amddiffyn plant"),
        ("english", "en", "Invitation to a child protection conference"),
        (
            "both",
            "cy",
            "Gwahoddiad i gynhadledd amddiffyn plant / Invitation to a child protection conference",
        ),
    ],
)
def test_a_letter_is_tagged_and_says_its_language_and_title(
    language: str, tag: str, title: str
) -> None:
    w = s.world()
    _case, conference = called(w, place="Tŷ’r Sir, ystafell 4")
    letter = asked(w, conference, mother_of(conference), ConferenceLanguage(language))
    file = made(letter)
    root: Any = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"].startswith(tag)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata is not None
    assert file.metadata.title == title
    said = text(file)
    assert "Siân Llŵyd" in said
    assert "Tŷ’r Sir, ystafell 4" in said
    assert "Efa Lloyd" in said
    welsh, english = said.find("Annwyl Siân Llŵyd,"), said.find("Dear Siân Llŵyd,")
    assert (welsh >= 0, english >= 0) == (language != "english", language != "welsh")
    assert language != "both" or welsh < english


def test_what_is_typed_is_never_read_as_markup() -> None:
    w = s.world()
    _case, conference = called(w, place='#read("/etc/passwd") *x* $y$ ] "')
    letter = asked(w, conference, mother_of(conference, name="#panic() <b>"))
    said = text(made(letter))
    assert "#panic() <b>" in said
    assert '#read("/etc/passwd") *x* $y$ ]' in said


def test_a_letter_about_one_child_names_no_other() -> None:
    w = s.world()
    case, conference = called(w)
    other = s.child(w, given="Ioan", age_days=2500, sibling=case)
    conference.children.create(case=other)
    said = text(made(asked(w, conference, mother_of(conference, case=case))))
    assert "Efa" in said
    assert "Ioan" not in said


def test_a_letter_asked_for_twice_is_one_and_a_made_one_is_not_made_again() -> None:
    w = s.world()
    _case, conference = called(w)
    to = mother_of(conference)
    first = asked(w, conference, to)
    assert asked(w, conference, to).pk == first.pk
    made(first)
    assert conference_letters.make_letters(by=WRITER) == 0
    assert conference_letters.make_letter(by=WRITER, letter_id=first.pk) == 0
    assert asked(w, conference, to).pk != first.pk  # another is another letter


def test_nobody_is_written_to_who_is_kept_out_uninvited_or_a_practitioner() -> None:
    w = s.world()
    _case, conference = called(w)
    kept = {"kept_out_of": "whole", "kept_out_reason": "x", "kept_out_at": now()}
    for to in (
        mother_of(conference, withdrawn_at=now()),
        mother_of(conference, **kept, kept_out_by=w.members["gwen"]),
        Invitation.objects.get(kind="practitioner"),
    ):
        with pytest.raises(RuleBroken):
            asked(w, conference, to)
    with pytest.raises(NotAllowed):
        conference_letters.ask_for_letter(
            by=w.gwen,
            conference=conference,
            invitation_id=mother_of(conference).pk,
            language=BOTH,
        )


def test_a_conference_cancelled_meanwhile_is_invited_to_by_nobody() -> None:
    w = s.world()
    _case, conference = called(w)
    to = mother_of(conference)
    letter = asked(w, conference, to)
    conferences.cancel_conference(by=w.aisha, conference=conference, reason="Snow")
    assert conference_letters.make_letters(by=WRITER) == 0
    letter.refresh_from_db()
    assert letter.state == "failed"
    with pytest.raises(Conflict):
        asked(w, conference, to)


def test_the_page_makes_a_letter_and_says_when_it_is_outdated() -> None:
    w = s.world()
    case, conference = called(w)
    to = mother_of(conference, language="welsh")
    aisha = signed_in(w, "aisha")
    page = reverse("cases:conference_letters", args=[conference.pk])
    refused = aisha.post(page, {"invitation": str(to.pk), "language": "latin"})
    assert refused.status_code == 422
    assert f'value="{to.pk}" checked' in refused.content.decode()
    answer = aisha.post(page, {"invitation": str(to.pk), "language": "welsh"}, follow=True)
    assert "1 letter is being made." in answer.content.decode()
    progress = reverse("cases:conference_letters_progress", args=[conference.pk])
    assert aisha.get(progress).json()["state"] == "making"
    made(ConferenceLetter.objects.get())
    assert aisha.get(progress).json()["state"] == "made"
    file = reverse(
        "cases:conference_letter", args=[conference.pk, ConferenceLetter.objects.get().pk]
    )
    assert file in aisha.get(page).content.decode()
    answer = aisha.get(file)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")
    read = AuditEvent.objects.get(action="conference.letter_read")
    assert (read.case_id, read.details["to"]) == (case.pk, "Siân Llŵyd")
    Conference.objects.update(place="Elsewhere")
    assert "The conference has changed since" in aisha.get(page).content.decode()
    for name, status in (("dev", 404), ("chloe", 403), ("gwen", 403)):
        assert signed_in(w, name).get(file).status_code == status


def test_a_letter_is_had_under_its_own_conference_alone() -> None:
    w = s.world()
    _case, conference = called(w)
    letter = asked(w, conference, mother_of(conference))
    made(letter)
    other = s.child(w, given="Nel", family="Price")
    s.enquired(w, [other], on=s.before(10))
    elsewhere = s.conference(w, [other], on=s.before(-3), hold=False)
    with pytest.raises(NotFound):
        conference_letters.open_letter(by=w.aisha, conference_id=elsewhere.pk, letter_id=letter.pk)


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    yield broker
    broker.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_the_letter_once(broker: Broker, tmp_path: Path) -> None:
    w = s.world()
    _case, conference = called(w)
    letter = asked(w, conference, mother_of(conference))
    with Worker(broker, tmp_path) as worker:
        for times in (1, 2):
            broker.ask("cases.make_letters")
            worker.until("the run", lambda: worker.finished("cases.make_letters") >= times)  # noqa: B023
    letter.refresh_from_db()
    assert letter.state == "made"
    assert "Siân Llŵyd" in text(pypdf.PdfReader(io.BytesIO(letter_files.read(letter.stored_as))))
    _folders, files = letter_files.storage().listdir("")
    assert files.count(letter.stored_as) == 1
    by = AuditEvent.objects.filter(action="conference.letter_made").values_list("actor_name")
    assert list(by) == [("family-letters",)]
