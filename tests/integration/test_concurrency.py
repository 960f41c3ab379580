"""Two people at one moment, on two real connections: one is first, and nothing is done twice."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from agencies.actors import Actor
from cases.domain.errors import Conflict, NotFound
from cases.domain.permissions import P
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceStatus,
    EmergencyFinding,
    NoteAudience,
    NoteKind,
)
from cases.models import (
    Case,
    Child,
    Conference,
    ConferenceChild,
    Deadline,
    Involvement,
    Note,
    Notice,
    OverdueFlag,
    Registration,
    SweepRun,
    Visit,
)
from cases.services import cases as case_services
from cases.services import children, conferences, notes, registrations, sweeps, visits
from cases.services.emergency_reviews import close_review
from cpr import acting
from cpr.audit.models import AuditEvent
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.acts_emergency import opened

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """This will do every act in a thread of its own; each answer is a result or an exception."""
    answers: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            with acting.as_job("test"):  # a thread of its own knows nothing of the test
                answers[number] = act()
        except Exception as error:  # noqa: BLE001 (whatever it is, it is the answer)
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return answers


def parted(answers: list[Any]) -> tuple[list[Any], list[Exception]]:
    failed = [a for a in answers if isinstance(a, Exception)]
    return [a for a in answers if not isinstance(a, Exception)], failed


def test_the_same_child_added_twice_at_once() -> None:
    w = s.world()
    new = children.NewChild(family_name="Lloyd", given_names="Efa", born_on=s.before(900))
    done, failed = parted(
        at_once(
            *(
                lambda actor=actor: children.add_child(by=actor, child=new, today=today())
                for actor in (w.actor("aisha"), w.actor("nia"))
            )
        )
    )
    assert len(done) == 1
    [error] = failed
    assert isinstance(error, children.PossibleMatchesNotSeen)
    assert len(error.found.all_ids) == 1
    assert Child.objects.count() == 1
    assert AuditEvent.objects.filter(action="child.added").count() == 1


def test_a_number_given_to_two_children_at_once() -> None:
    w = s.world()
    news = [
        children.NewChild(
            family_name=family, given_names="Efa", born_on=s.before(age), nhs_number="9990000018"
        )
        for family, age in (("Lloyd", 900), ("Quite Another", 2000))
    ]
    done, failed = parted(
        at_once(
            *(lambda new=n: children.add_child(by=w.aisha, child=new, today=today()) for n in news)
        )
    )
    assert len(done) == 1
    assert isinstance(failed[0], Conflict)
    assert Child.objects.count() == 1


def test_a_decision_recorded_twice_at_once() -> None:
    w = s.world()
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    at = s.conference(w, [case], on=s.before(2)).children.get()
    done, failed = parted(
        at_once(
            *(
                lambda by=by, category=category: registrations.record_decision(
                    by=by,
                    at=ConferenceChild.objects.get(pk=at.pk),
                    decision=ConferenceDecision.REGISTER,
                    categories=[category],
                    reasons="Frightened at home",
                    today=today(),
                )
                for by, category in ((w.gwen, "neglect"), (w.actor("efua"), "physical"))
            )
        )
    )
    assert len(done) == 1
    [error] = failed
    assert isinstance(error, Conflict)
    assert [p.code for p in error.problems] == ["decision_already_recorded"]
    assert Registration.objects.count() == 1
    assert Registration.objects.get().categories.count() == 1
    assert AuditEvent.objects.filter(action="decision.recorded").count() == 1


def test_two_co_ordinators_assigned_at_once() -> None:
    w = s.world()
    case = s.child(w)
    mali = s.colleague(w, "aisha", "Mali Evans")
    done, failed = parted(
        at_once(
            *(
                lambda by=by, to=to: case_services.assign_co_ordinator(
                    by=by, case=case, membership=to
                )
                for by, to in ((w.huw, mali), (w.actor("efua"), w.member("aisha")))
            )
        )
    )
    assert (len(done), failed) == (2, [])
    rows = Involvement.objects.filter(role="co_ordinator").order_by("starts_at")
    assert [row.ends_at is None for row in rows] == [False, True]
    assert rows[0].ends_at == rows[1].starts_at


def test_the_same_co_ordinator_assigned_twice_at_once() -> None:
    w = s.world()
    case = s.child(w)
    aisha = w.member("aisha")
    _, failed = parted(
        at_once(
            *[
                lambda: case_services.assign_co_ordinator(by=w.huw, case=case, membership=aisha),
            ]
            * 2
        )
    )
    assert failed == []
    assert Involvement.objects.filter(role="co_ordinator").count() == 1
    assert Notice.objects.filter(kind="co_ordinator").count() == 1


def test_the_same_share_made_twice_at_once() -> None:
    w = s.world()
    case = s.child(w)
    assert w.aisha
    done, failed = parted(at_once(*[lambda: s.shared(w, case)] * 2))
    assert (len(done), [type(e) for e in failed]) == (1, [Conflict])
    assert Involvement.objects.filter(role="partner").count() == 1


def test_a_form_sent_twice_is_one_visit_and_one_note() -> None:
    w = s.world()
    case = s.child(w)
    submission = uuid.uuid4()
    visit = lambda: visits.record_visit(  # noqa: E731
        by=w.aisha,
        case=case,
        visited_on=today(),
        seen=visits.Seen(was_seen=True),
        account="At home",
        today=today(),
        submission=submission,
    )
    note = lambda: notes.add_note(  # noqa: E731
        by=w.aisha,
        case=case,
        kind=NoteKind.CONTACT,
        happened_on=today(),
        text="Rang her mother",
        audience=NoteAudience.EVERYONE,
        today=today(),
        submission=submission,
    )
    assert w.aisha
    done, failed = parted(at_once(visit, visit, note, note))
    assert failed == []
    assert len({row.pk for row in done}) == 2
    assert (Visit.objects.count(), Note.objects.count()) == (1, 1)
    recorded = AuditEvent.objects.filter(action__in=["visit.recorded", "note.added"])
    assert recorded.count() == 2


def test_a_conference_held_and_cancelled_at_once() -> None:
    w = s.world()
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    called = s.conference(w, [case], on=today(), hold=False)
    done, failed = parted(
        at_once(
            lambda: conferences.hold_conference(
                by=w.gwen, conference=called, held_on=today(), today=today()
            ),
            lambda: conferences.cancel_conference(by=w.aisha, conference=called, reason="Snow"),
        )
    )
    # Who cancels lets the chair out, for whom there is no such conference any more.
    is_held = Conference.objects.get(pk=called.pk).status == ConferenceStatus.HELD
    assert (len(done), [type(e) for e in failed]) == (1, [Conflict if is_held else NotFound])


def test_two_sweeps_at_once_end_as_one() -> None:
    w = s.world()
    for number in range(3):
        case = s.child(w, given=f"Child{number}", age_days=900 + 400 * number)
        s.registered(w, [case], days_ago=100)
        s.co_ordinated(w, case)
    overdue = Deadline.objects.filter(met_on=None, stopped_on=None, due_on__lt=today()).count()
    job = Actor.system("overdue-sweep")
    runs, failed = parted(at_once(*[lambda: sweeps.sweep_overdue(by=job, today=today())] * 4))
    assert failed == []
    assert sorted(run.flags_raised for run in runs) == [0, 0, 0, overdue]
    assert OverdueFlag.objects.count() == overdue > 0
    told = Notice.objects.filter(kind="overdue").values_list("flag", "membership")
    assert len(set(told)) == len(told) == overdue
    assert sum(run.notices_written for run in runs) == Notice.objects.exclude(flag=None).count()
    assert SweepRun.objects.count() == 4


def test_a_sweep_while_the_fact_arrives() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=60)
    case = registration.case
    job = Actor.system("overdue-sweep")
    assert w.aisha
    _, failed = parted(
        at_once(
            lambda: sweeps.sweep_overdue(by=job, today=today()),
            lambda: visits.record_visit(
                by=w.aisha,
                case=case,
                visited_on=today(),
                seen=visits.Seen(was_seen=True, was_seen_alone=True, was_at_home=True),
                account="At home",
                today=today(),
            ),
            lambda: sweeps.sweep_overdue(by=job, today=today()),
        )
    )
    assert failed == []
    sweeps.sweep_overdue(by=job, today=today())
    for flag in OverdueFlag.objects.select_related("deadline"):
        is_open = flag.deadline.met_on is None and flag.deadline.stopped_on is None
        assert (flag.cleared_at is None) is is_open


def test_a_sweep_waits_for_nobody_who_is_recording_work() -> None:
    """Else each could wait for the other's rows, and the database would have to end one of them."""
    w = s.world()
    [registration] = s.registered(w, days_ago=60)
    case = registration.case
    s.co_ordinated(w, case)
    job = Actor.system("overdue-sweep")
    swept: list[Any] = []
    sweep = threading.Thread(
        target=lambda: swept.extend(
            at_once(lambda: sweeps.sweep_overdue(by=job, today=today())),
        )
    )
    with transaction.atomic():
        visits.record_visit(
            by=w.aisha,
            case=case,
            visited_on=today(),
            seen=visits.Seen(was_seen=True, was_seen_alone=True, was_at_home=True),
            account="At home",
            today=today(),
        )
        sweep.start()
        sweep.join(15)
        is_held_up = sweep.is_alive()
    sweep.join(30)
    assert not is_held_up
    assert [type(answer) for answer in swept] == [SweepRun]
    sweeps.sweep_overdue(by=job, today=today())
    for flag in OverdueFlag.objects.select_related("deadline"):
        is_open = flag.deadline.met_on is None and flag.deadline.stopped_on is None
        assert (flag.cleared_at is None) is is_open


