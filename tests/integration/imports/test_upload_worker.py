"""A return goes through a real worker, asked over HTTP; and a worker is killed in mid-loading."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from agencies.actors import Actor
from cases.domain.errors import Conflict
from cases.domain.imports import ImportState
from cases.imports import jobs
from cases.imports.uploads import receive
from cases.models import Case, Child, ImportBatch, ImportedChild
from cases.services import imported_batches, imported_files, imported_steps, visits
from cases.services.imported_undo import SomethingAdded, undo_loading
from cpr.celery import app
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.sessions import holding, other_sessions
from tests.integration.test_board_pages import signed_in
from tests.integration.worker import Broker, Worker, eventually
from tests.unit.imports.returns import census, child, enquiry, plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
JOB = Actor.system("import-register")
ALL_THE_SAME = {"all_the_same": "on"}  # England’s form, loaded in Wales
RETURN = census(*(child(enquiry() + plan(), number=f"N{n}") for n in range(8)))


@pytest.fixture
def broker() -> Iterator[Broker]:
    """The broker of this run's own; what the pages ask for goes into its queue."""
    broker = Broker()
    broker.app.conf.task_default_queue = broker.queue
    broker.app.set_current()
    yield broker
    app.set_current()
    broker.close()


def state_of(batch: ImportBatch) -> str:
    return str(ImportBatch.objects.values_list("state", flat=True).get(pk=batch.pk))


def is_now(batch: ImportBatch, state: ImportState) -> bool:
    return state_of(batch) == state


def uploaded(efua: Client, content: bytes = RETURN) -> ImportBatch:
    file = SimpleUploadedFile("return.xml", content)
    assert efua.post(reverse("cases:imports"), {"file": file}).status_code == 302
    return ImportBatch.objects.latest("started_at")


def test_from_the_page_through_a_worker_and_back(broker: Broker, tmp_path: Path) -> None:
    w = s.world()
    efua = signed_in(w.members["efua"])
    batch = uploaded(efua)
    name = batch.stored_as
    assert imported_files.storage().exists(name)
    told = reverse("cases:import_progress", args=[batch.pk])
    with Worker(broker, tmp_path) as worker:
        worker.until("the preview", partial(is_now, batch, ImportState.PREVIEWED))
        assert not Child.objects.exists()
        assert efua.get(told).json()["state"] == "previewed"
        assert (
            efua.post(reverse("cases:import_load", args=[batch.pk]), ALL_THE_SAME).status_code
            == 302
        )
        worker.until("the loading", partial(is_now, batch, ImportState.LOADED))
        found = efua.get(told).json()
        assert (found["state"], found["done"], found["total"]) == ("loaded", 8, 8)
        broker.ask("cases.look_after_imports")
        worker.until("a look after it", partial(worker.finished, "cases.look_after_imports"))
    assert Child.objects.count() == 8
    batch.refresh_from_db()
    assert batch.loaded_by_name == "Efua Mensah"
    assert not imported_files.storage().exists(name)
    undo = reverse("cases:import_undo", args=[batch.pk])
    assert efua.post(undo, {"reason": "The wrong year"}).status_code == 302
    assert not Child.objects.exists()


CASES_LOCKED = "LOCK TABLE cases_section47enquiry IN EXCLUSIVE MODE"


def is_loading_waiting() -> bool:
    return any("cases_section47enquiry" in query for query in other_sessions("Lock"))


def is_loading_there() -> bool:
    return any("cases_section47enquiry" in query for query in other_sessions())


