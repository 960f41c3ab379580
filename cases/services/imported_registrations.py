"""A child protection plan of a return, as a period on the register with its categories and end.

A plan that starts on the day of a known conference rests on its decision; any other rests on
the return itself. An end is recorded without a reason, since no return gives one.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from agencies.actors import Actor
from cases.domain import procedures
from cases.domain.returned import Kind, ReturnedPlan
from cases.domain.statuses import ConferenceDecision, ConferenceStatus, DeregistrationReason
from cases.models import (
    Case,
    ConferenceChild,
    DeregistrationDecision,
    Registration,
    RegistrationCategory,
)
from cases.services.imported_loading import Loading, Written


def write(by: Actor, loading: Loading, case: Case, plan: ReturnedPlan, written: Written) -> bool:
    """This will write one plan and say whether it stands; a refused one is counted and told."""
    is_first = bool(written.created[Kind.CHILD]) and not written.created[Kind.PLAN]
    problem = _problem(loading, case, plan, is_first=is_first)
    if problem is not None:
        code, params = problem
        written.refuse(Kind.PLAN, plan.place, code, on=plan.started_on, **params)
        written.refused[Kind.REVIEW] += len(plan.reviews)
        written.refused[Kind.VISIT] += 1 if plan.visit else 0
        return False
    known = Registration.objects.select_for_update(of=("self",), no_key=True).filter(
        case=case, registered_on=plan.started_on
    )
    registration = None if is_first else known.first()
    if registration is None:
        _add(by, loading, case, plan, written, is_first=is_first)
        written.created[Kind.PLAN] += 1
    elif _update(by, loading, registration, plan, written):
        written.changed[Kind.PLAN] += 1
    else:
        written.unchanged[Kind.PLAN] += 1
    return True


def _problem(
    loading: Loading, case: Case, plan: ReturnedPlan, *, is_first: bool
) -> tuple[str, dict[str, object]] | None:
    """What stands against a plan: another period on the register, or a category of no meaning."""
    nation = loading.nation
    if procedures.procedure(nation) is not None:
        for key in {plan.first_known_category, plan.latest_known_category}:
            if key and procedures.category(nation, key, plan.started_on) is None:
                return "category_not_of_nation", {"value": key}
    if is_first:  # the child is new, and so was never on the register here
        return None
    others = Registration.objects.filter(child_id=case.child_id).exclude(
        case=case, registered_on=plan.started_on
    )
    others = others.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=plan.started_on))
    if plan.ended_on is not None:
        others = others.filter(registered_on__lt=plan.ended_on)
    found = list(others.select_related("case").order_by("registered_on"))
    own = next((each for each in found if each.case.authority_id == loading.authority.pk), None)
    if own is not None:
        return "overlaps_known", {"other_on": own.registered_on}
    return ("overlaps_elsewhere", {}) if found else None


def _add(
    by: Actor,
    loading: Loading,
    case: Case,
    plan: ReturnedPlan,
    written: Written,
    *,
    is_first: bool,
) -> None:
    known = Registration.objects.filter(child_id=case.child_id, registered_on__lt=plan.started_on)
    before = 0 if is_first else known.count()
    registration = Registration.objects.create(
        child_id=case.child_id,
        case=case,
        decision=_deciding(case, plan.started_on),
        import_batch=loading.batch,
        registered_on=plan.started_on,
        ended_on=plan.ended_on,
        previous_elsewhere=max(0, (plan.number_of_previous or 0) - before),
    )
    _add_categories(loading, registration, plan, written)
    if plan.ended_on is not None:
        _add_end(by, loading, registration, plan.ended_on)


def _deciding(case: Case, on: date) -> ConferenceChild | None:
    return (
        ConferenceChild.objects.filter(
            case=case,
            decision=ConferenceDecision.REGISTER,
            conference__status=ConferenceStatus.HELD,
            conference__held_on=on,
            registration__isnull=True,
        )
        .order_by("pk")
        .first()
    )


def _add_categories(
    loading: Loading, registration: Registration, plan: ReturnedPlan, written: Written
) -> None:
    """A return gives the first and the latest category, never the day of the change."""
    first, latest = plan.first_known_category or "", plan.latest_known_category or ""
    changed_on = _change_known_on(loading, plan) if latest != first else None
    rows = [
        RegistrationCategory(
            registration=registration,
            category=first,
            started_on=plan.started_on,
            ended_on=changed_on or plan.ended_on,
        )
    ]
    if changed_on is not None:
        rows.append(
            RegistrationCategory(
                registration=registration,
                category=latest,
                started_on=changed_on,
                ended_on=plan.ended_on,
            )
        )
        written.warn(Kind.PLAN, plan.place, "category_change_undated", on=changed_on)
    RegistrationCategory.objects.bulk_create(rows)


def _change_known_on(loading: Loading, plan: ReturnedPlan) -> date:
    """Categories change at a conference: the last review given, or else the return's own day."""
    reviews = [review.held_on for review in plan.reviews if review.held_on > plan.started_on]
    on = max(reviews, default=loading.known_on)
    return max(plan.started_on, min(on, plan.ended_on or on))


def _add_end(by: Actor, loading: Loading, registration: Registration, ended_on: date) -> None:
    DeregistrationDecision.objects.create(
        registration=registration,
        import_batch=loading.batch,
        reason=DeregistrationReason.NOT_STATED,
        ended_on=ended_on,
        decided_by_name=by.name,
    )


def _update(
    by: Actor, loading: Loading, registration: Registration, plan: ReturnedPlan, written: Written
) -> bool:
    """Whether the return tells something new of a registration that was loaded from a return."""
    is_changed = _change_category(loading, registration, plan, written)
    if registration.ended_on == plan.ended_on:
        return is_changed
    is_loaded = registration.import_batch_id is not None
    if registration.ended_on is not None or plan.ended_on is None or not is_loaded:
        written.warn(
            Kind.PLAN,
            plan.place,
            "known_end_differs",
            on=plan.ended_on or "",
            known_on=registration.ended_on or "",
        )
        return is_changed
    registration.ended_on = plan.ended_on
    registration.version += 1
    registration.save(update_fields=["ended_on", "version"])
    registration.categories.filter(ended_on__isnull=True).update(ended_on=plan.ended_on)
    _add_end(by, loading, registration, plan.ended_on)
    return True


def _change_category(
    loading: Loading, registration: Registration, plan: ReturnedPlan, written: Written
) -> bool:
    current = list(registration.categories.filter(ended_on__isnull=True))
    latest = plan.latest_known_category
    if registration.ended_on or latest is None or latest in {row.category for row in current}:
        return False
    if registration.import_batch_id is None:
        written.warn(Kind.PLAN, plan.place, "known_category_differs", value=latest)
        return False
    on = max([_change_known_on(loading, plan), *(row.started_on for row in current)])
    for row in current:
        row.ended_on = on
        row.save(update_fields=["ended_on"])
    RegistrationCategory.objects.create(registration=registration, category=latest, started_on=on)
    written.warn(Kind.PLAN, plan.place, "category_change_undated", on=on)
    return True
