"""A loading beside other people's work, on two real connections: who waits, and who gives up."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from agencies.actors import Actor
from agencies.models import Agency
from agencies.services import open_agency
from cases.domain.imports import ImportState
from cases.imports import jobs
from cases.imports.load import load_register
from cases.imports.uploads import receive
from cases.models import Case, Child, ImportBatch, Registration
from cases.services import imported_batches, imported_steps
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.sessions import other_sessions
from tests.integration.worker import eventually
from tests.unit.imports.returns import TODAY, census, child, plan

pytestmark = pytest.mark.django_db(transaction=True)
JOB = Actor.system("import-register")
BOTH = census(child(number="C1"), child(number="C2"))
BOTH_WITH_PLANS = census(child(plan(), number="C1"), child(plan(), number="C2"))


def load(authority: Agency, content: bytes) -> Any:
    return load_register(
        by=JOB, authority=authority, file=io.BytesIO(content), name="r.xml", today=TODAY
    )


def case_of(number: str) -> Any:
    return Case.objects.get(child__identifiers__value=number)


def locked(case: Case) -> None:
    list(Case.objects.select_for_update(no_key=True).filter(pk=case.pk))


def on_its_own(work: Callable[[], Any]) -> Any:
    """This will do some work on the connection of a thread of its own."""
    try:
        return work()
    finally:
        connection.close()


def is_waiting() -> bool:
    """Whether any session waits now; within a transaction the list would else stand still."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
    return bool(other_sessions("Lock"))


@pytest.fixture
def authority() -> Agency:
    return open_agency(by=s.SEED, kind="local_authority", code="201", name_en="S", nation="england")


def test_a_service_that_locks_case_and_then_child_is_never_in_the_loadings_way(
    authority: Agency,
) -> None:
    load(authority, BOTH)
    case = case_of("C1")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked(case)
            loading = pool.submit(on_its_own, partial(load, authority, BOTH_WITH_PLANS))
            eventually("the loading to wait", is_waiting)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
            list(Child.objects.select_for_update(no_key=True).filter(pk=case.child_id))
        report = loading.result()
    assert not report.has_refusals
    assert Registration.objects.count() == 2


def test_a_deadlock_takes_the_whole_step_back_and_it_is_done_again() -> None:
    """Two cases, locked by the loading in the file's order and by somebody the other way round."""
    w = s.world()
    by = w.actor("efua")
    load(w.cardiff, BOTH)
    batch = receive(by=by, file=io.BytesIO(BOTH_WITH_PLANS), name="r.xml", today=today())
    jobs.preview(by=JOB, batch_id=batch.pk)
    imported_batches.ask_to_load(by=by, batch_id=batch.pk)
    first, second = case_of("C1"), case_of("C2")
    work = partial(jobs.load, by=JOB, batch_id=batch.pk)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            locked(second)
            loading = pool.submit(on_its_own, work)
            eventually("the loading to wait", is_waiting)
            locked(first)  # the loading has waited longer: it looks first, and gives up
        with pytest.raises(OperationalError, match="deadlock"):
            loading.result()
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (ImportState.LOADING, 1)
    assert not Registration.objects.exists()
    ImportBatch.objects.update(state_at=now() - timedelta(minutes=5))
    assert imported_steps.look_after(by=JOB) == 1
    work()  # as the worker that was asked again does
    batch.refresh_from_db()
    assert batch.state == ImportState.LOADED
    assert Registration.objects.count() == 2
