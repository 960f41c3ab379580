"""The pages of agencies' reports: written over days, submitted, corrected, shared, downloaded."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.domain.reports import Content
from cases.models import ConferenceReport, Invitation, ReportSharing
from cases.services import reports
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_reports import FILLED, PDF, asked, drafted, reported

pytestmark = pytest.mark.django_db
TYPED = vars(FILLED)


def client_of(w: s.World, name: str) -> Client:
    client = Client()
    client.force_login(w.user(name))
    return client


def page(invitation: Invitation, name: str = "report", *more: Any) -> str:
    keys = [invitation.conference_id, invitation.pk, *more]
    return reverse(f"cases:{name}", args=keys)


def pdf(name: str = "../../letter.pdf.html", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def test_a_report_is_written_submitted_read_corrected_and_shared() -> None:
    w = s.world()
    invitation = asked(w)
    chloe, aisha = client_of(w, "chloe"), client_of(w, "aisha")
    edit = page(invitation, "report_edit")
    assert "Enter something to save" in chloe.post(edit, {"facts": " "}).content.decode()
    answer = chloe.post(edit, {"facts": "Seen twice.", "version": "0", "file": pdf()})
    assert answer.status_code == 302
    shown = chloe.get(edit).content.decode()
    assert "Seen twice." in shown
    assert "letter-pdf.pdf" in shown
    assert "not submitted yet" in aisha.get(page(invitation)).content.decode()
    short = chloe.post(edit, {"facts": "Seen twice.", "version": "1", "submit": "yes"})
    assert short.status_code == 422
    assert "Enter the risks as your agency sees them" in short.content.decode()
    done = chloe.post(edit, {**TYPED, "version": "1", "submit": "yes"})
    assert done["Location"] == page(invitation)
    read = aisha.get(page(invitation)).content.decode()
    assert FILLED.risks in read
    event = AuditEvent.objects.filter(action="record.read", actor_name="Aisha Rahman").latest("pk")
    assert event.details["part"] == "report"
    assert event.details["agency"] == "Health visitors, Ely"
    assert chloe.post(edit, {"correction": "The day was wrong"})["Location"] == edit
    again = {**TYPED, "facts": "Seen once.", "version": "1", "submit": "yes"}
    assert chloe.post(edit, again).status_code == 302
    assert "Seen once." in aisha.get(page(invitation)).content.decode()
    older = aisha.get(page(invitation) + "?version=1").content.decode()
    assert "This version was corrected." in older
    assert FILLED.facts in older
    sharing = {"extent": "part", "withheld": "A neighbour", "with_whom": "Mother"} | {
        "way": "in_person",
        **{f"shared_on-{part}": getattr(today(), part) for part in ("day", "month", "year")},
    }
    assert aisha.post(page(invitation, "report_share"), sharing).status_code == 302
    assert ReportSharing.objects.get().report.number == 2
    listed = aisha.get(reverse("cases:conference_reports", args=[invitation.conference_id]))
    assert "in part" in listed.content.decode()


def test_a_second_writer_keeps_what_they_typed_and_sees_the_firsts() -> None:
    w = s.world()
    invitation = asked(w)
    drafted(w, invitation)
    other = s.Actor.of(s.colleague(w, "chloe", "Mair Puw"))
    reports.save_draft(by=other, invitation=invitation, content=Content(facts="Hers"), version=1)
    typed = {"facts": "His own words", "version": "1"}
    edit, client = page(invitation, "report_edit"), client_of(w, "chloe")
    answer = client.post(edit, typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Mair Puw has saved this report" in shown
    assert "His own words" in shown
    assert "Hers" in shown
    [version] = re.findall(r'name="version" value="(\d+)"', shown)
    assert client.post(edit, {**typed, "version": version}).status_code == 302
    assert ConferenceReport.objects.get().facts == "His own words"


def test_what_was_typed_is_kept_when_its_file_is_refused() -> None:
    w = s.world()
    invitation = asked(w)
    edit, client = page(invitation, "report_edit"), client_of(w, "chloe")
    bad = pdf("letter.pdf", b"<html><script>alert(1)</script></html>")
    answer = client.post(edit, {"facts": "Typed for an hour", "version": "0", "file": bad})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Attach a PDF" in shown
    [version] = re.findall(r'name="version" value="(\d+)"', shown)
    assert client.post(edit, {**TYPED, "version": version, "submit": "yes"}).status_code == 302
    late = client.post(edit, {"facts": "Typed too late", "version": version})
    assert late.status_code == 409
    assert "Typed too late" in late.content.decode()


def test_a_file_is_given_to_readers_alone_and_never_shown_in_place() -> None:
    w = s.world()
    invitation = asked(w)
    draft = drafted(w, invitation)
    chloe = client_of(w, "chloe")
    chloe.post(
        page(invitation, "report_edit"),
        {**TYPED, "version": draft.version, "file": pdf("llŷr.pdf")},
    )
    file = draft.attachments.get()
    url = page(invitation, "report_attachment", file.pk)
    assert client_of(w, "aisha").get(url).status_code == 404  # a draft is not hers
    assert chloe.get(url).status_code == 200
    chloe.post(page(invitation, "report_edit"), {**TYPED, "version": "2", "submit": "yes"})
    answer = client_of(w, "gwen").get(url)
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''ll%C5%B7r.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    for stranger in ("dev", "nia"):
        assert client_of(w, stranger).get(url).status_code == 404
    other = reported(w, asked(w, invitation.conference, "aisha"), "aisha")
    theirs = page(other.invitation, "report_attachment", file.pk)
    assert client_of(w, "gwen").get(theirs).status_code == 404
    last = AuditEvent.objects.filter(action="report.file_read").latest("pk")
    assert (last.actor_name, last.details["file"]) == ("Gwen Price", "llŷr.pdf")


def test_a_file_leaves_a_draft_and_nothing_typed_with_it() -> None:
    w = s.world()
    invitation = asked(w)
    client, edit = client_of(w, "chloe"), page(invitation, "report_edit")
    client.post(edit, {"facts": "Seen", "version": "0", "file": pdf()})
    draft = ConferenceReport.objects.get()
    answer = client.post(
        edit, {"facts": "Seen twice", "version": "1", "remove": str(draft.attachments.get().pk)}
    )
    draft.refresh_from_db()
    assert answer.status_code == 302
    assert not draft.attachments.exists()
    assert draft.facts == "Seen twice"
    assert client.post(edit, {"facts": "x", "version": "2", "remove": "../1"}).status_code == 302
