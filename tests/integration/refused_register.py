"""What the database must refuse of names on and off the register, beside the rule's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cases.models import (
    Case,
    ConferenceChild,
    DeregistrationDecision,
    Registration,
    RegistrationCategory,
)
from tests.integration.rows import DAY, Rows, day

Attempt = Callable[[Rows], Any]


def category(r: Rows, registration: Registration, **extra: Any) -> RegistrationCategory:
    return RegistrationCategory.objects.create(
        **{"registration": registration, "category": "neglect", "started_on": DAY, **extra}
    )


def off(r: Rows, registration: Registration, **extra: Any) -> DeregistrationDecision:
    values = {"reason": "no_continuing_risk", "ended_on": day(90), **extra}
    return DeregistrationDecision.objects.create(
        registration=registration, decided_by_name="x", **values
    )


def review(
    r: Rows, registration: Registration, decision: str | None = "remove", **extra: Any
) -> ConferenceChild:
    return r.at(registration.case, decision, **{"kind": "review", **extra})


def second_registration(r: Rows, first: dict[str, Any], second: dict[str, Any]) -> None:
    case = r.case()
    r.registration(case, import_batch=r.batch, **first)
    r.registration(case, import_batch=r.batch, **second)


def twice(make: Callable[..., Any], *arguments: Any, **values: Any) -> None:
    make(*arguments, **values)
    make(*arguments, **values)


REGISTER: list[tuple[str, str, Attempt]] = [
    # Names on the register
    (
        "one_current_registration_per_child",
        "two at once, of one case",
        lambda r: second_registration(r, {}, {"registered_on": day(9)}),
    ),
    (
        "one_current_registration_per_child",
        "two at once, by two authorities",
        lambda r: r.registration(
            r.case(child=r.registration().child, authority=r.other_agency), registered_on=day(1)
        ),
    ),
    (
        "registrations_of_a_child_do_not_overlap",
        "periods that overlap",
        lambda r: second_registration(
            r, {"ended_on": day(30)}, {"registered_on": day(29), "ended_on": day(60)}
        ),
    ),
    (
        "registrations_of_a_child_do_not_overlap",
        "a past period inside the current one",
        lambda r: second_registration(r, {}, {"registered_on": day(5), "ended_on": day(6)}),
    ),
    (
        "registration_ends_after_it_starts",
        "an end before the start",
        lambda r: r.registration(import_batch=r.batch, ended_on=day(-1)),
    ),
    (
        "a_registration_has_a_decision_or_a_return",
        "no conference decided it",
        lambda r: r.registration(decision=None),
    ),
    (
        "registered_only_by_a_conference",
        "by a review conference",
        lambda r: r.registration(c := r.case(), decision=r.at(c, kind="review")),
    ),
    (
        "registered_only_by_a_conference",
        "by a conference that was only called",
        lambda r: r.registration(c := r.case(), decision=r.at(c, status="called", held_on=None)),
    ),
    (
        "registered_only_by_a_conference",
        "by a cancelled conference",
        lambda r: r.registration(c := r.case(), decision=r.at(c, status="cancelled", held_on=None)),
    ),
    (
        "registered_only_by_a_conference",
        "by a decision not to register",
        lambda r: r.registration(c := r.case(), decision=r.at(c, "do_not_register")),
    ),
    (
        "registered_only_by_a_conference",
        "by a conference that has not decided",
        lambda r: r.registration(c := r.case(), decision=r.at(c, None)),
    ),
    (
        "registered_only_by_a_conference",
        "by the decision of another child's case",
        lambda r: r.registration(decision=r.at(r.case())),
    ),
    (
        "registered_only_by_a_conference",
        "by a decision put in its place afterwards",
        lambda r: Registration.objects.filter(pk=(g := r.registration()).pk).update(
            decision=r.at(g.case, "do_not_register")
        ),
    ),
    (
        "registration_is_of_the_child_of_its_case",
        "another child than the case's",
        lambda r: r.registration(import_batch=r.batch, child=r.child()),
    ),
    (
        "a_name_is_on_the_register_of_an_open_case",
        "placed while the case is closed",
        lambda r: r.registration(r.case(closed_on=day(300)), import_batch=r.batch),
    ),
    (
        "a_name_is_on_the_register_of_an_open_case",
        "closed while the name is on the register",
        lambda r: Case.objects.filter(pk=r.registration().case_id).update(closed_on=day(300)),
    ),
    (
        "never_deleted",
        "a registration deleted",
        lambda r: r.registration().delete(),
    ),
    (
        "a_category_is_held_once_at_a_time",
        "the same category twice",
        lambda r: twice(category, r, r.registration()),
    ),
    (
        "a_category_is_held_once_at_a_time",
        "the same category, periods that overlap",
        lambda r: (
            category(r, g := r.registration(), ended_on=day(30)),
            category(r, g, started_on=day(29)),
        ),
    ),
    (
        "category_ends_after_it_starts",
        "an end before the start",
        lambda r: category(r, r.registration(), ended_on=day(-1)),
    ),
    # Names off the register
    (
        "off_the_register_only_by_a_review_conference",
        "no conference decided it",
        lambda r: off(r, r.registration()),
    ),
    (
        "off_the_register_only_by_a_review_conference",
        "moved away, and no conference decided it",
        lambda r: off(r, r.registration(), reason="moved_permanently"),
    ),
    (
        "off_the_register_only_by_a_review_conference",
        "by an initial conference",
        lambda r: off(r, g := r.registration(), decision=review(r, g, kind="initial")),
    ),
    (
        "off_the_register_only_by_a_review_conference",
        "by a review conference that was not held",
        lambda r: off(
            r, g := r.registration(), decision=review(r, g, status="called", held_on=None)
        ),
    ),
    (
        "off_the_register_only_by_a_review_conference",
        "by a decision to continue",
        lambda r: off(r, g := r.registration(), decision=review(r, g, "continue")),
    ),
    (
        "off_the_register_only_by_a_review_conference",
        "by the review of another child",
        lambda r: off(r, r.registration(), decision=review(r, r.registration())),
    ),
    (
        "registration_is_of_the_child_of_its_case",
        "another child put in its place afterwards",
        lambda r: Registration.objects.filter(pk=r.registration().pk).update(child=r.child()),
    ),
    (
        "off_the_register_only_by_a_decision",
        "an end written without any decision",
        lambda r: Registration.objects.filter(pk=r.registration().pk).update(ended_on=day(30)),
    ),
    (
        "off_the_register_only_by_a_decision",
        "a new registration that has ended without any decision",
        lambda r: r.registration(ended_on=day(30)),
    ),
    (
        "off_the_register_only_by_a_decision",
        "a decision that ends nothing",
        lambda r: off(r, r.registration(), reason="died"),
    ),
    (
        "off_the_register_only_by_a_decision",
        "another day than was decided",
        lambda r: off(r, r.registration(ended_on=day(30)), reason="died", ended_on=day(31)),
    ),
    (
        "off_the_register_only_by_a_decision",
        "back on, though the decision stands",
        lambda r: (
            off(r, g := r.registration(ended_on=day(90)), reason="died"),
            Registration.objects.filter(pk=g.pk).update(ended_on=None),
        ),
    ),
    (
        "a_reason_is_stated_unless_a_return_gave_none",
        "no reason, though a conference decided",
        lambda r: off(r, g := r.registration(), decision=review(r, g), reason="not_stated"),
    ),
    (
        "deregistration_reason_is_known",
        "a made-up reason",
        lambda r: off(r, g := r.registration(), decision=review(r, g), reason="tired"),
    ),
    (
        "never_changed",
        "the decision changed afterwards",
        lambda r: DeregistrationDecision.objects.filter(
            pk=off(r, r.registration(ended_on=day(90)), reason="died").pk
        ).update(reason="left_uk"),
    ),
    (
        "never_changed",
        "the decision deleted",
        lambda r: off(r, r.registration(ended_on=day(90)), reason="died").delete(),
    ),
]
