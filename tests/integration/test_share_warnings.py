"""A share ends by itself, with a warning before: once, whoever asks how often, by the dates."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from agencies.actors import Actor
from agencies.services import suspend_member
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import LegalBasis, Level
from cases.models import Case, Notice
from cases.services import share_warnings, shares
from cpr import clock
from tests import scenarios as s
from tests.integration.acts_requests import ending
from tests.integration.acts_restricting import excluded, restricted
from tests.integration.test_concurrency import at_once, parted
from tests.integration.worker import Broker, Worker

pytestmark = pytest.mark.django_db
JOB = Actor.system("share-warnings")


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    case = s.child(w)
    s.co_ordinated(w, case)
    return case


def told() -> list[str]:
    rows = Notice.objects.filter(kind="share_ends_soon")
    return sorted(rows.values_list("membership__user__full_name", flat=True))


def test_the_co_ordinator_and_those_it_is_with_are_told_once(w: s.World, case: Case) -> None:
    ending(w, case, days=30)
    s.colleague(w, "chloe", "Carys Rees")
    assert share_warnings.warn_of_ends(by=JOB) == 0
    with clock.at(clock.now() + timedelta(days=24)):
        assert share_warnings.warn_of_ends(by=JOB) == 3
        assert share_warnings.warn_of_ends(by=JOB) == 0
    with clock.at(clock.now() + timedelta(days=29)):
        assert share_warnings.warn_of_ends(by=JOB) == 0
    assert told() == ["Aisha Rahman", "Carys Rees", "Chloe Puw"]
    with clock.at(clock.now() + timedelta(days=31)):
        assert share_warnings.warn_of_ends(by=JOB) == 0
        assert not access.can(w.actor("chloe"), P.VIEW_SUMMARY, case)


def test_a_missed_run_is_made_up_for_and_access_never_waits(w: s.World, case: Case) -> None:
    ending(w, case, days=30)
    with clock.at(clock.now() + timedelta(days=29, hours=23)):
        assert share_warnings.warn_of_ends(by=JOB) == 2
    ending_early = case.involvements.get(role="partner")
    with clock.at(ending_early.ends_at):
        assert not access.can(w.actor("chloe"), P.VIEW_SUMMARY, case)


def test_a_share_made_longer_is_warned_of_anew(w: s.World, case: Case) -> None:
    ending(w, case, days=3)
    assert share_warnings.warn_of_ends(by=JOB) == 2
    row = case.involvements.get(role="partner")
    new = shares.change_share(
        by=w.aisha,
        involvement=row,
        level=Level.PLAN,
        purpose=row.purpose,
        legal_basis=LegalBasis.SAFEGUARDING,
        ends_at=clock.now() + timedelta(days=40),
    )
    assert share_warnings.warn_of_ends(by=JOB) == 0
    with clock.at(clock.now() + timedelta(days=35)):
        assert share_warnings.warn_of_ends(by=JOB) == 2
    shares.end_share(by=w.aisha, involvement=new, reason="Over")
    with clock.at(clock.now() + timedelta(days=39)):
        assert share_warnings.warn_of_ends(by=JOB) == 0


def test_without_a_co_ordinator_at_work_the_managers_are_told(w: s.World, case: Case) -> None:
    ending(w, case)
    suspend_member(by=s.SEED, membership=w.member("aisha"))
    share_warnings.warn_of_ends(by=JOB)
    assert told() == ["Chloe Puw", "Huw Morgan"]


def test_nobody_is_told_who_may_not_see_it(w: s.World, case: Case) -> None:
    ending(w, case)
    excluded(w, case, "chloe")
    share_warnings.warn_of_ends(by=JOB)
    assert told() == ["Aisha Rahman"]


def test_of_a_restricted_case_only_named_people_hear(w: s.World, case: Case) -> None:
    ending(w, case)
    restricted(w, case)
    assert share_warnings.warn_of_ends(by=JOB) == 0  # the team's share opens nothing now
    case.refresh_from_db()
    shares.share(
        by=w.aisha,
        case=case,
        team=w.midwives,
        membership=w.member("dev"),
        level=Level.PLAN,
        purpose="Midwife",
        legal_basis=LegalBasis.ENQUIRY,
        ends_at=clock.now() + timedelta(days=2),
    )
    share_warnings.warn_of_ends(by=JOB)
    assert told() == ["Aisha Rahman", "Dev Anand"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_end_in_the_same_rows() -> None:
    w = s.world()
    case = s.child(w)
    s.co_ordinated(w, case)
    ending(w, case)
    done, failed = parted(at_once(*[lambda: share_warnings.warn_of_ends(by=JOB)] * 4))
    assert failed == []
    assert sorted(done) == [0, 0, 0, 2]
    assert told() == ["Aisha Rahman", "Chloe Puw"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_warns_and_writes_the_letters(tmp_path: Path) -> None:
    w = s.world()
    case = s.child(w)
    s.co_ordinated(w, case)
    ending(w, case)
    Notice.objects.update(sent_at=clock.now())
    broker = Broker()
    try:
        with Worker(broker, tmp_path) as worker:
            for task in ("cases.warn_of_shares", "cases.warn_of_shares", "cases.send_notices"):
                count = worker.finished(task)
                broker.ask(task)
                worker.until(task, partial(lambda t, n: worker.finished(t) > n, task, count))
    finally:
        broker.close()
    assert told() == ["Aisha Rahman", "Chloe Puw"]
    assert not Notice.objects.filter(sent_at=None).exists()
    letters = [path.read_text() for path in (tmp_path / "mail").iterdir()]
    assert any("chloe@example.invalid" in letter for letter in letters)
    assert not any("Efa" in letter for letter in letters)
