"""Gathers the facts of many cases for the pure clocks of ``cases.domain.deadlines``: 8 queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from cases.domain.deadlines import (
    CaseFacts,
    ConferenceFact,
    CoreGroupFact,
    RegistrationFact,
    Section47Fact,
    StrategyFact,
    VisitFact,
)
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    Nation,
    Section47Outcome,
    StrategyOutcome,
)
from cases.models import (
    Case,
    ConferenceChild,
    CoreGroupMeeting,
    ImportBatch,
    Registration,
    Section47Enquiry,
    StrategyDiscussion,
    Visit,
)


def of_cases(cases: Iterable[Case]) -> dict[uuid.UUID, CaseFacts]:
    """This will gather the facts of each case; each needs its ``authority`` loaded."""
    by_id = {case.pk: case for case in cases}
    found: dict[str, dict[uuid.UUID, list[Any]]] = {
        name: defaultdict(list)
        for name in (
            "strategies",
            "section47s",
            "conferences",
            "registrations",
            "visits",
            "core_groups",
        )
    }
    within = {"case_id__in": list(by_id)}
    for s in StrategyDiscussion.objects.filter(**within):
        found["strategies"][s.case_id].append(
            StrategyFact(
                id=str(s.pk),
                held_on=s.held_on,
                decided_on=s.decided_on,
                outcome=StrategyOutcome(s.outcome),
            )
        )
    for e in Section47Enquiry.objects.filter(**within):
        found["section47s"][e.case_id].append(
            Section47Fact(
                id=str(e.pk),
                started_on=e.started_on,
                ended_on=e.ended_on,
                outcome=Section47Outcome(e.outcome) if e.outcome else None,
                conference_not_required=e.conference_not_required,
                stated_target_on=e.stated_target_on,
            )
        )
    at_conferences = ConferenceChild.objects.filter(**within)
    for at in at_conferences.select_related("conference__import_batch").defer(
        "conference__import_batch__report"  # of a long return a megabyte, for each row
    ):
        found["conferences"][at.case_id].append(_conference(at))
    for r in Registration.objects.filter(**within).select_related("decision", "deregistration"):
        found["registrations"][r.case_id].append(
            RegistrationFact(
                id=str(r.pk),
                registered_on=r.registered_on,
                ended_on=r.ended_on,
                conference_id=str(r.decision.conference_id) if r.decision else None,
                is_history=_is_history(r),
            )
        )
    visits = Visit.objects.filter(**within).select_related("import_batch")
    for v in visits.defer("import_batch__report"):
        found["visits"][v.case_id].append(
            VisitFact(
                id=str(v.pk),
                on=v.visited_on,
                seen=v.was_seen,
                seen_alone=v.was_seen_alone,
                at_home=v.was_at_home,
                bedroom_seen=v.was_bedroom_seen,
                is_latest_only=_gives_latest_only(v.import_batch),
            )
        )
    for g in CoreGroupMeeting.objects.filter(**within):
        found["core_groups"][g.case_id].append(CoreGroupFact(id=str(g.pk), held_on=g.held_on))
    return {
        pk: CaseFacts(
            nation=Nation(case.authority.nation),
            closed_on=case.closed_on,
            born_on=case.child.born_on,
            is_unborn=case.child.is_unborn,
            strategies=tuple(found["strategies"][pk]),
            section47s=tuple(found["section47s"][pk]),
            conferences=tuple(found["conferences"][pk]),
            registrations=tuple(found["registrations"][pk]),
            visits=tuple(found["visits"][pk]),
            core_groups=tuple(found["core_groups"][pk]),
        )
        for pk, case in by_id.items()
    }


def _conference(at: ConferenceChild) -> ConferenceFact:
    conference = at.conference
    return ConferenceFact(
        id=str(conference.pk),
        kind=ConferenceKind(conference.kind),
        planned_on=conference.planned_on,
        held_on=conference.held_on,
        is_cancelled=conference.status == ConferenceStatus.CANCELLED,
        decision=ConferenceDecision(at.decision) if at.decision else None,
        outline_sent_on=conference.outline_sent_on,
        record_sent_on=conference.record_sent_on,
        is_latest_only=_gives_latest_only(conference.import_batch),
        are_papers_known=conference.import_batch_id is None,
    )


def _is_history(registration: Registration) -> bool:
    """Whether a return told of it from start to end."""
    if registration.import_batch_id is None or registration.ended_on is None:
        return False
    return registration.deregistration.import_batch_id is not None


def _gives_latest_only(batch: ImportBatch | None) -> bool:
    """Whether a fact came from a return that names the latest of its kind and none before it."""
    return batch is not None and batch.format == "annex_a"
