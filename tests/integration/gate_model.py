"""The rules of access in plain Python, with no database: what the gate is compared with.

Written from the words of the rules, not from the gate; it keeps its own facts and its own tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
LEVELS = ["summary", "actions", "plan", "notes", "full", "lead"]
LEAST = {
    "view_summary": "summary",
    "add_note": "summary",
    "view_actions": "actions",
    "view_plan": "plan",
    "view_notes": "notes",
    "view_record": "full",
    "view_overdue": "full",
    "record_decision": "full",
    "view_access_log": "lead",
    "record_work": "lead",
    "call_conference": "lead",
    "assign": "lead",
    "share": "lead",
    "view_sharing": "full",
    "restrict": "lead",
}
READS = {
    "view_summary",
    "view_actions",
    "view_plan",
    "view_notes",
    "view_record",
    "view_sharing",
}
WORKS = READS | {
    "view_overdue",
    "add_note",
    "record_work",
    "call_conference",
    "record_decision",
    "share",
    "view_access_log",
}
HOLDS = {
    "social_worker": WORKS,
    "support_worker": READS | {"view_overdue"},
    "team_manager": WORKS | {"assign", "restrict"},
    "senior_manager": WORKS | {"assign", "restrict"},
    "register_custodian": WORKS | {"assign", "restrict"},
    "conference_chair": READS | {"view_overdue", "add_note", "record_decision"},
    "partner_practitioner": READS | {"add_note"},
    "emergency_duty": {"view_summary", "view_actions", "view_plan", "view_notes", "add_note"},
    "privacy_officer": set(),
    "system_administrator": set(),
}
OF_ONES_OWN_AUTHORITY = {
    "record_decision",
    "record_work",
    "call_conference",
    "assign",
    "share",
    "restrict",
}
SEES_ITS_AUTHORITY = {"register_custodian", "senior_manager", "emergency_duty"}
OPENS_IN_AN_EMERGENCY = HOLDS.keys() - {
    "support_worker",
    "privacy_officer",
    "system_administrator",
}
ADDS_CHILDREN = {"social_worker", "team_manager", "register_custodian"}


@dataclass
class Person:
    """A membership as the rules see it."""

    name: str
    role: str
    team: str
    authority: str
    teams_below: frozenset[str] = frozenset()
    ended_on: date | None = None
    is_shut: bool = False

    def is_live(self, at: datetime) -> bool:
        """Neither suspended nor closed, and not over on the day that it is in London."""
        on = at.astimezone(LONDON).date()
        return not self.is_shut and (self.ended_on is None or on < self.ended_on)


@dataclass
class Part:
    """A part in a case: of a whole team, or of one person."""

    role: str
    level: str
    team: str
    person: str | None
    starts_at: datetime
    ends_at: datetime | None = None
    is_named: bool = False

    def is_in_force(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    def is_of(self, who: Person) -> bool:
        return self.person == who.name if self.person else self.team == who.team


@dataclass
class KnownCase:
    """A case and the parts that people have in it."""

    authority: str
    lead_team: str
    parts: list[Part] = field(default_factory=list)
    is_restricted: bool = False
    excluded: set[str] = field(default_factory=set)


def may(who: Person, permission: str, case: KnownCase, at: datetime) -> bool:
    """The rule: a live membership, a role that holds it, and a part at that level or the reach.

    Nobody excluded; and of a restricted case only the parts of the named people count.
    """
    if not who.is_live(at) or permission not in HOLDS[who.role]:
        return False
    if permission in OF_ONES_OWN_AUTHORITY and who.authority != case.authority:
        return False
    if who.name in case.excluded:
        return False
    enough = LEVELS[LEVELS.index(LEAST[permission]) :]
    parts = [p for p in case.parts if p.is_named or not case.is_restricted]
    if any(p.is_of(who) and p.is_in_force(at) and p.level in enough for p in parts):
        return True
    return not case.is_restricted and is_in_reach(who, case)


def is_in_reach(who: Person, case: KnownCase) -> bool:
    """What a role sees without a part of its own."""
    if who.role in SEES_ITS_AUTHORITY:
        return case.authority == who.authority
    return who.role == "team_manager" and case.lead_team in who.teams_below


def name(who: Person, case: KnownCase, at: datetime) -> None:
    """What naming somebody does: the parts of their own count, and keep the level they had."""
    level = _level_now(who, case, at)
    own = [p for p in case.parts if p.person == who.name and p.role != "emergency"]
    mine = [p for p in own if p.ends_at is None or p.ends_at > at]
    for part in mine:
        part.is_named = True
    held = [LEVELS.index(str(p.level)) for p in mine if p.is_in_force(at)]
    if max(held, default=-1) < LEVELS.index(level):
        case.parts.append(Part("named", level, who.team, who.name, at, is_named=True))


def _level_now(who: Person, case: KnownCase, at: datetime) -> str:
    """What somebody sees of a case that is not restricted, or would at first."""
    parts = [p for p in case.parts if p.role != "emergency" and p.is_of(who)]
    levels = [str(p.level) for p in parts if p.is_in_force(at)]
    is_own = who.authority == case.authority
    if is_own and is_in_reach(who, case):
        levels.append("lead")
    if levels:
        return max(levels, key=LEVELS.index)
    if not is_own:
        return "summary"
    return "lead" if "record_work" in HOLDS[who.role] else "full"
