"""The words of the page that says who can see a record, and why."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from agencies.roles import ROLES, Reach
from cases import labels
from cases.domain.statuses import InvolvementRole, Level
from cases.queries.sharing import Reached, Seer, Sharing, Way
from cases.web.presenters import days

MOST_NAMED = 12
"""How many people of one team are named; the others are counted. A named default."""


def sharing(found: Sharing, case_id: uuid.UUID, today: date, *, may_share: bool) -> dict[str, Any]:
    """This will give the page's tables."""
    return {
        "ways": [
            *(_way(way, case_id, today, may_share=may_share) for way in found.ways),
            *(_reached(each) for each in found.reached),
        ],
        "shut": [_way(way, case_id, today, may_share=may_share) for way in found.shut],
        "to_come": [
            # nobody is let in by it yet, and so nobody is named
            _way(way, case_id, today, may_share=may_share) | {"people": ""}
            for way in found.to_come
        ],
        "ended_table": {
            "caption": _("Shares that have ended"),
            "columns": [
                {"label": text}
                for text in (_("Who"), _("How much"), _("From"), _("Last day"), _("Why it ended"))
            ],
            "rows": [_ended(way, today) for way in found.ended],
        },
        "excluded": [
            {
                "label": each.name,
                "value": _("since %(day)s") % {"day": days.long(localdate(each.since))},
            }
            for each in found.excluded or ()
        ],
        "shows_excluded": found.excluded is not None,
        "is_restricted": found.is_restricted,
    }


def measure(level: Level) -> dict[str, Any]:
    """This will show how much is seen: one mark a level, and the words."""
    levels = list(Level)
    return {
        "marks": [levels.index(one) <= levels.index(level) for one in levels],
        "words": _("Works on the record") if level is Level.LEAD else labels.label(level),
    }


def _way(way: Way, case_id: uuid.UUID, today: date, *, may_share: bool) -> dict[str, Any]:
    args = [case_id, way.involvement_id]
    may_change = may_share and way.is_share
    return {
        "who": way.person or way.team,
        "of": f"{way.team}, {way.agency}" if way.person else way.agency,
        "people": "" if way.person else _people(way.people, way.level),
        "measure": measure(way.level),
        "why": _why(way),
        "purpose": way.purpose if way.is_share else "",
        "law": labels.label(way.legal_basis) if way.legal_basis else "",
        "since": days.short(localdate(way.starts_at), today),
        "until": _until(way, today),
        "change_url": reverse("cases:share_change", args=args) if may_change else "",
        "end_url": reverse("cases:share_end", args=args) if may_change else "",
    }


def _reached(each: Reached) -> dict[str, Any]:
    return {
        "who": str(ROLES[each.role_key].label),
        "of": "",
        "people": _people(each.people, each.level, with_team=True),
        "measure": measure(each.level),
        "why": _("Manages the lead team or a team above it")
        if each.reach is Reach.TEAMS_BELOW
        else _("The role reaches every child of the authority that is not restricted"),
        "since": "",
        "until": "",
    }


def _ended(way: Way, today: date) -> list[str]:
    who = f"{way.person}, {way.team}" if way.person else way.team
    began = _("taken back before it began") if way.ends_at == way.starts_at else ""
    return [
        f"{who}, {way.agency}",
        labels.label(way.level),
        days.short(localdate(way.starts_at), today),
        began or _until(way, today),
        _("Changed") if way.was_changed and not way.ended_reason else way.ended_reason,
    ]


def _people(people: tuple[Seer, ...], level: Level, *, with_team: bool = False) -> str:
    """The names, each with how much they see where that is less than the way gives."""
    words = [_person(each, level, with_team=with_team) for each in people[:MOST_NAMED]]
    if len(people) > MOST_NAMED:
        words.append(_("and %(n)d more") % {"n": len(people) - MOST_NAMED})
    return "; ".join(words) if words else _("Nobody at present")


def _person(each: Seer, level: Level, *, with_team: bool) -> str:
    name = f"{each.name}, {each.team}" if with_team else each.name
    if each.sees is level:
        return name
    if level is Level.LEAD and each.sees is Level.FULL:
        return _("%(name)s (reads only)") % {"name": name}
    return _("%(name)s (%(level)s)") % {"name": name, "level": labels.label(each.sees)}


def _why(way: Way) -> str:
    words = {
        InvolvementRole.LEAD_TEAM: _("Leads the work with the child"),
        InvolvementRole.CO_ORDINATOR: _("Co-ordinates the plan"),
        InvolvementRole.CHAIR: _("Chairs a conference about the child"),
        InvolvementRole.PARTNER: _("Shared"),
        InvolvementRole.NAMED: _("Named while the record is restricted"),
        InvolvementRole.EMERGENCY: _("Opened it in an emergency"),
    }[way.role]
    if way.is_named and way.role is not InvolvementRole.NAMED:
        return _("%(why)s; named while the record is restricted") % {"why": words}
    return words


def _until(way: Way, today: date) -> str:
    """The last day; the hour too where it ends within a day."""
    if way.ends_at is None:
        return _("no end set") if way.is_share else ""
    at = localtime(way.ends_at)
    if (at.hour, at.minute) == (0, 0):
        return days.short(localdate(way.ends_at - timedelta(microseconds=1)), today)
    return days.moment(way.ends_at)
