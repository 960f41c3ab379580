"""Two at one moment around a restriction or an exclusion, on two real connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.db import connection, transaction

from cases import access, grants
from cases.domain.errors import Conflict, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import LegalBasis, Level
from cases.models import Case, Exclusion, Restriction, Visit
from cases.services import exclusions, restrictions, shares, visits
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_restricting import excluded, restricted, seen
from tests.integration.owner import FEW, few_are_listed
from tests.integration.test_concurrency import at_once, parted

pytestmark = pytest.mark.django_db(transaction=True)


def is_waited_for() -> bool:
    """Whether another session waits for what this one holds; asked within the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def test_restricted_twice_at_once() -> None:
    w = s.world()
    case = s.child(w)
    done, [error] = parted(at_once(*[lambda: restricted(w, case)] * 2))
    assert len(done) == 1
    assert isinstance(error, Conflict)
    assert Restriction.objects.count() == 1
    assert grants.differences() == []


def test_a_team_never_slips_in_while_the_record_is_being_restricted() -> None:
    """Whoever is first: afterwards the team sees nothing."""
    w = s.world()
    case = s.child(w)

    def share() -> object:
        return shares.share(
            by=w.aisha,
            case=case,
            team=w.midwives,
            level=Level.PLAN,
            purpose="Midwife",
            legal_basis=LegalBasis.SAFEGUARDING,
        )

    _done, failed = parted(at_once(lambda: restricted(w, case), share))
    assert all(isinstance(error, RuleBroken) for error in failed)
    assert not access.can(w.actor("dev"), P.VIEW_SUMMARY, case)
    assert grants.differences() == []


def test_two_who_exclude_each_other_at_once() -> None:
    w = s.world()
    case = s.child(w)
    pairs = [("iris", "huw"), ("huw", "iris")]
    done, [error] = parted(
        at_once(
            *(
                lambda by=by, whom=whom: exclusions.exclude(
                    by=w.actor(by), case=case, membership=w.member(whom), reason="A quarrel"
                )
                for by, whom in pairs
            )
        )
    )
    assert len(done) == 1
    assert isinstance(error, NotFound)  # the record closed while waiting for it
    assert Exclusion.objects.count() == 1


def test_one_ends_it_while_another_changes_the_named() -> None:
    w = s.world()
    case = s.child(w)
    restricted(w, case, "aisha", "efua", "iris")
    before, efua = seen(case), w.actor("efua")
    named = [w.member(name) for name in ("aisha", "iris", "efua", "ben")]
    acts = (
        lambda: restrictions.end_restriction(by=w.iris, case=case, reason="Over"),
        lambda: restrictions.change_named(by=efua, case=case, named=named, seen=before),
    )
    _done, failed = parted(at_once(*acts))
    assert all(isinstance(error, Conflict) for error in failed)
    assert not Case.objects.get(pk=case.pk).is_restricted
    assert not case.involvements.filter(is_named=True, ends_at=None).exists()
    assert grants.differences() == []


def test_an_exclusion_ended_twice_at_once() -> None:
    w = s.world()
    case = s.child(w)
    excluded(w, case, "ben")
    row = Exclusion.objects.get()
    done, [error] = parted(
        at_once(
            *[lambda: exclusions.end_exclusion(by=w.iris, exclusion=row, reason="Mistaken")] * 2
        )
    )
    assert len(done) == 1
    assert isinstance(error, Conflict)


def test_a_record_that_closed_during_the_wait_is_an_unknown_one_to_who_reaches_very_many() -> None:
    """Whose cases are too many to list has each looked at as it is, when its turn has come."""
    w = s.world()
    case, efua = s.child(w), w.actor("efua")
    closed = {"opened_on": s.before(9), "closed_on": s.before(8)}
    kept = {"authority_id": case.authority_id, "lead_team_id": case.lead_team_id}
    Case.objects.bulk_create(
        Case(child_id=case.child_id, **kept, **closed) for _each in range(FEW + 1)
    )

    def visit() -> object:
        return visits.record_visit(
            by=efua,
            case=case,
            visited_on=today(),
            seen=visits.Seen(was_seen=True),
            account="At home",
            today=today(),
        )

    with few_are_listed(), ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            restricted(w, case)
            waiting = pool.submit(lambda: at_once(visit))
            while not (waiting.done() or is_waited_for()):
                sleep(0.05)
        [error] = waiting.result(30)
    assert isinstance(error, NotFound)
    assert not Visit.objects.exists()
