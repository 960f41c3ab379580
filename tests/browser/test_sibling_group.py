"""A brother and a sister, from the search box to the board: both on the register, one family."""

from __future__ import annotations

import re

from cases.domain.statuses import ConferenceKind
from cases.models import Case, Conference
from cases.services.sweeps import sweep_overdue
from cpr.clock import today
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.test_journey import (
    add_the_children,
    call_conference,
    enquire,
    hold_conference,
    on_register,
)
from tests.browser.visitor import Visitor

NAMES = ("Efa Mair", "Ioan")


def test_a_sibling_group_is_registered_from_search_to_board(w: s.World, visit: Visiting) -> None:
    s.child(w, given="Efa", family="Lloyd", age_days=1530)
    aisha, huw, gwen = (visit(name) for name in ("aisha", "huw", "gwen"))
    for visitor in (aisha, huw, gwen):
        visitor.open("/")
    search(aisha, "Efa Mair Lloid")
    aisha.sees("Efa Lloyd")  # another child, with a slip in the name that was typed
    aisha.check()
    add_the_children(aisha)
    efa = Case.objects.get(child__given_names="Efa Mair")
    enquire(aisha, efa)
    call_conference(aisha, efa, "Initial conference", s.before(75), names=NAMES)
    hold_conference(gwen, s.before(75))
    register_both(gwen)

    sweep_overdue(by=s.SEED, today=today())
    assert on_register(huw) == 2
    huw.check()
    board_to_child(huw)
    search(aisha, "Ioan Lloyd")
    aisha.sees("Ioan Lloyd")
    aisha.check()


def search(aisha: Visitor, words: str) -> None:
    """This will type into the box of the header and send it."""
    box = aisha.page.get_by_role("search").locator("input[name='q']")
    box.fill(words)
    with aisha.page.expect_navigation():
        box.press("Enter")


def register_both(gwen: Visitor) -> None:
    """Each child is decided alone, with reasons of its own."""
    conference = Conference.objects.get(kind=ConferenceKind.INITIAL)
    for at in conference.children.select_related("case__child"):
        given = at.case.child.given_names
        gwen.open(f"/conferences/{conference.pk}/")
        gwen.click(gwen.page.get_by_role("main").locator(f'a[href*="{at.pk}"]'))
        gwen.choose("What did the conference decide?", "Place the name on the register")
        gwen.choose("Categories", "Neglect")
        gwen.fill("Reasons", f"{given} was left alone overnight.")
        gwen.press("Record the decision")
        gwen.is_told(given)
    gwen.sees("every child decided")
    gwen.check()


def board_to_child(huw: Visitor) -> None:
    """Two children, one family: from the figure to the list, and on to the record."""
    family = huw.page.get_by_role("main").get_by_role("link", name=re.compile(r"^1 family"))
    assert family.count(), "two children of one group are one family"
    huw.click(huw.page.get_by_role("main").locator('a[href*="/overdue/list/"]'))
    huw.sees("Efa Mair Lloyd", "Ioan Lloyd")
    huw.check()
    huw.follow("Ioan Lloyd")
    huw.sees("On the register", "Neglect", "Ioan was left alone overnight.")
    huw.check()
