"""Roles as data: what each may do in principle, and how far it reaches inside its own agency.

Permission names are those of ``cases.domain.permissions.P``, kept as plain strings because this
layer knows nothing of cases; a system check of ``cases`` refuses a name that is not one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Reach(StrEnum):
    """Which cases a role sees in the lead authority without an involvement of its own."""

    INVOLVED = "involved"
    TEAMS_BELOW = "teams_below"
    AUTHORITY = "authority"


class Duty(StrEnum):
    """Duties over the register as such, not over one case."""

    ADD_CHILD = "add_child"
    SEARCH = "search"
    IMPORT_REGISTER = "import_register"
    OVERDUE_BOARD = "overdue_board"
    MANAGE_PEOPLE = "manage_people"
    EMERGENCY_ACCESS = "emergency_access"
    AUTHORISE_EMERGENCY = "authorise_emergency"
    """To be the named senior officer of a restricted case, through whom alone it is opened."""
    REVIEW_EMERGENCY = "review_emergency"
    COUNT_EMERGENCIES = "count_emergencies"
    """What a privacy officer sees: who opened what kind of case when, and no child."""


@dataclass(frozen=True)
class Role:
    """One role: its words, its permissions over a case, its duties, its reach."""

    label: str | Promise
    permissions: frozenset[str]
    duties: frozenset[Duty]
    reach: Reach = Reach.INVOLVED


_READ = frozenset(
    {
        "view_summary",
        "view_actions",
        "view_plan",
        "view_notes",
        "view_record",
        "view_overdue",
        "view_sharing",
    }
)
_PARTNER = (_READ - {"view_overdue"}) | {"add_note"}
_WORK = _READ | {
    "add_note",
    "record_work",
    "call_conference",
    "record_decision",
    "share",
    "view_access_log",
}
_FIND = frozenset({Duty.SEARCH})
_FIND_AT_NIGHT = _FIND | {Duty.EMERGENCY_ACCESS}

ROLES: dict[str, Role] = {
    "social_worker": Role(
        _("Social worker"), _WORK, _FIND_AT_NIGHT | {Duty.ADD_CHILD, Duty.OVERDUE_BOARD}
    ),
    "support_worker": Role(_("Support worker, reads only"), _READ, _FIND),
    "team_manager": Role(
        _("Team manager"),
        _WORK | {"assign", "restrict"},
        _FIND_AT_NIGHT | {Duty.ADD_CHILD, Duty.OVERDUE_BOARD, Duty.REVIEW_EMERGENCY},
        Reach.TEAMS_BELOW,
    ),
    "senior_manager": Role(
        _("Senior safeguarding manager"),
        _WORK | {"assign", "restrict"},
        _FIND_AT_NIGHT | {Duty.OVERDUE_BOARD, Duty.REVIEW_EMERGENCY, Duty.AUTHORISE_EMERGENCY},
        Reach.AUTHORITY,
    ),
    "register_custodian": Role(
        _("Register custodian"),
        _WORK | {"assign", "restrict"},
        _FIND_AT_NIGHT
        | {Duty.ADD_CHILD, Duty.IMPORT_REGISTER, Duty.OVERDUE_BOARD, Duty.REVIEW_EMERGENCY},
        Reach.AUTHORITY,
    ),
    "conference_chair": Role(
        _("Independent conference chair"),
        _READ | {"add_note", "record_decision"},
        _FIND_AT_NIGHT,
    ),
    "emergency_duty": Role(
        _("Emergency duty worker"),
        frozenset({"view_summary", "view_actions", "view_plan", "view_notes", "add_note"}),
        _FIND_AT_NIGHT,
        Reach.AUTHORITY,
    ),
    "partner_practitioner": Role(_("Practitioner of a partner agency"), _PARTNER, _FIND_AT_NIGHT),
    "privacy_officer": Role(_("Privacy officer"), frozenset(), frozenset({Duty.COUNT_EMERGENCIES})),
    "system_administrator": Role(
        _("System administrator"), frozenset(), frozenset({Duty.MANAGE_PEOPLE})
    ),
}
