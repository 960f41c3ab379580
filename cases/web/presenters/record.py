"""The head of a child's record: who, on the register or not, what is due, who works with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases import labels
from cases.domain import procedures
from cases.domain.permissions import P
from cases.domain.procedures.rows import Words
from cases.domain.rules.identifiers import format_nhs_number
from cases.domain.statuses import InvolvementRole, Nation
from cases.queries.child_record import ChildRecord, OnRegister
from cases.queries.people import Working, WorkingWith
from cases.web.presenters import clocks, days, emergencies, steps
from cases.web.presenters.in_welsh import language
from cpr.ui import phones

TABS: tuple[tuple[str, str, P], ...] = (
    ("chronology", "cases:case", P.VIEW_SUMMARY),
    ("conferences", "cases:case_conferences", P.VIEW_RECORD),
    ("visits", "cases:case_visits", P.VIEW_RECORD),
    ("notes", "cases:case_notes", P.VIEW_SUMMARY),
    ("family", "cases:case_family", P.VIEW_PLAN),
    ("access", "cases:case_access", P.VIEW_ACCESS_LOG),
)


def head(record: ChildRecord, tab: str, today: date) -> dict[str, Any]:
    """This will give what every page of a record shows above its own part."""
    return {
        "page_title": record.name,
        "part_title": _tab_words(tab),
        "breadcrumbs": [
            {"label": _("Children"), "url": reverse("cases:children")},
            {"label": record.name},
        ],
        "identity": identity(record, today),
        "clocks": clocks.cards(
            record.clocks,
            record.nation,
            today,
            work_on=record.case_id
            if P.RECORD_WORK in record.held and not record.closed_on
            else None,
        ),
        "tabs": tabs(record, tab),
        "first_name": record.first_name,
        "emergency": emergencies.banner(record),
        "birth_notice": steps.birth_notice(record, today),
    }


def identity(record: ChildRecord, today: date) -> dict[str, Any]:
    """This will make the banner."""
    return {
        "name": record.name,
        "state": "late" if record.is_registered else "none",
        "tags": tags(record),
        "facts": facts(record, today),
        "actions": actions(record),
    }


def tags(record: ChildRecord) -> list[dict[str, str]]:
    """This will say whether the name is on the register, and for what."""
    terms = procedures.terms(record.nation)
    if not record.is_registered:
        words = in_language(terms.not_on_register)
        if record.register and record.register.ended_on:
            words = _("Came off the register %(day)s") % {
                "day": days.long(record.register.ended_on)
            }
        found = [{"text": words, "kind": "grey"}]
    else:
        found = [{"text": in_language(terms.on_register), "kind": "red"}]
        found += [
            {"text": text, "kind": "blue"} for text in categories(record.register, record.nation)
        ]
    if record.is_unborn:
        found.append({"text": _("Unborn"), "kind": "grey"})
    if record.died_on:
        found.append(
            {"text": _("Died %(day)s") % {"day": days.long(record.died_on)}, "kind": "grey"}
        )
    if record.is_restricted:
        found.append({"text": _("Restricted: named people only"), "kind": "amber"})
    if record.closed_on:
        found.append({"text": _("Case closed %(day)s") % {"day": days.long(record.closed_on)}})
    return found


def categories(register: OnRegister | None, nation: Nation) -> list[str]:
    """This will give the words of a registration's categories."""
    if register is None:
        return []
    return [
        labels.category_label(nation, key, register.registered_on) for key in register.categories
    ]


def facts(record: ChildRecord, today: date) -> list[dict[str, str]]:
    """This will list what tells this child from another, and whom to call."""
    register, person = record.register, record.people.co_ordinator
    found = [
        (_("Born"), days.born(record.born_on, None, today)),
        (_("Expected"), _expected(record, today)),
        (_("NHS number"), format_nhs_number(record.nhs_number)),
    ]
    if register and record.is_registered:
        day = (today - register.registered_on).days
        found.append(
            (
                _("Registered"),
                _("%(date)s, day %(n)d") % {"date": days.long(register.registered_on), "n": day},
            )
        )
    found += [
        (_("Authority"), record.authority),
        (_co_ordinator_word(record.nation), _person(person) or _instead(record.people.lead_team)),
        (_("Language"), language(record.language)),
    ]
    return [{"label": label, "value": value} for label, value in found if value]


def actions(record: ChildRecord) -> list[dict[str, Any]]:
    """This will offer what the viewer may do here most."""
    found = []
    if P.RECORD_WORK in record.held and not record.closed_on:
        route, label = (
            ("cases:child_birth", _("Record the birth"))
            if record.is_unborn
            else ("cases:visit_add", _("Record a visit"))
        )
        found.append({"label": label, "url": reverse(route, args=[record.case_id])})
    if P.ADD_NOTE in record.held:
        found.append(
            {"label": _("Add a note"), "url": reverse("cases:note_add", args=[record.case_id])}
        )
    return [{**action, "primary": place == 0} for place, action in enumerate(found)]