def test_a_worker_killed_in_mid_loading_leaves_nothing_and_the_loading_comes_again(
    broker: Broker, tmp_path: Path
) -> None:
    w = s.world()
    efua = signed_in(w.members["efua"])
    batch = uploaded(efua)
    with Worker(broker, tmp_path) as first:
        first.until("the preview", partial(is_now, batch, ImportState.PREVIEWED))
        with holding(CASES_LOCKED):
            efua.post(reverse("cases:import_load", args=[batch.pk]), ALL_THE_SAME)
            first.until("a loading that waits", is_loading_waiting)
            with imported_steps.alone_with(batch.pk) as is_alone:
                assert not is_alone  # the worker has it in hand
            first.kill()
    eventually("the killed loading's session to end", lambda: not is_loading_there())
    assert not Child.objects.exists()
    assert not ImportedChild.objects.exists()
    assert state_of(batch) == ImportState.LOADING
    ImportBatch.objects.filter(pk=batch.pk).update(state_at=now() - timedelta(minutes=5))
    assert imported_steps.look_after(by=JOB) == 1  # as beat has it done every minute
    with Worker(broker, tmp_path) as second:
        second.until("the loading", partial(is_now, batch, ImportState.LOADED))
    assert Child.objects.count() == 8
    broker.let_time_pass()
    with Worker(broker, tmp_path, visibility=1) as third:  # what the first one held comes back too
        third.until("the old task", partial(third.finished, "cases.load_import"))
    assert Child.objects.count() == 8


def at_once(*acts: Any) -> list[Any]:
    """This will do things at the same time, each on a connection of its own."""

    def one(act: Any) -> Any:
        try:
            return act()
        except Conflict as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def loaded(w: s.World, content: bytes = RETURN) -> ImportBatch:
    by = w.actor("efua")
    batch = receive(by=by, file=io.BytesIO(content), name="return.xml", today=today())
    jobs.preview(by=JOB, batch_id=batch.pk)
    imported_batches.ask_to_load(by=by, batch_id=batch.pk)
    jobs.load(by=JOB, batch_id=batch.pk)
    return batch


def test_two_who_press_at_once_ask_once() -> None:
    w = s.world()
    by = w.actor("efua")
    batch = receive(by=by, file=io.BytesIO(RETURN), name="return.xml", today=today())
    jobs.preview(by=JOB, batch_id=batch.pk)
    ask = partial(imported_batches.ask_to_load, by=by, batch_id=batch.pk)
    found = at_once(ask, ask, partial(imported_batches.discard, by=by, batch_id=batch.pk))
    assert sum(isinstance(each, Conflict) for each in found) == 2


def test_two_workers_at_once_load_once() -> None:
    w = s.world()
    by = w.actor("efua")
    batch = receive(by=by, file=io.BytesIO(RETURN), name="return.xml", today=today())
    preview = partial(jobs.preview, by=JOB, batch_id=batch.pk)
    assert at_once(preview, preview) == [None, None]
    imported_batches.ask_to_load(by=by, batch_id=batch.pk)
    load = partial(jobs.load, by=JOB, batch_id=batch.pk)
    assert at_once(load, load, load) == [None, None, None]
    assert Child.objects.count() == 8
    assert state_of(batch) == ImportState.LOADED


def test_two_who_undo_at_once_undo_once() -> None:
    w = s.world()
    batch = loaded(w)
    undo = partial(undo_loading, by=w.actor("efua"), batch_id=batch.pk, reason="Wrong")
    found = at_once(undo, undo)
    assert sum(isinstance(each, Conflict) for each in found) == 1
    assert not Child.objects.exists()


def test_work_that_comes_at_the_same_moment_is_kept_or_finds_no_child() -> None:
    """Whoever locks the case first wins; a visit is never taken away with the loading."""
    w = s.world()
    batch = loaded(w)
    case = Case.objects.get(child__identifiers__value="N3")
    visit = partial(
        visits.record_visit,
        by=w.actor("efua"),
        case=case,
        visited_on=today(),
        seen=visits.Seen(was_seen=True),
        account="Seen.",
        childs_words="",
        today=today(),
    )

    def visited() -> Any:
        try:
            return visit()
        except Exception as error:  # noqa: BLE001 (NotFound, or the row that went under its lock)
            return error

    undo = partial(undo_loading, by=w.actor("efua"), batch_id=batch.pk, reason="Wrong")
    undone, seen = at_once(undo, visited)
    if isinstance(undone, SomethingAdded):
        assert Child.objects.count() == 8
        assert case.visits.count() == 1
    else:
        assert isinstance(seen, Exception)
        assert not Child.objects.exists()


def test_every_thread_of_a_web_server_asks_the_same_broker() -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: current_app.conf.broker_url).result() == app.conf.broker_url
