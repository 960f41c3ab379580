"""Facts that reach the record in another order than they happened in, and work on a closed case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agencies.models import Agency
from cases.domain.errors import Conflict, DomainError, RuleBroken
from cases.domain.statuses import ConferenceDecision, ConferenceKind, DeregistrationReason
from cases.models import Case, Conference, DeregistrationDecision, Registration
from cases.services import conferences, enquiries, registration_checks, registrations, visits
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db

EVIDENCE = "Her grandmother lives there; eleven visits found an adult at home."
CHANGE = ConferenceDecision.CHANGE_CATEGORIES


def decide(
    w: s.World, at: Conference, decision: ConferenceDecision, *categories: str, **more: Any
) -> None:
    registrations.record_decision(
        by=w.gwen,
        at=at.children.get(),
        decision=decision,
        categories=categories,
        reasons="What was said",
        today=today(),
        **more,
    )


def remove(w: s.World, at: Conference) -> None:
    reason = DeregistrationReason.NO_CONTINUING_RISK
    decide(w, at, ConferenceDecision.REMOVE, removal_reason=reason, evidence=EVIDENCE)


def end(w: s.World, row: Registration, on: date, **more: Any) -> None:
    given = {"reason": DeregistrationReason.LEFT_UK, "evidence": "Tickets seen", **more}
    registrations.deregister_without_conference(
        by=w.gwen, registration=row, ended_on=on, today=today(), **given
    )


def refused(act: Callable[[], Any], error: type[DomainError] = RuleBroken) -> list[str]:
    with pytest.raises(error) as caught, transaction.atomic():
        act()
    return [problem.code for problem in caught.value.problems]


def test_a_removal_states_its_reason() -> None:
    w = s.world()
    [row] = s.registered(w, days_ago=120)
    review = s.conference(w, [row.case], on=s.before(30), kind=ConferenceKind.REVIEW)
    without = {"evidence": EVIDENCE}
    assert refused(lambda: decide(w, review, ConferenceDecision.REMOVE, **without)) == [
        "deregistration_reason_missing"
    ]
    assert not DeregistrationDecision.objects.exists()


def test_a_child_who_died_has_a_date_of_death() -> None:
    w = s.world()
    [row] = s.registered(w)
    died = {"reason": DeregistrationReason.DIED}
    assert refused(lambda: end(w, row, today(), **died)) == ["death_date_missing"]
    end(w, row, today(), **died, died_on=s.before(1))
    row.refresh_from_db()
    assert (row.ended_on, row.child.died_on) == (today(), s.before(1))


def test_an_earlier_review_is_not_decided_after_a_later_one() -> None:
    w = s.world()
    [row] = s.registered(w, days_ago=300)
    first, second = (
        s.conference(w, [row.case], on=s.before(n), kind=ConferenceKind.REVIEW) for n in (200, 20)
    )
    decide(w, second, CHANGE, "physical")
    for decision, categories in ((CHANGE, ["emotional"]), (ConferenceDecision.CONTINUE, [])):
        codes = refused(lambda d=decision, c=categories: decide(w, first, d, *c))
        assert "later_review_recorded" in codes
    assert list(row.categories.filter(ended_on=None).values_list("category", flat=True)) == [
        "physical"
    ]


def test_reviews_held_one_after_the_other_are_decided_in_their_order() -> None:
    w = s.world()
    [row] = s.registered(w, days_ago=300)
    first, second = (
        s.conference(w, [row.case], on=s.before(n), kind=ConferenceKind.REVIEW) for n in (200, 20)
    )
    assert refused(lambda: remove(w, first)) == ["later_review_recorded"]
    decide(w, first, CHANGE, "emotional")
    decide(w, second, CHANGE, "physical")
    assert row.categories.count() == 3


def test_an_old_conference_does_not_register_over_a_later_episode() -> None:
    w = s.world()
    case = s.child(w)
    s.enquired(w, [case], on=s.before(320))
    older, newer = (s.conference(w, [case], on=s.before(n)) for n in (310, 300))
    decide(w, newer, ConferenceDecision.REGISTER, "neglect")
    remove(w, s.conference(w, [case], on=s.before(100), kind=ConferenceKind.REVIEW))
    assert refused(lambda: decide(w, older, ConferenceDecision.REGISTER, "neglect")) == [
        "registration_overlaps"
    ]
    assert Registration.objects.count() == 1


def test_a_name_does_not_come_off_before_a_review_or_a_change_of_categories() -> None:
    w = s.world()
    [row] = s.registered(w, days_ago=300)
    review = s.conference(w, [row.case], on=s.before(100), kind=ConferenceKind.REVIEW)
    assert refused(lambda: end(w, row, s.before(200))) == ["off_before_review"]
    decide(w, review, CHANGE, "physical")
    assert refused(lambda: end(w, row, s.before(200))) == [
        "off_before_category_change",
        "off_before_review",
    ]
    end(w, row, s.before(100))


def test_what_only_the_database_refuses_is_a_conflict_in_words() -> None:
    [row] = s.registered(s.world(), days_ago=200)

    def a_day_off_before_the_day_on() -> None:
        with registration_checks.or_conflict():
            Registration.objects.filter(pk=row.pk).update(ended_on=s.before(300))

    assert refused(a_day_off_before_the_day_on, Conflict) == ["record_does_not_fit"]


def test_a_refusal_of_another_table_stays_a_fault() -> None:
    w = s.world()
    with pytest.raises(IntegrityError), registration_checks.or_conflict():
        Agency.objects.create(code=w.cardiff.code, kind="police", name_en="Twice", nation="wales")


@pytest.fixture
def closed() -> tuple[s.World, Registration, Conference]:
    """Efa's name is off the register, a review is held and not decided, and her case is closed."""
    w = s.world()
    [row] = s.registered(w, days_ago=200)
    called = s.conference(w, [row.case], on=s.before(50), kind=ConferenceKind.REVIEW)
    s.enquired_again(w, row.case, on=s.before(60))
    end(w, row, s.before(40))
    Case.objects.filter(pk=row.case_id).update(opened_on=s.before(400), closed_on=s.before(30))
    row.refresh_from_db()
    return w, row, called