def tabs(record: ChildRecord, current: str) -> list[dict[str, Any]]:
    """This will list the parts of the record that the viewer can open."""
    return [
        {
            "label": _tab_words(key),
            "url": reverse(name, args=[record.case_id]),
            "current": key == current,
        }
        for key, name, needed in TABS
        if needed in record.held
    ]


def working_with(record: ChildRecord, today: date) -> list[dict[str, Any]]:
    """This will list who works with the child, the leading agency first."""
    people = record.people
    found = []
    if people.lead_team is not None:
        found.append(
            {
                "title": people.lead_team.agency,
                "tag": {"text": _("lead"), "kind": "blue"},
                "detail": _lead_detail(people, today),
            }
        )
    found += [_partner(record, row, today) for row in people.partners]
    return found


def side_actions(record: ChildRecord) -> list[dict[str, str]]:
    """This will offer to say who can see it, sharing, and a change of co-ordinator, to those who
    may; and to ask for more, to whoever sees only a part.
    """
    found = []
    if P.VIEW_SHARING in record.held:
        url = reverse("cases:case_sharing", args=[record.case_id])
        found.append({"label": _("Who can see this record, and why"), "url": url})
    elif P.VIEW_SUMMARY in record.held:
        url = reverse("cases:case_ask", args=[record.case_id])
        found.append({"label": _("Ask to see more"), "url": url})
    if P.SHARE in record.held:
        found.append(
            {
                "label": _("Share with another agency"),
                "url": reverse("cases:case_share", args=[record.case_id]),
            }
        )
    if P.ASSIGN in record.held:
        label = (
            _("Change the co-ordinator") if record.people.co_ordinator else _("Name a co-ordinator")
        )
        found.append({"label": label, "url": reverse("cases:co_ordinator", args=[record.case_id])})
    return found


def in_language(words: Words) -> str:
    """This will give the words of a procedure in the language of the moment."""
    return words.cy if get_language() == "cy" else words.en


def joined(parts: Iterable[str]) -> str:
    """This will set short facts side by side, leaving out what is empty."""
    return " · ".join(part for part in parts if part)


def _tab_words(tab: str) -> str:
    return {
        "chronology": _("Chronology"),
        "conferences": _("Conferences"),
        "visits": _("Visits and core groups"),
        "notes": _("Notes"),
        "family": _("Family"),
        "access": _("Who has looked"),
    }[tab]


def _co_ordinator_word(nation: Nation) -> str:
    word = in_language(procedures.terms(nation).co_ordinator)
    return word[:1].upper() + word[1:]


def _person(row: Working | None) -> str:
    if row is None or row.person is None:
        return ""
    return phones.with_number(row.person.name, row.person.phone)


def _expected(record: ChildRecord, today: date) -> str:
    if record.expected_on is None or not record.is_unborn:
        return ""
    return days.expected(record.expected_on, today)


def _instead(lead: Working | None) -> str:
    """Whom to call while nobody co-ordinates: the lead team."""
    if lead is None:
        return _("Nobody yet")
    call = phones.with_number(lead.team, lead.team_phone)
    return phones.said(_("Nobody yet. Call %(team)s"), team=call)


def _lead_detail(people: WorkingWith, today: date) -> str:
    row = people.co_ordinator
    team = people.lead_team.team if people.lead_team else ""
    if row is None or row.person is None:
        return joined([team, _("no co-ordinator yet")])
    since = _("%(name)s, co-ordinator since %(day)s") % {
        "name": row.person.name,
        "day": days.short(localdate(row.starts_at), today),
    }
    if people.co_ordinators_so_far > 1:
        n = people.co_ordinators_so_far
        since += " " + ngettext("(%(n)d so far)", "(%(n)d so far)", n) % {"n": n}
    return joined([team, since])


def _partner(record: ChildRecord, row: Working, today: date) -> dict[str, Any]:
    until = ""
    if row.ends_at is not None:
        last = localdate(row.ends_at - timedelta(microseconds=1))
        until = _("until %(day)s") % {"day": days.short(last, today)}
        if row.role is InvolvementRole.EMERGENCY:
            until = _("until %(day)s") % {"day": emergencies.until(row.ends_at)}
    who = f"{row.person.name}, {row.team}" if row.person else row.team
    role = labels.label(row.role) if row.role is not InvolvementRole.PARTNER else ""
    may_end = P.SHARE in record.held and row.role is InvolvementRole.PARTNER
    return {
        "title": row.agency,
        "detail": joined([who, role, labels.label(row.level), until]),
        "end_url": reverse("cases:share_end", args=[record.case_id, row.involvement_id])
        if may_end
        else "",
    }
