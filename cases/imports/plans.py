"""Child protection plans put together from values already read, and judged.

Shared by both formats, which hand over plain values and places. Counting in and out of the
ledger happens here, so that the totals of both formats mean the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cases.imports.judge import Judge
from cases.imports.records import Kind, Place, ReturnedPlan, ReturnedReview, ReturnedVisit
from cases.imports.values import NotUnderstood, read_count, shown

UNLIKELY_NUMBER_OF_PLANS = 10


@dataclass(slots=True)
class RawVisit:
    """A last visit as it stands in a row."""

    value: object
    is_seen_alone: bool | None = None


@dataclass(slots=True)
class RawPlan:
    """A plan as it stands in the return: values not yet judged, categories already keys."""

    place: Place
    started: object
    ended: object = None
    initial_category: str | None = None
    latest_category: str | None = None
    number_of_previous: object = None
    reviews: Sequence[tuple[Place, object]] = ()
    visit: RawVisit | None = None
    team: str = ""
    worker: str = ""
    names: dict[str, str] = field(default_factory=dict)

    def name(self, item: str) -> str:
        """What this format calls ``item``."""
        return self.names.get(item, item)


def read_plan(judge: Judge, raw: RawPlan) -> ReturnedPlan | None:
    """This will give the plan, or None after refusing it with everything that hangs on it."""
    ledger = judge.ledger
    ledger.read(Kind.PLAN)
    for _ in raw.reviews:
        ledger.read(Kind.REVIEW)
    if raw.visit is not None:
        ledger.read(Kind.VISIT)
    plan = _plan_itself(judge, raw)
    if plan is None:
        refuse_parts(judge, raw)
        return None
    reviews = tuple(_reviews(judge, raw, plan))
    visit = _visit(judge, raw, plan)
    return replace(plan, reviews=reviews, visit=visit)


def refuse_parts(judge: Judge, raw: RawPlan) -> None:
    """This will count as refused what hung on a plan that was refused."""
    for _ in raw.reviews:
        judge.ledger.refuse_part(Kind.REVIEW)
    if raw.visit is not None:
        judge.ledger.refuse_part(Kind.VISIT)


def _plan_itself(judge: Judge, raw: RawPlan) -> ReturnedPlan | None:
    ledger, place = judge.ledger, raw.place
    started_on = judge.key_date(Kind.PLAN, place, raw.name("started"), raw.started)
    if started_on is None:
        return None
    if raw.initial_category is None and raw.latest_category is None:
        ledger.refuse(Kind.PLAN, place, "no_category")
        return None
    ended_on = judge.closing_date(Kind.PLAN, place, raw.name("ended"), raw.ended)
    if ended_on is not None and ended_on < started_on:
        ledger.refuse(
            Kind.PLAN, place, "plan_ends_before_start", on=ended_on, started_on=started_on
        )
        return None
    of_age_on = judge.eighteenth
    if of_age_on is not None and (ended_on or judge.today) > of_age_on:
        ledger.warn(Kind.PLAN, place, "plan_past_childhood", on=started_on, of_age_on=of_age_on)
    return ReturnedPlan(
        place=place,
        started_on=started_on,
        ended_on=ended_on,
        initial_category=raw.initial_category,
        latest_category=raw.latest_category,
        number_of_previous=_number_of_previous(judge, raw),
        team=raw.team,
        worker=raw.worker,
    )


def _number_of_previous(judge: Judge, raw: RawPlan) -> int | None:
    ledger, place, value = judge.ledger, raw.place, raw.number_of_previous
    try:
        number = read_count(value)
    except NotUnderstood:
        ledger.warn(Kind.PLAN, place, "number_not_understood", value=shown(value))
        return None
    if number is not None and number >= UNLIKELY_NUMBER_OF_PLANS:
        ledger.warn(Kind.PLAN, place, "number_unlikely", number=number)
    return number


def _reviews(judge: Judge, raw: RawPlan, plan: ReturnedPlan) -> list[ReturnedReview]:
    ledger, found = judge.ledger, dict[date, ReturnedReview]()
    for place, value in raw.reviews:
        on = judge.key_date(Kind.REVIEW, place, raw.name("review"), value)
        if on is None:
            continue
        if on < plan.started_on:
            ledger.refuse(
                Kind.REVIEW, place, "review_before_plan", on=on, started_on=plan.started_on
            )
        elif plan.ended_on and on > plan.ended_on:
            ledger.refuse(Kind.REVIEW, place, "review_after_plan", on=on, ended_on=plan.ended_on)
        elif on in found:
            ledger.refuse(Kind.REVIEW, place, "repeated", on=on, first=where(found[on].place))
        else:
            found[on] = ReturnedReview(place, on)
            ledger.understood(Kind.REVIEW)
    return [found[on] for on in sorted(found)]


def _visit(judge: Judge, raw: RawPlan, plan: ReturnedPlan) -> ReturnedVisit | None:
    if raw.visit is None:
        return None
    ledger, place = judge.ledger, raw.place
    on = judge.key_date(Kind.VISIT, place, raw.name("visit"), raw.visit.value)
    if on is None:
        return None
    if on < plan.started_on:
        ledger.warn(Kind.VISIT, place, "visit_before_plan", on=on, started_on=plan.started_on)
    elif plan.ended_on and on > plan.ended_on:
        ledger.warn(Kind.VISIT, place, "visit_after_plan", on=on, ended_on=plan.ended_on)
    ledger.understood(Kind.VISIT)
    return ReturnedVisit(place, on, raw.visit.is_seen_alone)


def where(place: Place) -> str:
    """This will give the line or row of a place, to name it in another finding."""
    return str(place.line or place.row or "")


def keep_plans(judge: Judge, plans: Sequence[ReturnedPlan]) -> list[ReturnedPlan]:
    """This will refuse, of one child's plans, each that repeats or overlaps an earlier one."""
    kept: list[ReturnedPlan] = []
    for plan in sorted(plans, key=lambda plan: (plan.started_on, plan.place)):
        before = kept[-1] if kept else None
        if before is None or (before.ended_on and before.ended_on <= plan.started_on):
            kept.append(plan)
            judge.ledger.understood(Kind.PLAN)
            continue
        code = "repeated" if before.started_on == plan.started_on else "plans_overlap"
        judge.ledger.refuse(
            Kind.PLAN, plan.place, code, on=plan.started_on, first=where(before.place)
        )
        for _ in plan.reviews:
            _take_back(judge, Kind.REVIEW)
        if plan.visit:
            _take_back(judge, Kind.VISIT)
    return kept


def _take_back(judge: Judge, kind: Kind) -> None:
    judge.ledger.tallies[kind].understood -= 1
    judge.ledger.refuse_part(kind)
