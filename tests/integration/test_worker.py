"""A real worker on the real broker runs tasks; and one is killed in mid-sweep.

Which test runs which task: ``test_tasks_and_fields``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from cases import grants
from cases.models import CaseGrant, Deadline, Notice, OverdueFlag, SweepRun
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s
from tests.integration.sessions import (
    NOTICES_LOCKED,
    holding,
    is_sweep_there,
    is_sweep_waiting,
)
from tests.integration.worker import Broker, Worker, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    yield broker
    broker.close()


def late(w: s.World) -> int:
    """This will make a case with a co-ordinator and overdue clocks, and count those."""
    [registration] = s.registered(w, days_ago=100)
    s.co_ordinated(w, registration.case)
    return Deadline.objects.filter(met_on=None, stopped_on=None, due_on__lt=today()).count()


def test_a_worker_runs_each_task(broker: Broker, tmp_path: Path) -> None:
    overdue = late(s.world())
    CaseGrant.objects.all().delete()
    assert grants.differences()
    with Worker(broker, tmp_path) as worker:
        for task in ("cases.sweep_overdue", "cases.check_grants", "cases.send_notices"):
            broker.ask(task)
            worker.until(task, partial(worker.finished, task))
    assert OverdueFlag.objects.count() == overdue > 0
    assert Notice.objects.filter(kind="overdue").count() == overdue
    assert not Notice.objects.filter(sent_at=None).exists()
    letters = [path.read_text() for path in (tmp_path / "mail").iterdir()]
    assert any("aisha@example.invalid" in letter for letter in letters)
    for letter in letters:  # a link and a kind of thing, and nobody's name
        assert "Lloyd" not in letter
        assert "Efa" not in letter
    assert grants.differences() == []
    by = dict(AuditEvent.objects.filter(actor_kind="system").values_list("action", "actor_name"))
    assert by["overdue.swept"] == "overdue-sweep"
    assert by["notice.sent"] == "send-notices"
    assert by["grants.rebuilt"] == "check-grants"


def test_a_worker_killed_in_mid_sweep_leaves_nothing_half_done(
    broker: Broker, tmp_path: Path
) -> None:
    overdue = late(s.world())
    told_before = Notice.objects.count()
    with Worker(broker, tmp_path) as first, holding(NOTICES_LOCKED):
        broker.ask("cases.sweep_overdue")
        first.until("a sweep that waits", is_sweep_waiting)
        first.kill()
    eventually("the killed sweep's session to end", lambda: not is_sweep_there())
    assert not OverdueFlag.objects.exists()
    assert not SweepRun.objects.exists()
    assert Notice.objects.count() == told_before
    assert not AuditEvent.objects.filter(action="overdue.swept").exists()
    assert (broker.waiting(), broker.taken()) == (0, 1)  # the task itself is not lost
    broker.let_time_pass()
    with Worker(broker, tmp_path, visibility=1) as second:
        second.until("the task to come back", SweepRun.objects.exists)
        second.until("it to be finished", lambda: second.finished("cases.sweep_overdue"))
    assert OverdueFlag.objects.count() == overdue > 0
    assert Notice.objects.filter(kind="overdue").count() == overdue
    flags = OverdueFlag.objects.values_list("deadline", flat=True)
    assert len(set(flags)) == len(flags)
