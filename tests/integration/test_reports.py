"""Agencies' reports for conferences: who writes and reads them, frozen and corrected, in time."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.actors import acting_as
from cases import access
from cases.bank_holidays import calendar_of
from cases.domain import procedures
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.reports import Content, FamilyShare, ShareWay, due_on
from cases.domain.rules.reports import shown_name
from cases.domain.statuses import ConferenceKind, Level, Nation
from cases.models import ConferenceReport, Invitation, ReportAttachment
from cases.queries import reports as queries
from cases.services import report_attachments, report_files, reports
from cpr import clock
from tests import scenarios as s
from tests.integration.acts_reports import FILLED, OF_LEAD, PDF, asked, drafted, reported

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[RuleBroken | Conflict]) -> set[str]:
    return {problem.code for problem in refused.value.problems}


def seen(w: s.World, name: str) -> set[ConferenceReport]:
    """What the gate gives; the database must give no more."""
    actor = w.actor(name)
    with acting_as(actor):
        given = set(access.visible(actor, P.VIEW_RECORD, ConferenceReport))
        assert set(ConferenceReport.objects.all()) == given
    return given


def test_a_draft_is_the_writing_teams_alone_and_a_report_the_conferences() -> None:
    w = s.world()
    invitation = asked(w)
    draft = drafted(w, invitation)
    assert {name for name in w.members if seen(w, name)} == {"chloe"}
    reports.submit(by=w.actor("chloe"), invitation=invitation, content=FILLED, version=1)
    readers = {name for name in w.members if draft in seen(w, name)}
    assert readers == {"aisha", "ben", "chloe", "efua", "gwen", "huw", "iris"}


def test_a_report_is_hidden_from_who_may_not_know_one_of_the_children() -> None:
    w = s.world()
    efa = s.child(w)
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=efa)
    s.enquired(w, [efa, ioan], on=s.before(8))
    meeting = s.conference(w, [efa, ioan], on=s.before(-6), hold=False)
    s.shared(w, efa, level=Level.FULL)
    s.shared(w, efa, name="dev", level=Level.FULL)
    s.shared(w, ioan, name="dev", level=Level.FULL)
    report = reported(w, asked(w, meeting, "aisha"), "aisha")
    assert seen(w, "dev") == {report}
    assert seen(w, "chloe") == set()


def test_who_was_not_asked_does_not_write_and_a_lead_worker_may() -> None:
    w = s.world()
    invitation = asked(w)
    for name, refusal in {"gwen": NotAllowed, "ben": NotAllowed, "dev": NotFound}.items():
        with pytest.raises(refusal):
            reports.save_draft(by=w.actor(name), invitation=invitation, content=FILLED, version=0)
    draft = drafted(w, invitation)
    with pytest.raises(Conflict) as refused:  # the team is writing it already, unseen by Aisha
        reports.save_draft(by=w.aisha, invitation=invitation, content=FILLED, version=0)
    assert codes(refused) == {"report_written_elsewhere"}
    other = asked(w, invitation.conference, "dev")
    of_paper = reports.submit(by=w.aisha, invitation=other, content=FILLED, version=0)
    assert of_paper.team == w.ely
    assert draft.team == w.visitors


def test_the_social_workers_report_holds_no_opinion() -> None:
    w = s.world()
    own = asked(w, asked(w).conference, "aisha")
    with pytest.raises(RuleBroken) as refused:
        reports.save_draft(by=w.aisha, invitation=own, content=FILLED, version=0)
    assert codes(refused) == {"report_holds_an_opinion"}
    report = reports.submit(by=w.aisha, invitation=own, content=OF_LEAD, version=0)
    assert report.is_lead
    assert report.view == ""


def test_submitted_is_frozen_and_a_correction_is_the_next_version() -> None:
    w = s.world()
    invitation, chloe = asked(w), w.actor("chloe")
    with pytest.raises(RuleBroken) as refused:
        reports.submit(by=chloe, invitation=invitation, content=Content(facts="x"), version=0)
    assert codes(refused) == {
        "report_risks_missing",
        "report_lived_experience_missing",
        "report_view_missing",
    }
    first = reported(w, invitation)
    with pytest.raises(Conflict) as late:
        reports.save_draft(by=chloe, invitation=invitation, content=FILLED, version=1)
    assert codes(late) == {"report_submitted_meanwhile"}
    with pytest.raises(Conflict):
        report_attachments.attach(by=chloe, invitation=invitation, file=io.BytesIO(PDF), name="x")
    second = reports.correct(by=chloe, invitation=invitation, reason="The day was wrong")
    assert (second.number, second.replaces, second.facts) == (2, first, first.facts)
    with pytest.raises(Conflict):
        reports.correct(by=w.aisha, invitation=invitation, reason="Once more")
    file = second.attachments.get()
    report_attachments.remove(by=chloe, invitation=invitation, attachment_id=file.pk)
    kept = first.attachments.get()  # the earlier version has its file still
    assert report_files.content_of(kept.stored_as, kept.sha256) == PDF
    reports.submit(by=chloe, invitation=invitation, content=FILLED, version=second.version)
    assert [r.number for r in queries.versions(w.aisha, invitation)] == [2, 1]


def test_a_second_saver_is_told_who_was_first() -> None:
    w = s.world()
    invitation = asked(w)
    draft = drafted(w, invitation)
    other = s.Actor.of(s.colleague(w, "chloe", "Mair Puw"))
    again = {"invitation": invitation, "version": draft.version}
    reports.save_draft(by=other, content=Content(facts="Mine"), **again)
    with pytest.raises(Conflict) as refused:
        reports.save_draft(by=w.actor("chloe"), content=FILLED, **again)
    [problem] = refused.value.problems
    assert (problem.code, problem.params) == ("report_changed_meanwhile", {"name": "Mair Puw"})


def test_sharing_with_the_family_says_what_was_held_back() -> None:
    w = s.world()
    report = reported(w, asked(w))
    given = {"report": report, "way": ShareWay.IN_PERSON, "today": clock.today()}
    with pytest.raises(RuleBroken) as refused:
        reports.record_sharing(
            by=w.aisha,
            extent=FamilyShare.PART,
            with_whom=" ",
            shared_on=s.before(1),
            **given,  # type: ignore[arg-type]
        )
    assert codes(refused) == {
        "report_shared_with_nobody",
        "report_withheld_without_reason",
        "report_shared_before_submitted",
    }
    with pytest.raises(NotAllowed):
        reports.record_sharing(
            by=w.gwen,
            extent=FamilyShare.WHOLE,
            with_whom="Mother",
            shared_on=clock.today(),
            **given,  # type: ignore[arg-type]
        )


@pytest.mark.parametrize(
    ("kind", "held", "due"),
    [
        (ConferenceKind.INITIAL, date(2026, 11, 26), date(2026, 11, 24)),
        (ConferenceKind.REVIEW, date(2026, 11, 26), date(2026, 11, 23)),
        (ConferenceKind.INITIAL, date(2026, 11, 23), date(2026, 11, 19)),
        (ConferenceKind.INITIAL, date(2026, 11, 24), date(2026, 11, 20)),  # never on a Sunday
        (ConferenceKind.PRE_BIRTH, date(2026, 12, 29), date(2026, 12, 23)),  # two holidays
    ],
)
def test_the_day_reports_are_due(kind: ConferenceKind, held: date, due: date) -> None:
    rule = procedures.reports_due(Nation.WALES)
    assert due_on(rule, kind, held, calendar_of(Nation.WALES)) == due


def test_states_come_in_constant_queries_and_hide_no_lateness() -> None:
    w = s.world()
    first = asked(w)
    meeting = first.conference
    reported(w, first)

    def cost() -> int:
        with acting_as(w.aisha), CaptureQueriesContext(connection) as caught:
            queries.reports_of(w.aisha, meeting)
        return len(caught)

    before = cost()
    for name in ("aisha", "dev", "gwen"):
        asked(w, meeting, name)
    assert cost() == before
    for name in ("aisha", "chloe"):  # Chloe reads but her own, and knows who is in
        found = queries.reports_of(w.actor(name), meeting)
        assert len(found) == 4
        assert found[first.pk].submitted_on == clock.today()
    state = found[Invitation.objects.get(conference=meeting, team=w.ely).pk]
    assert state.due_on is not None
    assert state.working_days_late(state.due_on) == 0
    assert state.working_days_late(state.due_on + timedelta(days=7)) == 5


# Attachments


def word(*, types: str = "", more: dict[str, bytes] | None = None) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types or f'<Types ContentType="{main}"/>')
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return kept.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + report_files.PNG_END
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"
ATTACKS = {
    "empty": (b"", "attachment_empty"),
    "a page in a PDF's name": (b"<html><script>alert(1)</script>", "attachment_wrong_type"),
    "a page before a PDF": (b"<html>" + PDF, "attachment_wrong_type"),
    "a program": (b"MZ\x90\x00" + bytes(60), "attachment_wrong_type"),
    "a picture that is a script": (b"GIF89a/*" + bytes(60), "attachment_wrong_type"),
    "half a PDF": (PDF[:20], "attachment_damaged"),
    "half a picture": (PNG[:-4], "attachment_damaged"),
    "a PDF and an archive in one": (PDF + word(), "attachment_is_two_things"),
    "a picture and an archive in one": (JPEG + word(), "attachment_is_two_things"),
    "an archive": (word()[:30] + bytes(10), "attachment_damaged"),
    "a workbook": (word(types="<Types/>"), "attachment_wrong_type"),
    "macros": (word(more={"word/vbaProject.bin": b"x"}), "attachment_has_macros"),
    "a bomb": (word(more={"word/a.xml": bytes(101 * 1024 * 1024)}), "attachment_grows"),
    "a way out": (word(more={"../../etc/passwd": b"x"}), "attachment_damaged"),
    "too big": (PDF + bytes(10 * 1024 * 1024), "attachment_too_big"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_that_is_not_taken(attack: str) -> None:
    w = s.world()
    invitation = asked(w)
    drafted(w, invitation)
    content, code = ATTACKS[attack]
    kept = set(report_files.storage().listdir("")[1]) if kept_any() else set()
    with pytest.raises(RuleBroken) as refused:
        report_attachments.attach(
            by=w.actor("chloe"), invitation=invitation, file=io.BytesIO(content), name="a.pdf"
        )
    assert codes(refused) == {code}
    assert not ReportAttachment.objects.exists()
    assert (set(report_files.storage().listdir("")[1]) if kept_any() else set()) == kept


def kept_any() -> bool:
    return report_files.storage().exists("")


@pytest.mark.parametrize(
    ("content", "name", "shown"),
    [
        (PDF, "../../../etc/passwd", "passwd.pdf"),
        (PDF, "C:\\Users\\chloe\\letter.pdf", "letter.pdf"),
        (PDF, "letter.pdf.html", "letter-pdf.pdf"),
        (PDF, 'a"\r\nSet-Cookie: x=1;.pdf', "aSet-Cookie x=1.pdf"),
        (PNG, ".htaccess", "htaccess.png"),
        (JPEG, "llun o’r tŷ.jpeg", "llun o’r tŷ.jpg"),
        (word(), "", "attachment.docx"),
        (PDF, "\u202efdp.exe", "fdp.pdf"),
        (PDF, "x" * 500, f"{'x' * 100}.pdf"),
    ],
)
def test_a_file_is_shown_by_a_harmless_name(content: bytes, name: str, shown: str) -> None:
    assert shown_name(name, report_files.kind_of(io.BytesIO(content))) == shown


def test_an_altered_file_is_given_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    w = s.world()
    file = reported(w, asked(w)).attachments.get()
    with report_files.storage().open(file.stored_as, "wb") as kept:
        kept.write(b"<html>")
    with pytest.raises(NotFound):
        report_files.content_of(file.stored_as, file.sha256)
    assert "gone or altered" in caplog.text
