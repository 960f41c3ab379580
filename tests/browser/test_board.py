"""Huw's overdue board: each figure leads to exactly the list behind it, and on to the child."""

from __future__ import annotations

import re

from cases.services.sweeps import sweep_overdue
from cpr.clock import today
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor


def authority_with_late_dates(w: s.World) -> None:
    """Three families, registered at different times, with nothing done since."""
    efa = s.child(w)
    s.registered(w, [efa, s.child(w, given="Ioan", age_days=2500, sibling=efa)], days_ago=120)
    s.registered(w, [s.child(w, given="Nel", family="Price", age_days=900)], days_ago=40)
    s.registered(w, [s.child(w, given="Osian", family="Hughes", age_days=3900)], days_ago=17)
    s.co_ordinated(w, efa)
    sweep_overdue(by=s.SEED, today=today())


def figures(huw: Visitor) -> dict[str, int]:
    """This will read every linked figure of the board: address and number."""
    found: dict[str, int] = {}
    for link in huw.page.get_by_role("main").locator('a[href*="/overdue/list/"]').all():
        address = link.get_attribute("href") or ""
        number = re.match(r"(?:All )?(\d+)(?!%)\b", link.inner_text().strip())
        if number and "format=csv" not in address:
            found[address] = int(number[1])
    return found


def some(found: dict[str, int], *, late: bool) -> list[tuple[str, int]]:
    """This will pick figures from all over the board (``test_board_figures`` takes every one)."""
    rows = [(address, number) for address, number in found.items() if (number > 0) is late]
    return rows[:: max(1, len(rows) // (8 if late else 2))]


def rows(huw: Visitor) -> int:
    """This will count a list's rows over all of its pages."""
    total = huw.page.get_by_role("main").get_by_role("table").locator("tbody tr").count()
    while (following := huw.page.get_by_role("link", name=re.compile("^Next"))).count():
        huw.click(following)
        total += huw.page.get_by_role("main").get_by_role("table").locator("tbody tr").count()
    return total


def test_each_figure_leads_to_a_list_of_so_many_and_a_row_to_the_child(
    w: s.World, visit: Visiting
) -> None:
    authority_with_late_dates(w)
    huw = visit().sign_in("huw")
    huw.go("Overdue")
    huw.sees("Checked")
    huw.check()
    found = figures(huw)
    assert len(found) >= 8
    assert any(found.values())
    taken = huw.page.request.get(f"{huw.page.url}list/?show=register&format=csv").text()
    assert taken.count("Lloyd") == 2  # sent in pieces, after the page's own transaction has ended
    wrong = {}
    for address, number in [*some(found, late=True), *some(found, late=False)]:
        huw.open(address)
        if (listed := rows(huw)) != number:
            wrong[address] = (number, listed)
    assert not wrong, f"figure and rows differ: {wrong}"

    huw.open("/overdue/")
    address = next(a for a, number in found.items() if number and "clock=" in a and "band=" in a)
    huw.click(huw.page.get_by_role("main").locator(f'a[href="{address}"]'))
    huw.check()
    child = huw.page.get_by_role("main").get_by_role("table").locator('a[href*="/cases/"]').first
    name = child.inner_text()
    huw.click(child)
    assert huw.heading() == name
    huw.sees("late")
    huw.check()
