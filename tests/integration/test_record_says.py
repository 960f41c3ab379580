"""What the record says beside a review's decision: counted from the facts, in constant queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    NoteAudience,
    NoteKind,
)
from cases.models import Case, Conference, Registration
from cases.queries import record_says
from cases.queries.record_says import Finding, Weight
from cases.services import notes, registrations
from cases.services.visits import Seen, record_visit
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db


def visited(w: s.World, case: Case, days_ago: int, **seen: bool) -> None:
    """This will record a visit."""
    record_visit(
        by=w.aisha,
        case=case,
        visited_on=s.before(days_ago),
        seen=Seen(**{"was_seen": True, "was_at_home": True, **seen}),
        account="At home.",
        today=today(),
    )


def said(w: s.World, case: Case, review: Conference, name: str = "gwen") -> dict[str, Finding]:
    """This will give what the record says, by key."""
    registration = Registration.objects.get(case=case, ended_on=None)
    found = record_says.findings(w.actor(name), case, review, registration, today())
    return {finding.key: finding for finding in found}


def reviewed(w: s.World, case: Case, days_ago: int) -> Conference:
    """This will hold a review."""
    return s.conference(w, [case], on=s.before(days_ago), kind=ConferenceKind.REVIEW)


def test_a_record_without_visits_says_so() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=70)
    case = registration.case
    found = said(w, case, reviewed(w, case, 2))
    assert found["bedroom_not_seen"].weight is Weight.SERIOUS
    assert found["first_review"].weight is Weight.OPEN
    assert found["late"].weight is Weight.SERIOUS
    assert found["seen"].values["in_time"] == 0
    assert "bedroom_seen" not in found


def test_seen_alone_in_time_is_counted_over_the_last_four() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=70)
    case = registration.case
    for days_ago in (60, 50, 40, 30, 20, 10):
        visited(w, case, days_ago, was_seen_alone=days_ago != 30, was_bedroom_seen=days_ago == 20)
    found = said(w, case, reviewed(w, case, 2))
    assert found["seen"].values == {"clock": "seen_alone", "in_time": 3, "times": 4}
    assert found["seen"].weight is Weight.OPEN
    assert found["bedroom_seen"].weight is Weight.IN_ORDER
    assert found["bedroom_seen"].values["since"] == registration.registered_on


def test_the_bedroom_is_asked_for_again_after_each_conference() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=120)
    case = registration.case
    visited(w, case, 100, was_seen_alone=True, was_bedroom_seen=True)
    first = reviewed(w, case, 60)
    registrations.record_decision(
        by=w.gwen,
        at=first.children.get(),
        decision=ConferenceDecision.CONTINUE,
        reasons="Too soon.",
        today=today(),
    )
    visited(w, case, 20, was_seen=False, was_refused=True, was_at_home=False)
    found = said(w, case, reviewed(w, case, 2))
    assert found["bedroom_not_seen"].values["since"] == first.held_on
    assert found["later_review"].values == {"reviews": 1}
    assert "first_review" not in found
    assert found["refused"].values["times"] == 1


def test_an_injury_is_told_to_those_who_may_read_the_note() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=70)
    case = registration.case
    notes.add_note(
        by=w.aisha,
        case=case,
        kind=NoteKind.INJURY,
        audience=NoteAudience.LEAD_AGENCY,
        happened_on=s.before(9),
        text="Bruised arm.",
        today=today(),
    )
    review = reviewed(w, case, 2)
    assert said(w, case, review)["injury"].values == {"on": s.before(9)}
    assert "injury" not in said(w, case, review, "dev")


def off(w: s.World, case: Case, on: Conference) -> None:
    """This will take a name off."""
    registrations.record_decision(
        by=w.gwen,
        at=on.children.get(),
        decision=ConferenceDecision.REMOVE,
        reasons="The plan is met.",
        removal_reason=DeregistrationReason.NO_CONTINUING_RISK,
        evidence="Nain lives there now and every visit found her at home.",
        today=today(),
    )


def test_an_earlier_registration_is_told() -> None:
    w = s.world()
    [earlier] = s.registered(w, days_ago=300)
    case = earlier.case
    off(w, case, reviewed(w, case, 200))
    held = s.conference(w, [case], on=s.before(80))
    registrations.record_decision(
        by=w.gwen,
        at=held.children.get(),
        decision=ConferenceDecision.REGISTER,
        categories=["neglect"],
        reasons="Left alone again.",
        today=today(),
    )
    found = said(w, case, reviewed(w, case, 2))
    values: dict[str, Any] = found["registered_before"].values
    assert values == {"from_on": s.before(300), "until_on": s.before(200)}
    assert isinstance(values["from_on"], date)


def test_what_spoke_against_it_is_kept_with_the_decision() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=70)
    off(w, registration.case, reviewed(w, registration.case, 2))
    event = AuditEvent.objects.get(action="decision.recorded", details__decision="remove")
    kept = {point["key"] for point in event.details["open_points"]}
    assert {"first_review", "bedroom_not_seen", "seen", "late"} <= kept


def test_a_long_record_costs_no_more() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=70)
    case = registration.case
    review = reviewed(w, case, 2)

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            record_says.findings(w.gwen, case, review, registration, today())
        return len(counted)

    before = cost()
    for days_ago in range(10, 60, 5):
        visited(w, case, days_ago, was_seen_alone=True)
    assert cost() == before <= 6
