"""What each kind of entry of the chronology tells, as plain values without words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cases.models import (
    Case,
    ConferenceChild,
    CoreGroupMeeting,
    Involvement,
    Note,
    OverdueFlag,
    RegistrationCategory,
    Section47Enquiry,
    StrategyDiscussion,
    Visit,
)


def _note(row: Note) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "text": row.text,
        "author": row.author.user.full_name,
        "author_id": row.author_id,
        "written_at": row.written_at,
        "agency": row.author_team.agency.name,
        "audience": row.audience,
    }


def _visit(row: Visit) -> dict[str, Any]:
    return {
        "was_seen": row.was_seen,
        "was_seen_alone": row.was_seen_alone,
        "was_at_home": row.was_at_home,
        "was_bedroom_seen": row.was_bedroom_seen,
        "was_refused": row.was_refused,
        "text": row.account,
        "words": row.childs_words,
        "author": row.recorded_by.user.full_name if row.recorded_by else "",
    }


def _core_group(row: CoreGroupMeeting) -> dict[str, Any]:
    author = row.recorded_by.user.full_name if row.recorded_by else ""
    return {"text": row.account, "author": author}


def _strategy(row: StrategyDiscussion) -> dict[str, Any]:
    return {"outcome": row.outcome, "text": row.reasons, "agencies": row.agencies_present}


def _section_47(row: Section47Enquiry) -> dict[str, Any]:
    return {"enquiry_id": row.pk, "is_open": row.ended_on is None, "outcome": None, "text": ""}


def _section_47_ended(row: Section47Enquiry) -> dict[str, Any]:
    return {"enquiry_id": row.pk, "outcome": row.outcome, "text": row.reasons}


def _conference(row: ConferenceChild) -> dict[str, Any]:
    chair = row.conference.chair
    return {
        "conference_id": row.conference_id,
        "kind": row.conference.kind,
        "decision": row.decision,
        "text": row.reasons,
        "words": row.childs_views,
        "chair": chair.user.full_name if chair else "",
    }


def _registered(row: Any) -> dict[str, Any]:
    first = [c.category for c in row.categories.all() if c.started_on == row.registered_on]
    is_told_why = row.may_see_why and not row.decision_id
    return {"categories": tuple(sorted(first)), "text": row.reasons if is_told_why else ""}


def _removed(row: Any) -> dict[str, Any]:
    decision = getattr(row, "deregistration", None) if row.may_see_why else None
    return {
        "reason": decision.reason if decision else None,
        "text": decision.evidence if decision else "",
        "author": decision.decided_by_name if decision else "",
    }


def _overdue(row: OverdueFlag) -> dict[str, Any]:
    return {
        "clock": row.deadline.clock,
        "due_on": row.deadline.due_on,
        "met_on": row.deadline.met_on,
        "stopped_on": row.deadline.stopped_on,
    }


def _involvement(row: Involvement) -> dict[str, Any]:
    return {
        "agency": row.team.agency.name,
        "team": row.team.name,
        "person": row.membership.user.full_name if row.membership else "",
        "role": row.role,
        "level": row.level,
        "purpose": row.purpose,
    }


def _category(row: RegistrationCategory) -> dict[str, Any]:
    return {"category": row.category}


def _papers(row: ConferenceChild) -> dict[str, Any]:
    return {"conference_id": row.conference_id, "kind": row.conference.kind}


def _cancelled(row: Any) -> dict[str, Any]:
    return {**_papers(row), "planned_on": row.conference.planned_on, "text": row.why or ""}


def _of_case(row: Case) -> dict[str, Any]:
    return {}


FACTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "note": _note,
    "visit": _visit,
    "core_group": _core_group,
    "strategy": _strategy,
    "section_47": _section_47,
    "section_47_ended": _section_47_ended,
    "conference": _conference,
    "registered": _registered,
    "removed": _removed,
    "overdue": _overdue,
    "joined": _involvement,
    "left": _involvement,
    "category_added": _category,
    "category_ended": _category,
    "outline_sent": _papers,
    "record_sent": _papers,
    "cancelled": _cancelled,
    "born": _of_case,
    "died": _of_case,
    "closed": _of_case,
}
