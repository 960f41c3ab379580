"""The parts of a record other than its chronology: notes, visits, conferences, family, readings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.roles import ROLES
from cases import labels
from cases.domain.rules.identifiers import format_nhs_number
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    IdentifierScheme,
    NoteKind,
)
from cases.models import Case, ConferenceChild, CoreGroupMeeting, Note, Visit
from cases.queries.child_record import Number, Sibling
from cases.queries.names import OtherName
from cases.queries.people import WorkingWith
from cases.web.presenters import chronology_words as words
from cases.web.presenters import days, events
from cases.web.presenters.decisions import DECIDED
from cases.web.presenters.in_welsh import language
from cpr.audit.models import AuditEvent

# The words of a page of the record, by the name it is audited under.
PARTS = {
    "chronology": lambda: _("Chronology"),
    "api": lambda: _("Through the API"),
    "conferences": lambda: _("Conferences"),
    "visits": lambda: _("Visits and core groups"),
    "notes": lambda: _("Notes"),
    "family": lambda: _("Family"),
    "access": lambda: _("Who has looked"),
    "name_add": lambda: _("The form for another name"),
    "note_add": lambda: _("The form for a note"),
    "visit_add": lambda: _("The form for a visit"),
    "core_group_add": lambda: _("The form for a core group"),
    "birth": lambda: _("The form for the birth"),
    "new_episode": lambda: _("The form that opens a new episode"),
    "child_add": lambda: _("The form that adds a brother or sister"),
    "share": lambda: _("The form for sharing"),
    "sharing": lambda: _("Who can see this record, and why"),
    "share_change": lambda: _("The form that changes a share"),
    "share_ask": lambda: _("The form that asks for more to be shared"),
    "share_request": lambda: _("A request to share"),
    "share_end": lambda: _("The form that ends a share"),
    "emergency_for": lambda: _("The form that opens it to somebody in an emergency"),
    "co_ordinator": lambda: _("The form for the co-ordinator"),
    "restriction": lambda: _("Who may open this record"),
    "restrict": lambda: _("The form that restricts the record"),
    "restriction_people": lambda: _("The form that changes who is named"),
    "restriction_end": lambda: _("The form that ends the restriction"),
    "exclude": lambda: _("The form that excludes a person"),
    "exclusion_end": lambda: _("The form that ends an exclusion"),
    "strategy_discussion": lambda: _("The form for a strategy discussion"),
    "section_47": lambda: _("Section 47 enquiry"),
    "conference_call": lambda: _("The form that calls a conference"),
    "conference": lambda: _("A conference"),
    "decision": lambda: _("The decision of a conference"),
    "registration_end": lambda: _("The form that takes a name off"),
}


def notes(rows: Iterable[Note], people: WorkingWith) -> list[dict[str, Any]]:
    """This will give each note as the timeline shows it, marked where written in an emergency."""
    return [
        {
            "when": days.long(row.happened_on),
            "at": row.happened_on,
            "important": row.is_significant,
            "tags": [
                {"text": labels.label(NoteKind(row.kind))},
                {"text": row.author_team.agency.name},
                *words.emergency_tags(is_so=people.in_emergency(row.author_id, row.written_at)),
            ],
            "body": row.text,
            "note": " · ".join(
                [
                    row.author.user.full_name,
                    words.audience_words(
                        row.audience, [f"{t.agency.name}, {t.name}" for t in row.teams.all()]
                    ),
                    _("written %(when)s") % {"when": days.moment(row.written_at)},
                ]
            ),
        }
        for row in rows
    ]


def visits(rows: Iterable[Visit]) -> list[dict[str, Any]]:
    """This will give each visit as the timeline shows it."""
    return [
        {
            "when": days.long(row.visited_on),
            "at": row.visited_on,
            "important": row.was_refused,
            "tags": [
                {"text": words.visit_words(vars(row))},
                *words.visit_tags(vars(row)),
            ],
            "body": words.told(row.account, row.childs_words),
            "note": words.joined(
                row.recorded_by.user.full_name if row.recorded_by else _("From a return"),
                words.bedroom_words(vars(row)),
            ),
        }
        for row in rows
    ]


def core_groups(rows: Iterable[CoreGroupMeeting], today: date) -> list[dict[str, Any]]:
    """This will list core group meetings for the side of the page."""
    return [
        {
            "title": days.short(row.held_on, today),
            "detail": row.account,
        }
        for row in rows
    ]


def conferences(rows: Iterable[ConferenceChild]) -> dict[str, Any]:
    """This will give the table of conferences."""
    return {
        "caption": _("Conferences"),
        "hide_caption": True,
        "columns": [
            {"label": text} for text in (_("Conference"), _("Day"), _("Chair"), _("For this child"))
        ],
        "rows": [_conference(row) for row in rows],
        "empty": _("No conference has been called for this child."),
    }


def family(
    case: Case, numbers: Iterable[Number], other_names: Iterable[OtherName]
) -> list[dict[str, str]]:
    """This will list what is known of the child's other names, home and numbers."""
    rows = [
        (_("Known as"), case.child.known_as),
        *((labels.label(name.kind), _noted(name)) for name in other_names),
        (_("Address"), case.child.address),
        (_("Language at home"), language(case.child.home_language)),
        *(
            (
                labels.label(number.scheme),
                format_nhs_number(number.value)
                if number.scheme is IdentifierScheme.NHS
                else number.value,
            )
            for number in numbers
        ),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _noted(name: OtherName) -> str:
    return _("%(name)s, noted by %(who)s on %(day)s") % {
        "name": name.names,
        "who": name.noted_by,
        "day": days.long(localdate(name.noted_at)),
    }


def siblings(rows: Iterable[Sibling], today: date) -> list[dict[str, Any]]:
    """This will list the brothers and sisters whom the viewer may see."""
    return [
        {
            "title": row.name,
            "url": reverse("cases:case", args=[row.case_id]),
            "tag": {"text": _("On the register"), "kind": "red"} if row.is_registered else None,
            "detail": f"{days.born(row.born_on, row.expected_on, today)} · {row.authority}",
        }
        for row in rows
    ]


def readings(rows: Iterable[AuditEvent], columns: list[dict[str, Any]]) -> dict[str, Any]:
    """This will give the table of who has looked."""
    return {
        "caption": _("Who has looked at this record, latest first"),
        "hide_caption": True,
        "columns": columns,
        "rows": [
            [
                row.actor_name,
                row.agency_name,
                ROLES[row.actor_role].label if row.actor_role in ROLES else row.actor_role,
                {"text": what_was_read(row), "after_tag": _emergency_tag(row)},
                days.moment(row.at),
            ]
            for row in rows
        ],
        "empty": _("Nobody like that has opened this record."),
    }


def _emergency_tag(row: AuditEvent) -> dict[str, str] | None:
    is_so = "emergency" in row.details or "emergencies" in row.details
    return next(iter(words.emergency_tags(is_so=is_so)), None)


def what_was_read(row: AuditEvent) -> str:
    """This will say which part was read, or what else was done."""
    if row.action != "record.read":
        return events.words(row.action)
    words = PARTS.get(row.details.get("part", ""))
    return words() if words else _("A page of the record")


def _conference(row: ConferenceChild) -> list[Any]:
    conference = row.conference
    status = ConferenceStatus(conference.status)
    day = conference.held_on or conference.planned_on
    if row.decision:
        outcome: Any = str(DECIDED[ConferenceDecision(row.decision)])
    elif status is ConferenceStatus.HELD:
        outcome = {"text": _("No decision recorded yet"), "tag": "amber"}
    else:
        outcome = labels.label(status)
    return [
        {
            "text": labels.label(ConferenceKind(conference.kind)),
            "url": reverse("cases:conference", args=[conference.pk]),
        },
        days.long(day),
        conference.chair.user.full_name if conference.chair else "",
        outcome,
    ]
