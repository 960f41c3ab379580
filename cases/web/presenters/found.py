"""What a search found, in words: who, what tells them apart, and why each matched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import labels
from cases.queries.children import ChildRow, FoundRow
from cases.queries.reasons import Reason
from cases.queries.search import Asked
from cases.web.presenters import days

REASONS: dict[str, Callable[[], str]] = {
    "number_nhs": lambda: _("Same NHS number"),
    "number_upn": lambda: _("Same pupil number"),
    "number_former_upn": lambda: _("Same former pupil number"),
    "number_local": lambda: _("Same local number"),
    "same_day": lambda: _("Same date of birth"),
    "same_expected_day": lambda: _("Expected on that day"),
    "near_day": lambda: _("Date of birth is nearly the same"),
    "same_name": lambda: _("Same name"),
    "part_of_name": lambda: _("Part of the name is the same"),
    "name_mutated": lambda: _("Same name, mutated: %(name)s"),
    "name_sound": lambda: _("Name sounds like %(name)s"),
    "name_begins": lambda: _("Name begins so: %(name)s"),
    "name_slip": lambda: _("Name is spelt nearly so: %(name)s"),
    "known_as": lambda: _("Known as %(name)s"),
    "also_known_as": lambda: _("Also known as %(name)s"),
    "former": lambda: _("Formerly %(name)s"),
    "other_spelling": lambda: _("Also spelt %(name)s"),
    "another_name": lambda: _("Another name"),
    "address": lambda: _("Address"),
}


def why(found: Iterable[Reason]) -> list[str]:
    """This will say each reason in words."""
    return [REASONS[each.kind]() % {"name": each.name} for each in found]


def results(rows: Iterable[FoundRow], today: date) -> list[dict[str, Any]]:
    """This will give what the page shows of each child found."""
    return [
        {
            "name": row.child.name,
            "url": reverse("cases:case", args=[row.child.case_id]),
            "tags": _tags(row, today),
            "facts": " · ".join(_facts(row.child, today)),
            "why": why(row.reasons),
        }
        for row in rows
    ]


def suggestions(rows: Iterable[FoundRow], today: date) -> list[dict[str, str]]:
    """This will give each suggestion: where it leads, who, and why."""
    return [
        {
            "url": reverse("cases:case", args=[row.child.case_id]),
            "name": row.child.name,
            "detail": " · ".join(
                [
                    days.born(row.child.born_on, row.child.expected_on, today),
                    *(tag["text"] for tag in _tags(row, today)),
                ]
            ),
            "why": " · ".join(why(row.reasons)),
        }
        for row in rows
    ]


def summary(count: int, *, is_cut: bool) -> str:
    """This will say how many were found, and what to do where there are more."""
    if is_cut:
        return _(
            "The first %(n)d of many. Add a given name, a date of birth or a postcode to find the"
            " child sooner."
        ) % {"n": count}
    return ngettext("%(n)d child found.", "%(n)d children found.", count) % {"n": count}


def shows(text: str, chosen: str | None) -> list[dict[str, Any]]:
    """This will give the choices among those found."""
    return [
        {
            "label": label,
            "url": f"{reverse('cases:children')}?{query(text, value)}",
            "current": value == chosen,
        }
        for value, label in (
            (None, _("everyone")),
            ("mine", _("my children")),
            ("register", _("on the register only")),
        )
    ]


def query(text: str, show: str | None) -> str:
    """This will give the question as a query string, without its page."""
    kept = QueryDict(mutable=True)
    kept["q"] = text
    if show:
        kept["show"] = show
    return kept.urlencode()


def too_often() -> str:
    """This will say that somebody asks more than a minute allows."""
    return _("Too many questions at once. Wait a little.")


def more_letters() -> str:
    """This will say that what was typed is too short to find anybody by."""
    return _("Too many names begin so. Type more letters.")


def nobody(
    asked: Asked, show: str | None, *, is_known_elsewhere: bool, is_cut: bool
) -> dict[str, str]:
    """This will say that nobody was found, and what may help."""
    words = {"text": asked.text}
    if is_known_elsewhere and not show:
        said = _("There is no record of “%(text)s” that you may open.") % words
    elif show:
        said = _("Nobody matches “%(text)s” among these. Show everyone.") % words
    else:
        said = _("Nobody matches “%(text)s” among the children you may see.") % words
    if is_known_elsewhere:  # whom to call stands above: no other spelling tells more
        hint = ""
    elif is_cut:
        hint = more_letters()
    elif asked.day is None and not asked.national_numbers:
        hint = _(
            "Add a date of birth, or an NHS number: the register then also says whether somebody"
            " else knows this child."
        )
    else:
        hint = _("Look at the spelling, or leave out what you are not sure of.")
    return {"said": said, "hint": hint}


def _tags(row: FoundRow, today: date) -> Sequence[dict[str, str]]:
    child, tags = row.child, []
    if child.registered_on is not None:
        tags.append({"text": _("On the register"), "kind": "red"})
        names = [
            labels.category_label(child.nation, key, child.registered_on)
            for key in child.categories
        ]
        tags += [{"text": name, "kind": "blue"} for name in names]
    if child.closed_on is not None:
        closed = _("Closed %(day)s") % {"day": days.long(child.closed_on)}
        tags.append({"text": closed, "kind": "grey"})
    if row.is_mine:
        tags.append({"text": _("My child"), "kind": "green"})
    if row.is_lately:
        tags.append({"text": _("Opened lately"), "kind": "grey"})
    return tags


def _facts(child: ChildRow, today: date) -> Iterable[str]:
    if child.born_on is not None:
        yield _("Born %(day)s") % {"day": days.born(child.born_on, None, today)}
    else:
        yield _("Unborn, %(day)s") % {"day": days.born(None, child.expected_on, today)}
    yield child.authority
    if child.co_ordinator:
        yield _("co-ordinator %(name)s") % {"name": child.co_ordinator}
