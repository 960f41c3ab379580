"""What each kind of entry of a chronology says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases import labels
from cases.domain.permissions import P
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    InvolvementRole,
    Level,
    Nation,
    NoteAudience,
    NoteKind,
    Section47Outcome,
    StrategyOutcome,
)
from cases.queries.child_record import ChildRecord
from cases.queries.chronology_sources import EntryKind
from cases.web.presenters import days

Shown = dict[str, Any]


def visit_tags(facts: Shown) -> list[dict[str, str]]:
    """This will say at a glance what a visit saw."""
    if facts["was_refused"]:
        return [{"text": _("Refused"), "kind": "red"}]
    found = [(_("Not seen"), "amber")] if not facts["was_seen"] else []
    if facts["was_seen"]:
        found.append(
            (_("Seen alone"), "green")
            if facts["was_seen_alone"]
            else (_("Seen, not alone"), "grey")
        )
    return [{"text": text, "kind": kind} for text, kind in found]


def visit_words(facts: Shown) -> str:
    """This will say what kind of visit it was."""
    return _("Visit, at home") if facts["was_at_home"] else _("Visit")


def bedroom_words(facts: Shown) -> str:
    """This will say that the bedroom was seen, where it was."""
    return _("bedroom seen") if facts["was_bedroom_seen"] else ""


def joined(*parts: str) -> str:
    """This will set short facts side by side, leaving out what is empty."""
    return " · ".join(part for part in parts if part)


def told(text: str, childs_words: str) -> str:
    """This will put the child's own words after an account."""
    quoted = (
        _("In the child’s words: “%(words)s”") % {"words": childs_words} if childs_words else ""
    )
    return "\n\n".join(part for part in (text, quoted) if part)


def audience_words(audience: str, teams: Iterable[str] = ()) -> str:
    """This will say for whom a note was written."""
    if audience == NoteAudience.NAMED_TEAMS:
        names = "; ".join(teams)
        return _("For %(teams)s") % {"teams": names} if names else _("For named teams")
    if audience == NoteAudience.LEAD_AGENCY:
        return _("For children’s services only")
    return _("For everyone who works with the child")


def emergency_tags(*, is_so: bool) -> list[dict[str, str]]:
    """This will mark what was done under emergency access."""
    return [{"text": _("In an emergency"), "kind": "red"}] if is_so else []


def _note(facts: Shown, record: ChildRecord) -> Shown:
    return {
        "tags": [
            {"text": labels.label(NoteKind(facts["kind"]))},
            {"text": facts["agency"]},
            *emergency_tags(
                is_so=record.people.in_emergency(facts["author_id"], facts["written_at"])
            ),
        ],
        "body": facts["text"],
        "note": f"{facts['author']} · {audience_words(facts['audience'])}",
    }


def _visit(facts: Shown, record: ChildRecord) -> Shown:
    return {
        "tags": [{"text": visit_words(facts)}, *visit_tags(facts)],
        "body": told(facts["text"], facts["words"]),
        "note": joined(facts["author"], bedroom_words(facts)),
    }


def _core_group(facts: Shown, record: ChildRecord) -> Shown:
    return {
        "tags": [{"text": _("Core group")}],
        "body": facts["text"],
        "note": facts["author"],
    }


def _strategy(facts: Shown, record: ChildRecord) -> Shown:
    agencies = (
        _("Present: %(agencies)s") % {"agencies": facts["agencies"]} if facts["agencies"] else ""
    )
    return {
        "tags": [{"text": _("Strategy discussion")}],
        "title": labels.label(StrategyOutcome(facts["outcome"])),
        "body": facts["text"],
        "note": agencies,
    }


def _section_47(facts: Shown, record: ChildRecord) -> Shown:
    shown: Shown = {"tags": [{"text": _("Section 47 enquiry")}], "body": _("Enquiries started.")}
    if facts["is_open"] and P.RECORD_WORK in record.held:
        shown["url"] = reverse(
            "cases:section47_conclude", args=[record.case_id, facts["enquiry_id"]]
        )
        shown["link_label"] = _("Record the outcome")
    return shown


def _section_47_ended(facts: Shown, record: ChildRecord) -> Shown:
    outcome = facts["outcome"]
    return {
        "tags": [{"text": _("Section 47 enquiry, outcome")}],
        "title": labels.label(Section47Outcome(outcome)) if outcome else "",
        "body": facts["text"],
    }


def _conference(facts: Shown, record: ChildRecord) -> Shown:
    decision = facts["decision"]
    chair = _("Chair: %(name)s") % {"name": facts["chair"]} if facts["chair"] else ""
    return {
        "tags": [{"text": labels.label(ConferenceKind(facts["kind"]))}],
        "title": labels.label(ConferenceDecision(decision))
        if decision
        else _("No decision recorded yet"),
        "body": told(facts["text"], facts["words"]),
        "note": chair,
        "url": reverse("cases:conference", args=[facts["conference_id"]]),
        "link_label": _("Open the conference"),
    }


