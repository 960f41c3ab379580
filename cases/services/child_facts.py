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
    is_own: bool
    """Whether the current registration is of this case, not on another authority's register."""

    def registered_for(self, kind: ConferenceKind) -> date | None:
        """This will give the registration that a kind of conference is about: a review is about
        its own authority's (c4-p8); one that registers is refused by any (c4-p10).
        """
        is_about_it = self.is_own or kind is not ConferenceKind.REVIEW
        return self.registered_on if is_about_it else None


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
            case,
            current.get(case.child_id),
            strategies.get(case.pk, (None, None)),
            reviews.get(case.pk, (None, None)),
        )
        for case in cases
    }


def _facts_of(
    case: Case,
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
        is_own=current is not None and current.case_id == case.pk,
    )
