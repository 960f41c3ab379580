"""Conferences: who can be at which kind, when it can be held, and what it can decide.

Registering and coming off have rules of their own beside this module. A rule that is about one
child of several names the child, so that a page for a family can say which.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.procedures.rows import Quorum
from cases.domain.rules.dates import (
    check_not_before_birth,
    check_not_in_future,
    check_order,
    check_text,
)
from cases.domain.rules.people import check_is_child
from cases.domain.statuses import (
    DECISIONS_OF_KIND,
    REGISTERING_KINDS,
    ConferenceDecision,
    ConferenceKind,
)

AFTER_STRATEGY = frozenset({ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH})
"""The conferences that follow a strategy discussion; a transfer follows a move instead."""

WITH_CATEGORIES = frozenset({ConferenceDecision.REGISTER, ConferenceDecision.CHANGE_CATEGORIES})


def calling_problems(
    *,
    kind: ConferenceKind,
    planned_on: date,
    child: str,
    is_unborn: bool,
    registered_on: date | None,
    last_strategy_on: date | None,
) -> Iterator[Problem]:
    """Yield everything wrong with calling a conference for one child.

    It may be recorded afterwards, so a planned day in the past is in order. An unborn child of
    a family may be at the initial conference of its siblings.
    """
    yield from check_kind_fits(kind, child, registered_on, field="kind")
    if kind is ConferenceKind.PRE_BIRTH and not is_unborn:
        yield Problem("pre_birth_only_for_unborn", "kind", {"child": child})
    if kind in AFTER_STRATEGY and last_strategy_on is not None and planned_on < last_strategy_on:
        params = {"child": child, "strategy_on": last_strategy_on}
        yield Problem("planned_before_strategy", "planned_on", params)


def holding_problems(
    *,
    kind: ConferenceKind,
    held_on: date,
    today: date,
    child: str,
    born_on: date | None,
    first_strategy_on: date | None,
    registered_on: date | None,
    expected_on: date | None = None,
    registered_by_conference_on: date | None = None,
) -> Iterator[Problem]:
    """Yield everything wrong with a conference having been held for one child on a day."""
    yield from check_not_in_future("held_on", held_on, today)
    yield from check_not_before_birth(
        "held_on",
        held_on,
        born_on,
        may_precede_birth=kind is ConferenceKind.PRE_BIRTH or expected_on is not None,
    )
    yield from check_is_child("held_on", born_on, held_on)
    yield from check_kind_fits(kind, child, registered_on, field="held_on")
    if kind is ConferenceKind.REVIEW:
        yield from check_review_follows(held_on, child, registered_on, registered_by_conference_on)
    elif kind in AFTER_STRATEGY and first_strategy_on is not None and held_on < first_strategy_on:
        params = {"child": child, "strategy_on": first_strategy_on}
        yield Problem("held_before_strategy", "held_on", params)


def decision_problems(
    *,
    kind: ConferenceKind,
    decision: ConferenceDecision | None,
    categories: Collection[str],
    allowed_categories: Collection[str],
    several_allowed: bool,
    reasons: str,
    held_on: date,
    today: date,
    registered_on: date | None,
    child: str = "",
    current_categories: Collection[str] = (),
    registered_by_conference_on: date | None = None,
    latest_review_on: date | None = None,
    latest_decided_on: date | None = None,
    categories_on: date | None = None,
) -> Iterator[Problem]:
    """Yield everything wrong with what a conference decided for one child.

    ``registered_on`` is the day of the current registration, ``None`` for a child not on the
    register. Every decision has its reasons, for each child separately (c3pt2-p9, c3pt2-p14).
    Of the reviews held, ``latest_decided_on`` is the last with a decision for this child.
    """
    yield from check_not_in_future("held_on", held_on, today)
    yield from check_decision_fits(kind, decision)
    yield from check_kind_fits(kind, child, registered_on, field="decision")
    if kind is ConferenceKind.REVIEW:
        yield from check_review_follows(held_on, child, registered_on, registered_by_conference_on)
    yield from check_categories(
        decision,
        categories,
        allowed_categories,
        current_categories,
        several_allowed=several_allowed,
    )
    yield from check_text("reasons", reasons, code="reasons_missing")
    if kind is ConferenceKind.REVIEW:
        is_removal = decision is ConferenceDecision.REMOVE
        overtaken_by = latest_review_on if is_removal else latest_decided_on
        yield from check_no_later_review(held_on, overtaken_by)
    if decision is ConferenceDecision.CHANGE_CATEGORIES and categories_on is not None:
        yield from check_no_later_category(held_on, categories_on)


def check_kind_fits(
    kind: ConferenceKind, child: str, registered_on: date | None, *, field: str
) -> Iterator[Problem]:
    """Yield a problem for the wrong kind of conference.

    A review is for a child on the register (c4-p8); the conferences that register are for a
    child who is not (c3pt2-p9, c4-p10).
    """
    if kind is ConferenceKind.REVIEW and registered_on is None:
        yield Problem("review_needs_registration", field, {"child": child})
    if kind in REGISTERING_KINDS and registered_on is not None:
        params = {"child": child, "registered_on": registered_on}
        yield Problem("child_already_registered", field, params)


def check_review_follows(
    held_on: date, child: str, registered_on: date | None, conference_on: date | None
) -> Iterator[Problem]:
    """Yield a problem for a review not after the registration and its conference (c4-p8)."""
    if registered_on is not None and held_on <= registered_on:
        params = {"child": child, "registered_on": registered_on}
        yield Problem("review_not_after_registration", "held_on", params)
    elif conference_on is not None and held_on <= conference_on:
        params = {"child": child, "conference_on": conference_on}
        yield Problem("review_not_after_conference", "held_on", params)


def check_decision_fits(
    kind: ConferenceKind, decision: ConferenceDecision | None
) -> Iterator[Problem]:
    """Yield a problem for no decision, or one this kind of conference cannot make.

    An initial conference registers or does not (c3pt2-p9); a review keeps the name on, changes
    the category or removes the name (c4-p8).
    """
    if decision is None or decision is ConferenceDecision.NOT_STATED:
        yield Problem("decision_missing", "decision")
    elif decision not in DECISIONS_OF_KIND[kind]:
        yield Problem("decision_not_for_this_kind", "decision")


def check_categories(
    decision: ConferenceDecision | None,
    categories: Collection[str],
    allowed: Collection[str],
    current: Collection[str],
    *,
    several_allowed: bool,
) -> Iterator[Problem]:
    """Yield a problem for categories that do not go with the decision or the nation.

    A child is registered in one or more of the nation's categories, specific to each child
    (c3pt2-p10); other decisions name none.
    """
    chosen = frozenset(categories)
    if decision not in WITH_CATEGORIES:
        if chosen:
            yield Problem("categories_not_wanted", "categories")
        return
    if not chosen:
        yield Problem("categories_missing", "categories")
    if len(chosen) > 1 and not several_allowed:
        yield Problem("only_one_category", "categories")
    for unknown in sorted(chosen - frozenset(allowed)):
        yield Problem("category_unknown", "categories", {"category": unknown})
    if decision is ConferenceDecision.CHANGE_CATEGORIES and chosen and chosen == frozenset(current):
        yield Problem("categories_unchanged", "categories")


def check_no_later_review(held_on: date, latest_review_on: date | None) -> Iterator[Problem]:
    """Yield a problem for a decision of a review that a later one has overtaken.

    Reviews are decided in their order. One that took the name off must be the last held; the
    others may be recorded as long as no later one is decided.
    """
    if latest_review_on is not None and latest_review_on > held_on:
        yield Problem("later_review_recorded", "decision", {"review_on": latest_review_on})


def check_no_later_category(held_on: date, categories_on: date) -> Iterator[Problem]:
    """Yield a problem for a change of categories before the last one on record."""
    if held_on < categories_on:
        params = {"category_on": categories_on}
        yield Problem("categories_changed_since", "decision", params)


def check_quorum(
    quorum: Quorum, *, is_childrens_services_present: bool, other_agencies: int, chairs_reason: str
) -> Iterator[Problem]:
    """Yield a problem for too few agencies, unless the chair wrote why it went ahead.

    Children's services and two others: a named default, no Welsh number was established.
    """
    if chairs_reason.strip() and quorum.may_chair_proceed_without:
        return
    if quorum.is_childrens_services_required and not is_childrens_services_present:
        yield Problem("childrens_services_absent", "quorum")
    if other_agencies < quorum.other_agencies:
        params = {"others": other_agencies, "needed": quorum.other_agencies}
        yield Problem("conference_not_quorate", "quorum", params)


def papers_problems(
    *, held_on: date | None, outline_sent_on: date | None, record_sent_on: date | None, today: date
) -> Iterator[Problem]:
    """Yield what is wrong with the days papers were sent: after the conference, not to come."""
    if held_on is None:
        yield Problem("conference_not_held")
    yield from check_not_in_future("outline_sent_on", outline_sent_on, today)
    yield from check_not_in_future("record_sent_on", record_sent_on, today)
    yield from check_order(
        "outline_sent_on",
        outline_sent_on,
        "held_on",
        held_on,
        code="outline_sent_before_conference",
    )
    yield from check_order(
        "record_sent_on", record_sent_on, "held_on", held_on, code="record_sent_before_conference"
    )
