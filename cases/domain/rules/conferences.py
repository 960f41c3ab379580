"""Conferences: who can be at which kind, when it can be held, and what it can decide.

Registering and taking off have rules of their own beside this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class ChildAtConference:
    """What the rules of a conference must know of one child, before its decision."""

    born_on: date | None
    expected_on: date | None
    registered_on: date | None = None
    """The day of the current registration; ``None`` for a child not on the register."""
    registered_by_conference_on: date | None = None
    current_categories: frozenset[str] = frozenset()
    strategy_held_on: date | None = None
    """The strategy discussion that led to this conference."""
    latest_review_on: date | None = None


def calling_problems(
    *,
    kind: ConferenceKind,
    planned_on: date,
    children: Collection[ChildAtConference],
    today: date,
) -> Iterator[Problem]:
    """Yield everything wrong with calling a conference for these children."""
    if not children:
        yield Problem("no_children_chosen", "children")
    if planned_on < today:
        yield Problem("conference_planned_in_past", "planned_on")
    for child in children:
        yield from check_kind_fits(kind, child, field="children")


def decision_problems(
    *,
    kind: ConferenceKind,
    decision: ConferenceDecision | None,
    categories: Collection[str],
    allowed_categories: Collection[str],
    are_several_allowed: bool,
    reasons: str,
    held_on: date,
    child: ChildAtConference,
    today: date,
) -> Iterator[Problem]:
    """Yield everything wrong with what a conference decided for one child."""
    yield from holding_problems(kind=kind, held_on=held_on, child=child, today=today)
    yield from check_decision_fits(kind, decision)
    yield from check_categories(
        decision,
        categories,
        allowed_categories,
        child.current_categories,
        are_several_allowed=are_several_allowed,
    )
    yield from check_text("reasons", reasons, code="reasons_missing")
    if decision is ConferenceDecision.REMOVE:
        yield from check_no_later_review(held_on, child)


def holding_problems(
    *, kind: ConferenceKind, held_on: date, child: ChildAtConference, today: date
) -> Iterator[Problem]:
    """Yield everything wrong with a conference having been held for a child on a day."""
    yield from check_not_in_future("held_on", held_on, today)
    yield from check_not_before_birth(
        "held_on",
        held_on,
        child.born_on,
        may_precede_birth=kind is ConferenceKind.PRE_BIRTH or child.expected_on is not None,
    )
    yield from check_is_child("held_on", child.born_on, held_on)
    yield from check_kind_fits(kind, child, field="held_on")
    if kind is ConferenceKind.REVIEW:
        yield from check_review_follows(held_on, child)
    elif kind in AFTER_STRATEGY:
        yield from check_order(
            "held_on", held_on, "strategy_on", child.strategy_held_on, code="held_before_strategy"
        )


def check_kind_fits(
    kind: ConferenceKind, child: ChildAtConference, *, field: str
) -> Iterator[Problem]:
    """Yield a problem for the wrong kind of conference.

    A review is for a child on the register (c4-p8); the conferences that register are for a
    child who is not (c3pt2-p9, c4-p10).
    """
    if kind is ConferenceKind.REVIEW and child.registered_on is None:
        yield Problem("review_needs_registration", field)
    if kind in REGISTERING_KINDS and child.registered_on is not None:
        yield Problem("already_registered", field, {"registered_on": child.registered_on})


def check_review_follows(held_on: date, child: ChildAtConference) -> Iterator[Problem]:
    """Yield a problem for a review not after the registration and its conference (c4-p8)."""
    registered_on, conference_on = child.registered_on, child.registered_by_conference_on
    if registered_on is not None and held_on <= registered_on:
        yield Problem("review_not_after_registration", "held_on", {"registered_on": registered_on})
    elif conference_on is not None and held_on <= conference_on:
        yield Problem("review_not_after_conference", "held_on", {"conference_on": conference_on})


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
    current: frozenset[str],
    *,
    are_several_allowed: bool,
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
    if len(chosen) > 1 and not are_several_allowed:
        yield Problem("only_one_category", "categories")
    for unknown in sorted(chosen - frozenset(allowed)):
        yield Problem("category_unknown", "categories", {"category": unknown})
    if decision is ConferenceDecision.CHANGE_CATEGORIES and chosen and chosen == current:
        yield Problem("categories_unchanged", "categories")


def check_no_later_review(held_on: date, child: ChildAtConference) -> Iterator[Problem]:
    """Yield a problem for a name taken off by a review that a later one has overtaken."""
    latest = child.latest_review_on
    if latest is not None and latest > held_on:
        yield Problem("later_review_recorded", "held_on", {"review_on": latest})


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


def sending_problems(
    *, held_on: date, outline_sent_on: date | None, record_sent_on: date | None, today: date
) -> Iterator[Problem]:
    """Yield what is wrong with the days papers were sent: after the conference, not to come."""
    for paper, day in (("outline", outline_sent_on), ("record", record_sent_on)):
        field = f"{paper}_sent_on"
        yield from check_not_in_future(field, day, today)
        yield from check_order(
            field, day, "held_on", held_on, code=f"{paper}_sent_before_conference"
        )
