"""The main pages in Welsh, whose words are longer: they fit, and keep what every page must keep."""

from __future__ import annotations

import pytest

from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.pages import VISITS, scene
from tests.browser.visitor import faults_of

MAIN = {
    "": ("account_login",),
    "aisha": ("cases:home", "cases:case", "cases:conference_call", "cases:child_add"),
    "gwen": ("cases:conference", "cases:decision"),
    "huw": ("cases:overdue", "cases:overdue_list"),
}


@pytest.mark.parametrize("name", MAIN)
def test_main_pages_fit_in_welsh(w: s.World, visit: Visiting, name: str) -> None:
    for member in w.members.values():
        member.user.language = "cy"
        member.user.save(update_fields=["language"])
    built = scene(w)
    visitor = visit(name)
    faults: dict[str, list[str]] = {}
    for row in VISITS[name]:
        if row.route in MAIN[name] and row.status == 200:
            visitor.page.goto(row.url(built))
            if not name:
                visitor.click(visitor.page.get_by_role("button", name="Cymraeg"))
            assert visitor.page.locator("html").get_attribute("lang") == "cy"
            if found := faults_of(visitor.page, visitor.complaints):
                faults[row.url(built)] = found
    assert not faults, "\n".join(f"{where}: {found}" for where, found in faults.items())
