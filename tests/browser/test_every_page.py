"""Every page route of the product, opened in Chromium by somebody who may: none is left out.

What each page must keep is in ``visitor.check_page``; who opens what, in ``pages.VISITS``.
"""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse

from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.pages import NOT_PAGES, VISITS, routes, scene
from tests.browser.visitor import faults_of


def test_every_page_route_is_visited() -> None:
    visited = {row.route for rows in VISITS.values() for row in rows if row.status == 200}
    assert set(routes()) - visited - set(NOT_PAGES) == set(), "give these a row in pages.VISITS"


def test_the_table_names_only_routes() -> None:
    visited = {row.route for rows in VISITS.values() for row in rows}
    assert (visited | set(NOT_PAGES)) <= set(routes())


def test_what_is_closed_is_closed() -> None:
    for name in (name for name, why in NOT_PAGES.items() if why == "closed"):
        kwargs = {"key": "a1"} if name == "account_confirm_email" else {}
        assert resolve(reverse(name, kwargs=kwargs)).url_name == "closed"


@pytest.mark.parametrize(
    "names", [("", "aisha"), ("gwen", "huw", "iris", "jan", "efua", "chloe", "dev")]
)
def test_pages_keep_what_every_page_must_keep(
    w: s.World, visit: Visiting, names: tuple[str, ...]
) -> None:
    built = scene(w)
    faults: dict[str, list[str]] = {}
    for name in names:
        visitor = visit(name)
        for row in VISITS[name]:
            url = row.url(built)
            answer = visitor.page.goto(url)
            assert answer
            found = faults_of(visitor.page, visitor.complaints)
            if answer.status != row.status:
                found.insert(0, f"answered {answer.status}, not {row.status}")
            if found:
                faults[f"{name} {url}"] = found
    assert not faults, "\n".join(f"{where}: {found}" for where, found in faults.items())
