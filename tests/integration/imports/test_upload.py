"""Uploading a return over HTTP: each step, who may, and what a file that means harm comes to."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from agencies.actors import Actor
from agencies.models import Membership
from agencies.services import add_member, suspend_member
from cases.domain.imports import ImportState
from cases.imports import jobs
from cases.models import Child, ImportBatch, ImportChange
from cases.services import imported_files, imported_steps
from cases.services.imported_steps import MOST_ATTEMPTS
from cpr.audit.models import AuditEvent
from cpr.clock import now
from tests import scenarios as s
from tests.integration.imports.test_load import refusing
from tests.integration.test_board_pages import signed_in
from tests.unit.imports.returns import census, child, enquiry, plan, plan_row, workbook
from tests.unit.imports.test_hostile_files import BILLION_LAUGHS, OUTSIDE_ENTITY

pytestmark = pytest.mark.django_db
JOB = Actor.system("import-register")
GOOD = census(child(enquiry() + plan(latest="ZZZ")), child(number="C2", born="2999-01-01"))


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def efua(w: s.World) -> Client:
    return signed_in(w.members["efua"])


@pytest.fixture(autouse=True)
def _nothing_is_there() -> None:
    """Files of other tests, whose transactions were taken back."""
    for name in kept():
        imported_files.drop(name)


def kept() -> list[str]:
    try:
        return imported_files.storage().listdir("")[1]
    except FileNotFoundError:
        return []


def upload(client: Client, content: bytes, name: str = "return.xml") -> Any:
    return client.post(reverse("cases:imports"), {"file": SimpleUploadedFile(name, content)})


def uploaded(client: Client, content: bytes = GOOD, name: str = "return.xml") -> ImportBatch:
    answer = upload(client, content, name)
    assert answer.status_code == 302
    batch = ImportBatch.objects.latest("started_at")
    assert answer["Location"] == page(batch)
    return batch


def page(batch: ImportBatch, name: str = "import") -> str:
    return reverse(f"cases:{name}", args=[batch.pk])


def previewed(client: Client, content: bytes = GOOD) -> ImportBatch:
    batch = uploaded(client, content)
    jobs.preview(by=JOB, batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


def load(client: Client, batch: ImportBatch) -> Any:
    return client.post(page(batch, "import_load"), {"all_the_same": "on"})


def words(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_from_the_file_to_the_register_and_back(
    efua: Client, django_capture_on_commit_callbacks: Any
) -> None:
    batch = uploaded(efua)
    assert (batch.state, batch.format, batch.attempts) == ("uploaded", "census", 0)
    assert kept() == [batch.stored_as]
    assert "return" not in batch.stored_as.removesuffix(".return")
    assert "Waiting for its turn." in words(efua, page(batch))
    told = efua.get(page(batch, "import_progress")).json()
    assert told == {"state": "uploaded", "done": 0, "total": 0, "words": "Waiting for its turn."}

    jobs.preview(by=JOB, batch_id=batch.pk)
    seen = words(efua, page(batch))
    assert "This is a preview: nothing is loaded yet." in seen
    assert "The date of birth 2999-01-01 is in the future." in seen
    assert "line 5 (child C2)" in seen
    assert not Child.objects.exists()
    assert not ImportChange.objects.exists()

    assert load(efua, batch).status_code == 302
    assert "The return is being loaded" in words(efua, page(batch))
    with django_capture_on_commit_callbacks(execute=True):
        jobs.load(by=JOB, batch_id=batch.pk)
    assert kept() == []
    seen = words(efua, page(batch))
    assert "This return is loaded." in seen
    assert Child.objects.count() == 1

    assert efua.post(page(batch, "import_undo"), {"reason": ""}).status_code == 422
    answer = efua.post(page(batch, "import_undo"), {"reason": "Of last year"}, follow=True)
    assert "The loading is undone." in answer.content.decode()
    assert "Of last year" in answer.content.decode()
    assert not Child.objects.exists()
    actions = set(AuditEvent.objects.filter(subject_id=batch.pk).values_list("action", flat=True))
    assert actions == {
        "return.uploaded",
        "return.previewed",
        "return.read",
        "return.loading_asked",
        "return.loaded",
        "return.undone",
    }
    loaded = AuditEvent.objects.get(action="return.loaded")
    assert loaded.actor_name == "Efua Mensah"


def _too_much() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 210 * 1024 * 1024)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is neither a children in need census"),
        (b"LAchildID,UPN\n1,2\n", "This is neither a children in need census"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel format"),
        (b"\x89PNG\r\n\x1a\n", "This is neither a children in need census"),
    ],
)
def test_what_is_no_return_is_refused_at_once(efua: Client, content: bytes, said: str) -> None:
    answer = upload(efua, content, "return.xml")  # whatever its name says
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown
    assert 'href="#id_file"' in shown
    assert not ImportBatch.objects.exists()
    assert kept() == []


def test_nothing_chosen_is_said(efua: Client) -> None:
    answer = efua.post(reverse("cases:imports"))
    assert answer.status_code == 422
    assert "Choose the return to upload" in answer.content.decode()


def test_a_file_beyond_the_limit_is_neither_read_nor_kept(efua: Client, settings: Any) -> None:
    settings.UPLOAD_MEGABYTES = 1
    answer = upload(efua, b"<Message>" + b" " * (3 * 1024 * 1024))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "The file is larger than 1 MB, the most that is accepted." in shown
    assert "Choose the return to upload" not in shown
    assert kept() == []
    assert upload(efua, GOOD + b" " * (1024 * 1024 - len(GOOD))).status_code == 302


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BILLION_LAUGHS, "The file contains a document type or entities"),
        (OUTSIDE_ENTITY, "The file contains a document type or entities"),
        (b"<Message><Children><Child></Message>", "The XML is broken at line 1"),
        (GOOD[:-12], "The XML is broken"),
        (b"<html><body/></html>", "it starts with “html”"),
        (b"<Message>" + b"<a>" * 40 + b"</a>" * 40 + b"</Message>", "nested too deeply"),
        (b"PK\x03\x04 and then nothing", "The file cannot be opened as a workbook"),
        (_too_much(), "would unpack to far more than a return can hold"),
        (b"<script>alert(1)</script>", "it starts with “script”"),
    ],
    ids=["laughs", "outside", "broken", "cut", "html", "deep", "no zip", "bomb", "script"],
)
def test_a_file_that_cannot_be_read_fails_plainly(
    efua: Client, content: bytes, said: str, django_capture_on_commit_callbacks: Any
) -> None:
    batch = uploaded(efua, content, "<b>return</b>.xml")
    with django_capture_on_commit_callbacks(execute=True):
        jobs.preview(by=JOB, batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.stored_as, kept()) == (ImportState.FAILED, "", [])
    shown = words(efua, page(batch))
    assert said in shown
    assert "<script>alert" not in shown
    assert "<b>return" not in shown
    for name in ("import_load", "import_discard"):
        assert efua.post(page(batch, name)).status_code == 409
    assert efua.get(page(batch, "import_report")).status_code == 404
    assert not Child.objects.exists()


def test_a_workbook_called_xml_is_a_workbook(efua: Client) -> None:
    batch = uploaded(efua, workbook([], [plan_row()]), "census.xml")
    assert batch.format == "annex_a"


def test_the_second_to_press_load_is_told(w: s.World, efua: Client) -> None:
    other = s.colleague(w, "efua", "Dafydd Prys")
    batch = previewed(efua)
    assert load(efua, batch).status_code == 302
    answer = load(signed_in(other), batch)
    assert answer.status_code == 409
    assert "Efua Mensah has already asked for this return to be loaded" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.asked_by_name == "Efua Mensah"
    assert signed_in(other).post(page(batch, "import_discard")).status_code == 409


def test_a_custodian_who_was_suspended_meanwhile_loads_nothing(w: s.World, efua: Client) -> None:
    other = s.colleague(w, "efua", "Dafydd Prys")
    batch = previewed(efua)
    load(efua, batch)
    suspend_member(by=s.SEED, membership=w.members["efua"])
    jobs.load(by=JOB, batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.state == ImportState.FAILED
    assert not Child.objects.exists()
    assert "may no longer load returns" in words(signed_in(other), page(batch))


def test_a_task_delivered_twice_works_once(efua: Client) -> None:
    batch = previewed(efua)
    first = batch.state_at
    jobs.preview(by=JOB, batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.state_at == first
    jobs.load(by=JOB, batch_id=batch.pk)  # nobody has asked for it
    assert not Child.objects.exists()
    load(efua, batch)
    jobs.load(by=JOB, batch_id=batch.pk)
    events = AuditEvent.objects.count()
    jobs.load(by=JOB, batch_id=batch.pk)
    jobs.preview(by=JOB, batch_id=batch.pk)
    assert AuditEvent.objects.count() == events
    assert Child.objects.count() == 1


def long_ago(batch: ImportBatch, **fields: Any) -> None:
    at = now() - timedelta(minutes=5)
    ImportBatch.objects.filter(pk=batch.pk).update(state_at=at, **fields)


def test_a_step_that_nobody_works_on_is_asked_for_again_and_then_fails(efua: Client) -> None:
    batch = previewed(efua)
    load(efua, batch)
    assert imported_steps.look_after(by=JOB) == 0  # asked for a moment ago
    long_ago(batch, attempts=1)
    assert imported_steps.look_after(by=JOB) == 1
    batch.refresh_from_db()
    assert batch.state == ImportState.LOADING
    assert imported_steps.look_after(by=JOB) == 0
    long_ago(batch, attempts=MOST_ATTEMPTS)
    assert imported_steps.look_after(by=JOB) == 1
    assert "never came to its end, so nothing was loaded" in words(efua, page(batch))
    assert not Child.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_leaves_nothing_and_is_told_in_the_end(efua: Client) -> None:
    batch = previewed(efua)
    load(efua, batch)
    with refusing("cases_importbatch", "finished_at IS NULL"):
        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(IntegrityError, match="of_this_test"):
                jobs.load(by=JOB, batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (ImportState.LOADING, MOST_ATTEMPTS)
    assert not Child.objects.exists()
    long_ago(batch)
    imported_steps.look_after(by=JOB)
    assert "never came to its end" in words(efua, page(batch))


def test_what_is_discarded_leaves_nothing_of_a_child(
    efua: Client, django_capture_on_commit_callbacks: Any
) -> None:
    batch = previewed(efua)
    with django_capture_on_commit_callbacks(execute=True):
        answer = efua.post(page(batch, "import_discard"))
    assert answer["Location"] == reverse("cases:imports")
    batch.refresh_from_db()
    assert (batch.state, kept()) == (ImportState.DISCARDED, [])
    assert "findings" not in batch.report
    assert batch.report["counts"]["child"]["read"] == 2
    assert "was discarded" in words(efua, page(batch)) or "was not loaded" in words(
        efua, page(batch)
    )
    assert load(efua, batch).status_code == 409


def test_what_nobody_wants_goes_in_time(
    efua: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    batch = previewed(efua)
    stray = imported_files.keep(io.BytesIO(b"<Message/>"))
    at = now() - timedelta(days=settings.RETURN_KEPT_DAYS, minutes=1)
    ImportBatch.objects.filter(pk=batch.pk).update(state_at=at)
    with django_capture_on_commit_callbacks(execute=True):
        assert imported_steps.look_after(by=JOB) == 1
    batch.refresh_from_db()
    assert (batch.state, kept()) == (ImportState.DISCARDED, [stray])
    assert imported_files.strays(set(), older_than=now() + timedelta(minutes=1)) == [stray]
    assert imported_files.strays({stray}, older_than=now() + timedelta(minutes=1)) == []
    assert "neither loaded nor discarded in time" in words(efua, page(batch))


def test_a_file_that_is_gone_is_said(efua: Client) -> None:
    batch = uploaded(efua)
    imported_files.drop(batch.stored_as)
    jobs.preview(by=JOB, batch_id=batch.pk)
    assert "The uploaded file is no longer there" in words(efua, page(batch))


def test_the_register_may_change_between_preview_and_loading(w: s.World, efua: Client) -> None:
    batch = previewed(efua)
    assert batch.report["counts"]["child"]["created"] == 1
    again = previewed(efua)
    for each in (batch, again):
        load(efua, each)
        jobs.load(by=JOB, batch_id=each.pk)
        each.refresh_from_db()
    assert again.report["counts"]["child"]["created"] == 0
    third = previewed(efua)
    assert "The very same file was loaded on" in words(efua, page(third))
    assert "There is nothing new in this return" in words(efua, page(third))


def test_the_report_holds_every_finding_and_no_formula(efua: Client) -> None:
    evil = "=cmd|'/c calc'!A1"
    batch = previewed(
        efua, census(*(child(number=f"{evil}{n}", sex="<Sex>@x</Sex>") for n in range(30)))
    )
    answer = efua.get(page(batch, "import_report"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="return-')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + batch.report["number_of_findings"] > 30
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    event = AuditEvent.objects.filter(action="return.read").latest("pk")
    assert event.details["part"] == "file"


def test_another_authoritys_loading_is_no_loading(w: s.World, efua: Client) -> None:
    user = s.User.objects.create_user("c@example.invalid", "Cai Prys", s.PASSWORD)
    member = add_member(
        by=s.SEED, user=user, team=w.newport, role="register_custodian", on=s.before(90)
    )
    member = Membership.objects.select_related("user").get(pk=member.pk)
    theirs = signed_in(member)
    batch = previewed(efua)
    assert batch.file_name not in words(theirs, reverse("cases:imports"))
    for name in ("import", "import_progress", "import_report", "import_undo"):
        assert theirs.get(page(batch, name)).status_code == 404, name
    for name in ("import_load", "import_discard", "import_undo"):
        assert theirs.post(page(batch, name), {"reason": "x"}).status_code == 404, name
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED


def test_only_the_custodian_is_offered_it(w: s.World, efua: Client) -> None:
    assert "Upload a return" in words(efua, "/")
    for name in ("aisha", "huw", "chloe", "gwen"):
        assert "Upload a return" not in words(signed_in(w.members[name]), "/")


def test_a_cache_that_cannot_be_reached_hinders_nothing(
    efua: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The real client of the cache, sent to a socket where nobody listens."""
    from cases.imports import progress

    batch = previewed(efua)
    with monkeypatch.context() as patch:
        from django.core.cache.backends.redis import RedisCache

        patch.setattr(progress, "cache", RedisCache(f"unix://{tmp_path}/no.sock", {}))
        load(efua, batch)
        jobs.load(by=JOB, batch_id=batch.pk)
        assert "This return is loaded." in words(efua, page(batch))
    cache.clear()


def test_a_step_that_kills_its_worker_is_not_begun_without_end(efua: Client) -> None:
    batch = uploaded(efua)
    begun = ImportBatch.objects.filter(pk=batch.pk)
    begun.update(state=ImportState.PREVIEWING, attempts=MOST_ATTEMPTS)
    jobs.preview(by=JOB, batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.failure["code"]) == (ImportState.FAILED, "lost")
    assert batch.attempts == MOST_ATTEMPTS
