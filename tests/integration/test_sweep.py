"""The overdue sweep: notices once what the dates say, tells who is to hear, and may run at will."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import get_current_timezone

from agencies.actors import Actor
from agencies.models import Membership
from agencies.services import end_membership, suspend_member
from cases.domain.clocks.reading import ClockReading
from cases.domain.deadlines import State, state
from cases.models import Case, Deadline, Notice, OverdueFlag, SweepRun
from cases.querysets import overdue
from cases.services import cases as case_services
from cases.services import sweeps, visits
from cpr import clock
from tests import scenarios as s

pytestmark = pytest.mark.django_db

JOB = Actor.system("overdue-sweep")
FRIDAY = date(2026, 10, 2)


@pytest.fixture
def w() -> Iterator[s.World]:
    """Everybody, on a Thursday before any of the days the tests name."""
    with clock.at(datetime(2026, 10, 1, 9, tzinfo=get_current_timezone())):
        yield s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w)


def due(case: Case, on: date, **extra: object) -> Deadline:
    """A deadline by itself, so that a test can choose its day."""
    return Deadline.objects.create(
        case=case,
        clock="seen_alone",
        subject=f"test:{Deadline.objects.count()}",
        starts_on=extra.pop("starts_on", on - timedelta(days=10)),  # type: ignore[misc]
        due_on=on,
        **extra,
    )


def sweep(on: date, hour: int = 10) -> SweepRun:
    with clock.at(datetime(on.year, on.month, on.day, hour, tzinfo=get_current_timezone())):
        return sweeps.sweep_overdue(by=JOB, today=on)


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=kind).order_by("created_at", "pk")
    return list(rows.values_list("membership__user__full_name", flat=True))


def figures(run: SweepRun) -> tuple[int, int, int]:
    return run.flags_raised, run.flags_cleared, run.notices_written


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_what_is_due_today_is_in_time_and_is_late_tomorrow(case: Case) -> None:
    due(case, FRIDAY)
    assert figures(sweep(FRIDAY))[0] == 0
    assert figures(sweep(FRIDAY + days(1)))[0] == 1


def test_a_second_sweep_changes_nothing(w: s.World, case: Case) -> None:
    s.co_ordinated(w, case)
    due(case, FRIDAY)
    first = sweep(FRIDAY + days(1))
    assert figures(first) == (1, 0, 1)
    rows = list(OverdueFlag.objects.values()), list(Notice.objects.order_by("pk").values())
    for hour in (10, 11, 23):
        assert figures(sweep(FRIDAY + days(1), hour)) == (0, 0, 0)
    assert rows == (
        list(OverdueFlag.objects.values()),
        list(Notice.objects.order_by("pk").values()),
    )


def test_nights_that_were_missed_change_nothing(w: s.World) -> None:
    cases = [s.child(w, given="Efa"), s.child(w, given="Tomos", age_days=900)]
    for number in range(6):
        due(cases[number % 2], FRIDAY + days(number))
    last = FRIDAY + days(20)
    outcomes = []
    for nights in ([last], [FRIDAY + days(n) for n in range(21)]):
        with transaction.atomic():
            for night in nights:
                sweep(night)
            outcomes.append(
                (
                    set(OverdueFlag.objects.values_list("deadline")),
                    sorted(
                        Notice.objects.exclude(flag=None).values_list(
                            "membership", "kind", "flag__deadline"
                        )
                    ),
                )
            )
            transaction.set_rollback(True)
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0][0]) == 6


def test_a_flag_clears_when_the_fact_arrives_without_waiting_for_a_sweep(w: s.World) -> None:
    [registration] = s.registered(w, days_ago=60)
    case = registration.case
    sweeps.sweep_overdue(by=JOB, today=clock.today())
    seen = OverdueFlag.objects.filter(deadline__clock="seen_alone", cleared_at=None)
    late = {flag.deadline_id for flag in seen}
    assert late
    visits.record_visit(
        by=w.aisha,
        case=case,
        visited_on=clock.today(),
        seen=visits.Seen(was_seen=True, was_seen_alone=True, was_at_home=True),
        account="At home with her grandmother",
        today=clock.today(),
    )
    assert not seen.all().exists()
    assert OverdueFlag.objects.filter(deadline_id__in=late, cleared_at__isnull=False).exists()
    before = OverdueFlag.objects.count()
    assert figures(sweeps.sweep_overdue(by=JOB, today=clock.today())) == (0, 0, 0)
    assert OverdueFlag.objects.count() == before


def test_a_sweep_clears_what_a_fact_met_behind_its_back(case: Case) -> None:
    deadline = due(case, FRIDAY)
    sweep(FRIDAY + days(1))
    Deadline.objects.filter(pk=deadline.pk).update(met_on=FRIDAY + days(1))
    assert figures(sweep(FRIDAY + days(2))) == (0, 1, 0)
    assert figures(sweep(FRIDAY + days(3))) == (0, 0, 0)


def test_a_flag_follows_a_due_day_that_is_put_off(w: s.World, case: Case) -> None:
    s.co_ordinated(w, case)
    deadline = due(case, FRIDAY)
    sweep(FRIDAY + days(1))
    Deadline.objects.filter(pk=deadline.pk).update(due_on=FRIDAY + days(5))
    assert figures(sweep(FRIDAY + days(2))) == (0, 1, 0)
    assert figures(sweep(FRIDAY + days(6))) == (1, 0, 0)  # the same flag, open again
    assert figures(sweep(FRIDAY + days(6))) == (0, 0, 0)
    assert OverdueFlag.objects.get(deadline=deadline).cleared_at is None
    assert told("overdue") == ["Aisha Rahman"]


@pytest.mark.parametrize(
    ("fell_due", "manager_hears"),
    [
        (date(2026, 10, 2), date(2026, 10, 7)),  # Friday: Monday 1, Tuesday 2, Wednesday 3
        (date(2026, 10, 3), date(2026, 10, 7)),  # Saturday
        (date(2026, 10, 5), date(2026, 10, 8)),  # Monday
        (date(2026, 12, 24), date(2026, 12, 31)),  # Christmas and Boxing Day's Monday in between
    ],
)
def test_the_co_ordinator_hears_at_once_and_the_manager_three_working_days_later(
    w: s.World, case: Case, fell_due: date, manager_hears: date
) -> None:
    s.co_ordinated(w, case)
    due(case, fell_due)
    sweep(fell_due + days(1))
    assert (told("overdue"), told("overdue_manager")) == (["Aisha Rahman"], [])
    sweep(manager_hears - days(1))
    assert told("overdue_manager") == []
    sweep(manager_hears)
    sweep(manager_hears + days(1))
    assert (told("overdue"), told("overdue_manager")) == (["Aisha Rahman"], ["Huw Morgan"])


def test_the_later_step_is_a_setting(w: s.World, case: Case, settings: object) -> None:
    settings.TELL_MANAGER_AFTER_WORKING_DAYS = 1  # type: ignore[attr-defined]
    s.co_ordinated(w, case)
    due(case, FRIDAY)
    sweep(FRIDAY + days(1))
    assert told("overdue_manager") == []
    sweep(FRIDAY + days(3))
    assert told("overdue_manager") == ["Huw Morgan"]


def test_without_a_co_ordinator_the_manager_hears_at_once(case: Case) -> None:
    due(case, FRIDAY)
    sweep(FRIDAY + days(1))
    assert (told("overdue"), told("overdue_manager")) == ([], ["Huw Morgan"])


def test_a_co_ordinator_who_has_gone_is_none(w: s.World, case: Case) -> None:
    s.co_ordinated(w, case)
    due(case, FRIDAY)
    end_membership(by=s.SEED, membership=w.member("aisha"), on=FRIDAY)
    sweep(FRIDAY + days(1))
    assert (told("overdue"), told("overdue_manager")) == ([], ["Huw Morgan"])


def test_a_suspended_manager_is_not_told_and_the_custodian_hears_instead(
    w: s.World, case: Case
) -> None:
    due(case, FRIDAY)
    suspend_member(by=s.SEED, membership=w.member("huw"))
    assert figures(sweep(FRIDAY + days(1))) == (1, 0, 1)
    assert Notice.objects.get(case=case, kind="overdue_manager").membership == w.member("efua")


def test_a_new_co_ordinator_hears_of_what_is_late_already(w: s.World, case: Case) -> None:
    other = s.colleague(w, "aisha", "Mali Evans")
    s.co_ordinated(w, case)
    due(case, FRIDAY)
    sweep(FRIDAY + days(1))
    with clock.at(datetime(2026, 10, 5, 9, tzinfo=get_current_timezone())):
        case_services.assign_co_ordinator(by=w.huw, case=case, membership=other)
    sweep(FRIDAY + days(3))
    sweep(FRIDAY + days(4))
    assert told("overdue") == ["Aisha Rahman", "Mali Evans"]


def test_nobody_of_another_authority_or_team_is_told(w: s.World, case: Case) -> None:
    elsewhere = Membership.objects.get(pk=w.members["nia"].pk)
    Membership.objects.filter(pk=elsewhere.pk).update(role="team_manager")
    s.colleague(w, "gwen", "Manager Ofchairs", "team_manager")
    due(case, FRIDAY)
    sweep(FRIDAY + days(9))
    assert told("overdue_manager") == ["Huw Morgan"]


def test_the_number_of_statements_does_not_grow_with_the_work(w: s.World) -> None:
    counts = []
    for number in (1, 12):
        for i in range(number):
            case = s.child(w, given=f"Child{number}x{i}", age_days=700 + 3 * i, family=f"Of{i}")
            s.co_ordinated(w, case)
            due(case, FRIDAY)
        with CaptureQueriesContext(connection) as queries:
            sweep(FRIDAY + days(9))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_sql_and_python_agree_on_what_is_late(case: Case) -> None:
    chance = random.Random(20261122)
    day = FRIDAY
    rows = []
    for number in range(400):
        starts = day + days(chance.randint(-60, 20))
        ends = starts + days(chance.randint(0, 60))
        met, stopped = (
            starts + days(chance.randint(0, 90)) if chance.random() < share else None
            for share in (0.4, 0.2)
        )
        rows.append(
            Deadline(
                case=case,
                clock=chance.choice(["seen_alone", "later_review"]),
                subject=str(number),
                starts_on=starts,
                due_on=ends,
                met_on=met,
                stopped_on=stopped,
            )
        )
    Deadline.objects.bulk_create(rows)
    for offset in (-40, -1, 0, 1, 2, 30, 90):
        on = day + days(offset)
        late = {row.pk for row in rows if state(reading_of(row), on) is State.OVERDUE}
        assert set(Deadline.objects.filter(overdue(on)).values_list("pk", flat=True)) == late
        with transaction.atomic():
            sweep(on)
            assert set(OverdueFlag.objects.values_list("deadline", flat=True)) == late
            transaction.set_rollback(True)


def reading_of(row: Deadline) -> ClockReading:
    return ClockReading(
        clock=row.clock,
        subject=row.subject,
        starts_on=row.starts_on,
        due_on=row.due_on,
        met_on=row.met_on,
        stopped_on=row.stopped_on,
    )
