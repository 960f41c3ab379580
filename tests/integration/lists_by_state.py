"""Every list, search, file and count of the product, with whom the model says that it names.

``test_every_state`` asks each persona for each of these once; a page about no child of its own
choosing has a row too. A route without an id in its address and without a row fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cases.domain.permissions import P
from cases.models import Notice
from tests.integration.access_states import GIVEN, Scene

Narrowed = Callable[[Scene, str], set[str]]


def nobody(_told: Scene, _name: str) -> set[str]:
    """A page that names no child."""
    return set()


@dataclass(frozen=True)
class Listed:
    """One address of a list: whom it names of those on whom the reader has the permission.

    ``narrowed``: of which states it tells at all; not ``is_whole``: it may leave some out.
    ``by_id``: who can be opened from there, rather than who is named. ``also``: who is named and
    cannot be opened.
    ``count``: the number that it says, from what the page was made of.
    """

    query: str = ""
    needs: P = P.VIEW_SUMMARY
    narrowed: Narrowed = lambda told, _name: {each.state for each in told.subjects}
    is_whole: bool = True
    by_id: bool = False
    also: Narrowed = nobody
    count: Callable[[Any], object] | None = None


def on_register(told: Scene, _name: str) -> set[str]:
    """Those whose names are on the register, who have a review called and dates overdue too."""
    return {each.state for each in told.subjects if each.is_on_register}


def of_own_authority(told: Scene, name: str) -> set[str]:
    """Of those on the register, the ones of the reader's own authority: the board's rows."""
    own = told.people[name].authority
    found = {each.state for each in told.subjects if each.known.authority == own}
    return found & on_register(told, name)


def of_notices(told: Scene, name: str) -> set[str]:
    """Those of whom there is a notice to the reader, whatever they may see by now."""
    rows = Notice.objects.filter(membership=told.w.members[name], created_at__lte=told.now)
    cases = set(rows.values_list("case_id", flat=True))
    return {each.state for each in told.subjects if each.case.pk in cases}


def asked_for(told: Scene, name: str) -> set[str]:
    """Dev has asked for each child; who may share a case reads of it."""
    everybody = {each.state for each in told.subjects}
    return everybody if name == "dev" else told.seen(name, P.SHARE)


def opened_by(told: Scene, name: str) -> set[str]:
    """What the reader opened in an emergency, or had opened to them."""
    return {
        each.state
        for each in told.subjects
        if any(part.role == "emergency" and part.person == name for part in each.known.parts)
    }


def shown_by_name(told: Scene, name: str) -> set[str]:
    """Restricted, with a name to be found by colleagues of the authority: the name, no more."""
    return {
        each.state
        for each in told.subjects
        if each.shows_name and each.known.authority == told.people[name].authority
    }


def in_all(answer: Any) -> object:
    """The number that stands above a list."""
    return int(answer.context["list_total"].split()[0])


def found(answer: Any) -> object:
    """The number of those whom a search found."""
    return answer.context["page_obj"].paginator.count


def late_children(answer: Any) -> object:
    """The figure of the board."""
    return answer.context["totals"].children


NAMES_NOBODY = (Listed(narrowed=nobody),)
SAME_NAME = f"q={GIVEN}"

LISTS: dict[str, tuple[Listed, ...]] = {
    "cases:home": (Listed(is_whole=False),),
    "cases:children": (
        Listed("closed=too", count=in_all),
        Listed("closed=too&format=csv"),
        Listed("show=register", narrowed=on_register, count=in_all),
        Listed("show=mine&closed=too", is_whole=False),
        Listed(SAME_NAME, by_id=True, count=found),
        Listed(SAME_NAME, also=shown_by_name),
        Listed(f"{SAME_NAME}&show=register", narrowed=on_register),
        Listed(f"{SAME_NAME}&show=mine", is_whole=False),
    ),
    "cases:children_suggestions": (Listed(SAME_NAME, is_whole=False),),
    "cases:conferences": (
        Listed("stage=coming&whose=all", P.VIEW_RECORD, on_register, count=in_all),
        Listed("stage=coming&whose=all&format=csv", P.VIEW_RECORD, on_register),
        Listed("stage=undecided&whose=all", P.VIEW_RECORD, is_whole=False),
        Listed("stage=recent&whose=all", P.VIEW_RECORD, is_whole=False),
    ),
    "cases:overdue": (
        Listed(
            needs=P.VIEW_OVERDUE,
            narrowed=of_own_authority,
            is_whole=False,
            count=late_children,
        ),
    ),
    "cases:overdue_list": (
        Listed("count=children", P.VIEW_OVERDUE, of_own_authority),
        Listed("count=children&format=csv", P.VIEW_OVERDUE, of_own_authority),
        Listed("show=register", P.VIEW_OVERDUE, of_own_authority),
    ),
    "cases:share_requests": (Listed(narrowed=asked_for),),
    "cases:emergency_reviews": (Listed(needs=P.VIEW_ACCESS_LOG, is_whole=False),),
    "cases:emergency_counts": NAMES_NOBODY,
    "cases:notifications": (
        Listed(is_whole=False),
        Listed("format=csv", narrowed=of_notices),
    ),
    "cases:child_add": NAMES_NOBODY,
    "cases:share_ask": NAMES_NOBODY,
    "cases:emergency": (Listed(narrowed=opened_by),),
    "cases:imports": NAMES_NOBODY,
    "api:children": (Listed("page_size=200", by_id=True), Listed("page_size=200")),
    "api:registrations": (Listed("page_size=200", narrowed=on_register),),
    "api:overdue": (Listed("page_size=200", P.VIEW_OVERDUE, on_register),),
}
