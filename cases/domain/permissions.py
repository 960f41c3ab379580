"""What an actor may be allowed to do with a case, and the least level of involvement it needs.

Roles hold permissions (``agencies.roles``); involvements give levels. Both are needed.
"""

from __future__ import annotations

from enum import StrEnum

from cases.domain.statuses import Level


class P(StrEnum):
    """Permissions over one case; the values are stable and appear in audit and API."""

    VIEW_SUMMARY = "view_summary"
    VIEW_ACTIONS = "view_actions"
    VIEW_PLAN = "view_plan"
    VIEW_NOTES = "view_notes"
    ADD_NOTE = "add_note"
    VIEW_RECORD = "view_record"
    VIEW_OVERDUE = "view_overdue"
    VIEW_ACCESS_LOG = "view_access_log"
    RECORD_WORK = "record_work"
    CALL_CONFERENCE = "call_conference"
    RECORD_DECISION = "record_decision"
    ASSIGN = "assign"
    SHARE = "share"
    VIEW_SHARING = "view_sharing"
    RESTRICT = "restrict"


LEAST_LEVEL: dict[P, Level] = {
    P.VIEW_SUMMARY: Level.SUMMARY,
    P.VIEW_ACTIONS: Level.ACTIONS,
    P.VIEW_PLAN: Level.PLAN,
    P.VIEW_NOTES: Level.NOTES,
    P.ADD_NOTE: Level.SUMMARY,
    P.VIEW_RECORD: Level.FULL,
    P.VIEW_OVERDUE: Level.FULL,
    P.VIEW_ACCESS_LOG: Level.LEAD,
    P.RECORD_WORK: Level.LEAD,
    P.CALL_CONFERENCE: Level.LEAD,
    P.RECORD_DECISION: Level.FULL,
    P.ASSIGN: Level.LEAD,
    P.SHARE: Level.LEAD,
    P.VIEW_SHARING: Level.FULL,
    P.RESTRICT: Level.LEAD,
}
"""Anyone who works with a child may add what they know: ``ADD_NOTE`` needs only a summary.
``RESTRICT`` is to exclude a person too."""

WITHIN_AUTHORITY = frozenset(
    {P.RECORD_DECISION, P.RECORD_WORK, P.CALL_CONFERENCE, P.ASSIGN, P.SHARE, P.RESTRICT}
)
"""Acts of the authority whose register it is: no level of sharing gives them to another agency."""