def test_a_closed_case_takes_no_more_work(
    closed: tuple[s.World, Registration, Conference],
) -> None:
    w, row, held = closed
    case = Case.objects.get(pk=row.case_id)
    seen = visits.Seen(was_seen=True)
    acts: list[Callable[[], Any]] = [
        lambda: s.enquired_again(w, case, on=s.before(5)),
        lambda: enquiries.conclude_section47(
            by=w.aisha,
            enquiry=case.section47_enquiries.get(ended_on=None),
            ended_on=today(),
            outcome="no_continuing_risk",  # type: ignore[arg-type]
            reasons="Over",
            today=today(),
        ),
        lambda: s.conference(w, [case], on=today(), hold=False),
        lambda: decide(w, held, ConferenceDecision.CONTINUE),
        lambda: visits.record_visit(
            by=w.aisha, case=case, visited_on=today(), seen=seen, account="Seen", today=today()
        ),
        lambda: visits.record_core_group(
            by=w.aisha, cases=[case], held_on=today(), account="Met", today=today()
        ),
    ]
    assert [refused(act) for act in acts] == [["case_is_closed"]] * len(acts)


def test_a_conference_of_a_closed_case_is_not_held_but_can_be_cancelled() -> None:
    w = s.world()
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    called = s.conference(w, [case], on=s.before(2), hold=False)
    Case.objects.filter(pk=case.pk).update(closed_on=today())
    act = lambda: conferences.hold_conference(  # noqa: E731
        by=w.gwen, conference=called, held_on=s.before(1), today=today()
    )
    assert refused(act) == ["case_is_closed"]
    conferences.cancel_conference(by=w.aisha, conference=called, reason="Closed")


def test_a_core_group_is_about_children_on_the_register() -> None:
    w = s.world()
    case = s.child(w)
    [row] = s.registered(w, [s.child(w, given="Ioan", age_days=900)], days_ago=60)

    def met(on: date, *cases: Case) -> Callable[[], Any]:
        return lambda: visits.record_core_group(
            by=w.aisha, cases=list(cases), held_on=on, account="Met", today=today()
        )

    assert refused(met(today())) == ["no_children_at_conference"]
    assert refused(met(today(), case)) == ["core_group_child_not_registered"]
    assert refused(met(s.before(61), row.case)) == ["core_group_before_registration"]
    assert len(met(s.before(50), row.case)()) == 1