def _registered(facts: Shown, record: ChildRecord) -> Shown:
    nation = Nation(record.nation)
    on = record.register.registered_on if record.register else None
    names = [labels.category_label(nation, key, on) for key in facts["categories"] if on]
    return {
        "tags": [
            {"text": _("On the register"), "kind": "red"},
            *({"text": n, "kind": "blue"} for n in names),
        ],
        "body": facts["text"],
    }


def _removed(facts: Shown, record: ChildRecord) -> Shown:
    reason = facts["reason"]
    return {
        "tags": [{"text": _("Off the register"), "kind": "green"}],
        "title": labels.label(DeregistrationReason(reason)) if reason else "",
        "body": facts["text"],
        "note": facts["author"],
    }


def _overdue(facts: Shown, record: ChildRecord) -> Shown:
    met, stopped = facts["met_on"], facts["stopped_on"]
    note = _("Still open")
    if met:
        note = _("Put right %(day)s") % {"day": days.long(met)}
    elif stopped:
        note = _("Ended %(day)s, not done") % {"day": days.long(stopped)}
    return {
        "tags": [{"text": _("Overdue"), "kind": "grey" if met or stopped else "red"}],
        "body": _("%(clock)s was due on %(day)s.")
        % {"clock": labels.clock_label(facts["clock"]), "day": days.long(facts["due_on"])},
        "note": note,
    }


def _joined(facts: Shown, record: ChildRecord) -> Shown:
    shared = facts["role"] == InvolvementRole.PARTNER
    tag = _("Shared with") if shared else _("Started working with the child")
    return {"tags": [{"text": tag}], "body": who(facts), "note": _how(facts)}


def _left(facts: Shown, record: ChildRecord) -> Shown:
    shared = facts["role"] == InvolvementRole.PARTNER
    tag = _("Sharing ended with") if shared else _("Stopped working with the child")
    return {"tags": [{"text": tag}], "body": who(facts), "note": _how(facts)}


def who(facts: Shown) -> str:
    """This will name a person or team with what it belongs to."""
    return ", ".join(part for part in (facts["person"], facts["team"], facts["agency"]) if part)


def _how(facts: Shown) -> str:
    role = InvolvementRole(facts["role"])
    if role is not InvolvementRole.PARTNER:
        return labels.label(role)
    return f"{labels.label(Level(facts['level']))} · {facts['purpose']}"


def _category_added(facts: Shown, record: ChildRecord) -> Shown:
    return {
        "tags": [{"text": _("Category added")}, {"text": _category(facts, record), "kind": "blue"}]
    }


def _category_ended(facts: Shown, record: ChildRecord) -> Shown:
    return {"tags": [{"text": _("Category ended")}, {"text": _category(facts, record)}]}


def _category(facts: Shown, record: ChildRecord) -> str:
    on = record.register.registered_on if record.register else facts["day"]
    return labels.category_label(Nation(record.nation), facts["category"], on)


def _outline_sent(facts: Shown, record: ChildRecord) -> Shown:
    return _papers(_("Outline plan sent"), facts)


def _record_sent(facts: Shown, record: ChildRecord) -> Shown:
    return _papers(_("Conference record sent"), facts)


def _papers(words: str, facts: Shown) -> Shown:
    return {
        "tags": [{"text": words}],
        "note": labels.label(ConferenceKind(facts["kind"])),
        "url": reverse("cases:conference", args=[facts["conference_id"]]),
        "link_label": _("Open the conference"),
    }


def _cancelled(facts: Shown, record: ChildRecord) -> Shown:
    planned = _("It was called for %(day)s.") % {"day": days.long(facts["planned_on"])}
    kind = labels.label(ConferenceKind(facts["kind"]))
    return {
        "tags": [{"text": _("Conference cancelled")}],
        "title": kind,
        "body": "\n\n".join(part for part in (planned, facts["text"]) if part),
    }


def _born(facts: Shown, record: ChildRecord) -> Shown:
    return {"tags": [{"text": _("Born")}], "title": record.name}


def _died(facts: Shown, record: ChildRecord) -> Shown:
    return {"tags": [{"text": _("Died")}], "title": record.name}


def _closed(facts: Shown, record: ChildRecord) -> Shown:
    return {"tags": [{"text": _("Case closed")}], "note": record.authority}


WORDS: dict[EntryKind, Callable[[Shown, ChildRecord], Shown]] = {
    EntryKind.NOTE: _note,
    EntryKind.VISIT: _visit,
    EntryKind.CORE_GROUP: _core_group,
    EntryKind.STRATEGY: _strategy,
    EntryKind.SECTION_47: _section_47,
    EntryKind.SECTION_47_ENDED: _section_47_ended,
    EntryKind.CONFERENCE: _conference,
    EntryKind.REGISTERED: _registered,
    EntryKind.REMOVED: _removed,
    EntryKind.OVERDUE: _overdue,
    EntryKind.JOINED: _joined,
    EntryKind.LEFT: _left,
    EntryKind.CATEGORY_ADDED: _category_added,
    EntryKind.CATEGORY_ENDED: _category_ended,
    EntryKind.OUTLINE_SENT: _outline_sent,
    EntryKind.RECORD_SENT: _record_sent,
    EntryKind.CANCELLED: _cancelled,
    EntryKind.BORN: _born,
    EntryKind.DIED: _died,
    EntryKind.CLOSED: _closed,
}