def test_a_fact_that_comes_between_looking_and_flagging_raises_nothing() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=60)
    case = registration.case
    late = Deadline.objects.filter(case=case, met_on=None, stopped_on=None, due_on__lt=today())
    assert late.filter(clock="seen_alone").exists()
    with transaction.atomic(), connection.cursor() as cursor:
        sweeps._run(cursor, sweeps.LATE, today(), now())
        visit = lambda: visits.record_visit(  # noqa: E731
            by=w.aisha,
            case=case,
            visited_on=today(),
            seen=visits.Seen(was_seen=True, was_seen_alone=True, was_at_home=True),
            account="At home",
            today=today(),
        )
        _, failed = parted(at_once(visit))
        assert failed == []
        sweeps._run(cursor, sweeps.RAISE, today(), now())
    flagged = set(OverdueFlag.objects.filter(cleared_at=None).values_list("deadline", flat=True))
    assert flagged == set(late.values_list("pk", flat=True))
    assert not late.filter(clock="seen_alone").exists()


def test_a_conference_held_while_a_visit_is_recorded() -> None:
    """Both lock the child's case first: whoever is second waits, and neither is ended for it."""
    w = s.world()
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    called = s.conference(w, [case], on=s.before(1), hold=False)
    gwen, aisha = w.gwen, w.aisha
    recorded: list[Any] = []

    def visit() -> Visit:
        return visits.record_visit(
            by=aisha,
            case=Case.objects.get(pk=case.pk),
            visited_on=today(),
            seen=visits.Seen(was_seen=True),
            account="At home",
            today=today(),
        )

    other = threading.Thread(target=lambda: recorded.extend(at_once(visit)))
    with transaction.atomic():
        conferences.lock_conference(gwen, P.RECORD_DECISION, called)
        other.start()
        other.join(2)
        is_waiting = other.is_alive()
        held = conferences.hold_conference(
            by=gwen, conference=called, held_on=s.before(1), today=today()
        )
    other.join(30)
    assert is_waiting
    assert held.held_on == s.before(1)
    assert [type(answer) for answer in recorded] == [Visit]


def test_two_tabs_open_a_case_in_an_emergency_at_once() -> None:
    w = s.world()
    case, dev = s.child(w), w.actor("dev")
    before = Notice.objects.count()
    done, failed = parted(at_once(*[lambda: opened(w, case)] * 4))
    assert (len(done), [isinstance(each, Conflict) for each in failed]) == (1, [True] * 3)
    assert case.involvements.filter(role="emergency", membership=dev.membership_id).count() == 1
    assert AuditEvent.objects.filter(action="emergency.opened").count() == 1
    assert Notice.objects.count() == before + 1


def test_two_close_a_review_at_once() -> None:
    w = s.world()
    opening, huw = opened(w, s.child(w)), w.huw
    done, failed = parted(
        at_once(
            *[
                lambda finding=finding: close_review(
                    by=huw,
                    opening_id=opening.pk,
                    finding=finding,
                    note="Looked at all that was done",
                )
                for finding in (EmergencyFinding.JUSTIFIED, EmergencyFinding.ANOTHER_WAY)
            ]
        )
    )
    assert (len(done), [type(each) for each in failed]) == (1, [Conflict])
    opening.refresh_from_db()
    assert opening.finding == done[0].finding
