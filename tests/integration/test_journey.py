"""The whole way of a name, through the services: on the register, reviewed, off it."""

import pytest

from cases.domain.statuses import ConferenceDecision, ConferenceKind, DeregistrationReason
from cases.models import Deadline, Notice, Registration
from cases.models.notice import NoticeKind
from cases.services import registrations
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db


def test_a_name_goes_on_and_comes_off_with_its_reasons() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=120)
    case = registration.case
    assert set(registration.categories.values_list("category", flat=True)) == {"neglect"}
    assert Deadline.objects.filter(case=case, clock="first_core_group").exists()
    review = s.conference(w, [case], on=s.before(30), kind=ConferenceKind.REVIEW)
    registrations.record_decision(
        by=w.gwen,
        at=review.children.get(),
        decision=ConferenceDecision.REMOVE,
        reasons="The plan is met.",
        removal_reason=DeregistrationReason.NO_CONTINUING_RISK,
        evidence="Her grandmother lives there and eleven visits found an adult at home.",
        today=today(),
    )
    registration = Registration.objects.get(pk=registration.pk)
    assert registration.ended_on == s.before(30)
    assert registration.deregistration.reason == "no_continuing_risk"
    assert registration.categories.get().ended_on == s.before(30)
    actions = set(AuditEvent.objects.filter(case_id=case.pk).values_list("action", flat=True))
    assert {
        "child.added",
        "strategy_discussion.recorded",
        "section47.started",
        "section47.concluded",
        "conference.called",
        "conference.held",
        "decision.recorded",
        "registration.placed",
        "registration.ended",
    } <= actions
    still_running = Deadline.objects.filter(case=case, met_on=None, stopped_on=None)
    assert set(still_running.values_list("clock", flat=True)) <= {"conference_record_sent"}


def test_everybody_who_works_with_the_child_hears_when_the_name_goes_on_and_comes_off() -> None:
    w = s.world()
    case = s.child(w)
    s.shared(w, case)
    s.registered(w, [case], days_ago=120)
    on = Notice.objects.filter(kind=NoticeKind.REGISTERED, case=case)
    assert {n.membership.user.full_name for n in on} == {"Chloe Puw", "Huw Morgan"}
    s.co_ordinated(w, case)
    review = s.conference(w, [case], on=s.before(30), kind=ConferenceKind.REVIEW)
    registrations.record_decision(
        by=w.gwen,
        at=review.children.get(),
        decision=ConferenceDecision.REMOVE,
        reasons="The plan is met.",
        removal_reason=DeregistrationReason.NO_CONTINUING_RISK,
        evidence="Her grandmother lives there and eleven visits found an adult at home.",
        today=today(),
    )
    off = Notice.objects.filter(kind=NoticeKind.OFF_THE_REGISTER, case=case)
    told = {n.membership.user.full_name for n in off}
    assert told == {"Aisha Rahman", "Chloe Puw", "Huw Morgan"}
    called = Notice.objects.filter(kind=NoticeKind.CONFERENCE_CALLED, case=case)
    assert {n.membership.user.full_name for n in called} == {"Gwen Price"}
