"""The chronology as the page shows it: its entries, and the ways to narrow it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from agencies.models import Agency
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole
from cases.queries.child_record import ChildRecord
from cases.queries.chronology import Entry, Wanted
from cases.queries.chronology_sources import EntryKind
from cases.web.presenters import days
from cases.web.presenters.chronology_words import WORDS, Shown

NEEDS = {
    "visits": P.VIEW_RECORD,
    "conferences": P.VIEW_RECORD,
    "enquiries": P.VIEW_RECORD,
    "people": P.VIEW_RECORD,
    "late": P.VIEW_OVERDUE,
}
TOGETHER = frozenset({EntryKind.JOINED, EntryKind.LEFT})


def entries(found: Iterable[Entry], record: ChildRecord) -> list[Shown]:
    """This will give each entry as the timeline shows it; shares of one day are told as one."""
    return [
        _entry(list(same), record)
        for _key, same in groupby(enumerate(found), key=lambda pair: _told_with(*pair))
    ]


def kinds(held: frozenset[P]) -> list[tuple[str, str]]:
    """This will list the kinds to narrow by that can show this viewer anything."""
    words = [
        ("", _("everything")),
        ("significant", _("significant only")),
        ("notes", _("notes")),
        ("visits", _("visits and core groups")),
        ("conferences", _("conferences and decisions")),
        ("enquiries", _("enquiries")),
        ("late", _("what was late")),
        ("people", _("who joined and left")),
    ]
    return [(key, label) for key, label in words if NEEDS.get(key, P.VIEW_SUMMARY) in held]


def asked(kind: str, agency: str, held: frozenset[P], agencies: Iterable[Agency]) -> Wanted:
    """This will read what an address asks for; what is not known there asks for everything."""
    known = {str(each.pk): each.pk for each in agencies}
    return Wanted(kind if kind in dict(kinds(held)) else "", known.get(agency))


def query(wanted: Wanted) -> str:
    """This will write what is asked for as an address does."""
    parts = {"kind": wanted.kind, "agency": wanted.agency}
    return urlencode({key: value for key, value in parts.items() if value})


def filters(
    base_url: str, wanted: Wanted, held: frozenset[P], agencies: Iterable[Agency]
) -> dict[str, list[Shown]]:
    """This will give the links that narrow by kind, and those by agency where there are several."""
    by_kind = [(label, Wanted(key, wanted.agency)) for key, label in kinds(held)]
    by_agency: list[tuple[str, Wanted]] = [(_("all agencies"), Wanted(wanted.kind))]
    by_agency += [(each.name, Wanted(wanted.kind, each.pk)) for each in agencies]
    return {
        "kinds": [_link(base_url, *each, wanted) for each in by_kind],
        "agencies": [_link(base_url, *each, wanted) for each in by_agency],
    }


def _link(base_url: str, label: str, to: Wanted, now: Wanted) -> Shown:
    asked_for = query(to)
    url = f"{base_url}?{asked_for}" if asked_for else base_url
    return {"label": label, "url": url, "current": to == now}


def _told_with(place: int, entry: Entry) -> tuple[Any, ...]:
    """What entries must have in common to be told as one: others keep their own place."""
    if entry.kind in TOGETHER and entry.facts["role"] == InvolvementRole.PARTNER:
        return (entry.kind, entry.day)
    return (place,)


def _entry(same: list[tuple[int, Entry]], record: ChildRecord) -> Shown:
    told = [WORDS[entry.kind]({**entry.facts, "day": entry.day}, record) for _p, entry in same]
    shown, entry = told[0], same[0][1]
    if len(told) > 1:
        lines = [f"{each['body']}: {each['note']}" for each in told]
        shown = {**shown, "body": "\n".join(lines), "note": ""}
    return {
        "when": days.long(entry.day),
        "at": entry.day,
        "important": entry.is_significant,
        "tags": shown.get("tags", ()),
        "title": shown.get("title", ""),
        "body": shown.get("body", ""),
        "note": shown.get("note", ""),
        "url": shown.get("url", ""),
        "link_label": shown.get("link_label", ""),
    }
