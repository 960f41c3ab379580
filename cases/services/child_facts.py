"""What the rules of a conference must know of each child, gathered in constant queries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q

from cases.domain.statuses import ConferenceKind, ConferenceStatus
from cases.models import Case, ConferenceChild, Registration, StrategyDiscussion
from cpr import acting


@dataclass(frozen=True)
class ChildFacts:
    """What the rules of a conference must know of one child."""

    registered_on: date | None
    registered_by_conference_on: date | None
    current_categories: frozenset[str]
    first_strategy_on: date | None
    last_strategy_on: date | None
    latest_review_on: date | None
    latest_decided_on: date | None
    categories_on: date | None


@acting.as_job("rules")
def child_facts(cases: list[Case]) -> dict[uuid.UUID, ChildFacts]:
    """This will gather, by case, what the rules of a conference must know, in constant queries.

    Also what the actor may not see: that the name stands on another authority's register.
    """
    strategies = {
        case_id: (first, last)
        for case_id, first, last in StrategyDiscussion.objects.filter(case__in=cases)
        .values_list("case_id")
        .annotate(first=Min("held_on"), last=Max("held_on"))
    }
    reviews = {
        case_id: (last, decided)
        for case_id, last, decided in ConferenceChild.objects.filter(
            case__in=cases,
            conference__kind=ConferenceKind.REVIEW,
            conference__status=ConferenceStatus.HELD,
        )
        .values_list("case_id")
        .annotate(
            last=Max("conference__held_on"),
            decided=Max("conference__held_on", filter=Q(decision__isnull=False)),
        )
    }
    current = {
        r.child_id: r
        for r in Registration.objects.filter(
            child_id__in=[case.child_id for case in cases], ended_on__isnull=True
        )
        .select_related("decision__conference")
        .prefetch_related("categories")
    }
    return {
        case.pk: _facts_of(
            current.get(case.child_id),
            strategies.get(case.pk, (None, None)),
            reviews.get(case.pk, (None, None)),
        )
        for case in cases
    }


def _facts_of(
    current: Registration | None,
    strategies: tuple[date | None, date | None],
    reviews: tuple[date | None, date | None],
) -> ChildFacts:
    by_conference = current.decision.conference.held_on if current and current.decision else None
    categories = [c for c in current.categories.all() if c.ended_on is None] if current else []
    return ChildFacts(
        registered_on=current.registered_on if current else None,
        registered_by_conference_on=by_conference,
        current_categories=frozenset(c.category for c in categories),
        first_strategy_on=strategies[0],
        last_strategy_on=strategies[1],
        latest_review_on=reviews[0],
        latest_decided_on=reviews[1],
        categories_on=max((c.started_on for c in categories), default=None),
    )
