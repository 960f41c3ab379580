"""A restriction and exclusions in words: who is named, who could be, and what came before."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.models import Membership
from agencies.roles import ROLES
from cases import labels
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Exclusion, Involvement, Restriction
from cases.queries.child_record import Sibling
from cases.queries.restrictions import Candidate, seen_by
from cases.web.presenters import days
from cpr.ui import forms as ui


def place(member: Membership) -> str:
    """This will say in which role, team and agency somebody works."""
    return f"{ROLES[member.role].label}, {member.team.name}, {member.team.agency.name}"


def choices(people: Iterable[Candidate], me: uuid.UUID | None) -> list[ui.Choice]:
    """This will give each person who could be named, with what they do for the child and see."""
    return [ui.Choice(str(one.member.pk), _name(one, me), hint=_hint(one)) for one in people]


def pairs(people: Iterable[Candidate]) -> list[tuple[str, str]]:
    """This will give the same people for a list to choose one from."""
    return [
        (str(one.member.pk), f"{one.member.user.full_name}, {place(one.member)}") for one in people
    ]


def _name(one: Candidate, me: uuid.UUID | None) -> str:
    name = one.member.user.full_name
    return _("%(name)s (you)") % {"name": name} if one.member.pk == me else name


def _hint(one: Candidate) -> str:
    parts = [str(labels.label(role)) for role in one.parts if role is not InvolvementRole.PARTNER]
    return " · ".join([place(one.member), *dict.fromkeys(parts), seen(one.sees)])


def seen(level: Level | None) -> str:
    """This will say how much somebody sees."""
    if level is Level.LEAD:
        return _("Works on the record")
    return str(labels.label(level)) if level else _("Nothing")


def first_chosen(people: Iterable[Candidate]) -> list[str]:
    """This will choose for a start those without whom it cannot be: they can be taken out again."""
    found = list(people)
    seniors = [one for one in found if one.is_senior]
    chosen = [one for one in found if one.is_needed]
    chosen += seniors if len(seniors) == 1 else []
    return list(dict.fromkeys(str(one.member.pk) for one in chosen))


def siblings(found: Iterable[Sibling]) -> list[dict[str, Any]]:
    """This will list brothers and sisters, each with whether restricted, and the way to do it."""
    return [
        {
            "title": each.name,
            "url": reverse(
                "cases:case_restriction" if each.is_restricted else "cases:restrict",
                args=[each.case_id],
            ),
            "tag": {"text": _("Restricted: named people only"), "kind": "amber"}
            if each.is_restricted
            else {"text": _("Not restricted"), "kind": "grey"},
            "detail": each.authority,
        }
        for each in found
    ]


def named(rows: Iterable[Involvement], case: Case) -> dict[str, Any]:
    """This will give the table of the named people of a case, each once."""
    people: dict[uuid.UUID, list[Involvement]] = {}
    for row in rows:
        if row.membership is not None:
            people.setdefault(row.membership.pk, []).append(row)
    return {
        "caption": _("Named people"),
        "columns": [{"label": text} for text in (_("Name"), _("Works in"), _("Part"), _("Sees"))],
        "rows": [_person(parts, case) for parts in people.values()],
    }


def _person(parts: list[Involvement], case: Case) -> list[str]:
    member = parts[0].membership
    if member is None:  # no team is ever named: the database refuses it
        return []
    most = max((Level(part.level) for part in parts), key=list(Level).index)
    sees = seen(seen_by(member, most, case.authority_id))
    roles = dict.fromkeys(str(labels.label(InvolvementRole(part.role))) for part in parts)
    return [member.user.full_name, place(member), ", ".join(roles), sees]


def summary(row: Restriction) -> list[dict[str, str]]:
    """This will tell of the restriction in force."""
    shown = (
        _("Not the name: only that somebody knows this child, and whom to call")
        if row.hides_name
        else _("The name, inside the authority")
    )
    return [
        {"label": _("Since"), "value": days.long(localdate(row.starts_at))},
        {"label": _("Restricted by"), "value": row.restricted_by.user.full_name},
        {"label": _("Reason"), "value": row.reason},
        {"label": _("What others may know"), "value": shown},
    ]


def exclusions(rows: Iterable[Exclusion], case_id: uuid.UUID) -> dict[str, Any]:
    """This will give the table of those who are excluded now."""
    return {
        "caption": _("Excluded people"),
        "hide_caption": True,
        "columns": [
            {"label": _("Name")},
            {"label": _("Since")},
            {"label": _("Reason")},
            {"label": _("End"), "hide_label": True},
        ],
        "rows": [
            [
                row.user.full_name,
                days.long(localdate(row.starts_at)),
                row.reason,
                {
                    "text": _("End the exclusion"),
                    "url": reverse("cases:exclusion_end", args=[case_id, row.pk]),
                    "hidden": row.user.full_name,
                },
            ]
            for row in rows
        ],
        "empty": _("Nobody is excluded from this record."),
    }


def history(
    restrictions: Iterable[Restriction], exclusions: Iterable[Exclusion]
) -> list[dict[str, str]]:
    """This will tell of what has ended, the latest first."""
    ended = [(row, _("Restricted to named people")) for row in restrictions]
    ended += [
        (row, _("%(name)s was excluded") % {"name": row.user.full_name})  # type: ignore[misc]
        for row in exclusions
    ]
    ended.sort(key=lambda pair: pair[0].starts_at, reverse=True)
    return [
        {
            "title": title,
            "detail": _("%(from)s to %(until)s, ended by %(name)s: %(reason)s")
            % {
                "from": days.long(localdate(row.starts_at)),
                "until": days.long(localdate(row.ends_at)) if row.ends_at else "",
                "name": row.ended_by.user.full_name if row.ended_by else "",
                "reason": row.ended_reason,
            },
        }
        for row, title in ended
    ]
