"""What each page costs: exactly as many queries as `tests/query_budgets.json` gives it.

A page that costs more or less fails and prints the new number. When the change is meant:

    WRITE_BUDGETS=1 .venv/bin/python -m pytest tests/integration/test_query_budgets.py
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Deadline, Notice
from tests import scenarios as s
from tests.browser.pages import (
    VISITS,
    Scene,
    Visit,
    of_efa,
    of_loaded,
    of_request,
    of_uploaded,
    scene,
)
from tests.crowd import Crowd, crowd
from tests.integration.surfaces import PAGES
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db
FILE = Path(__file__).resolve().parent.parent / "query_budgets.json"
IS_WRITING = bool(os.environ.get("WRITE_BUDGETS"))
FEW, MANY = 1, 25


def of_child(told: Scene) -> dict[str, Any]:
    return {"pk": told.efa.child_id}


def of_registration_pk(told: Scene) -> dict[str, Any]:
    return {"pk": told.registration.pk}


def of_late_date(told: Scene) -> dict[str, Any]:
    return {"pk": Deadline.objects.filter(case=told.efa, flag__isnull=False).earliest("due_on").pk}


def of_told(told: Scene) -> dict[str, Any]:
    own = Notice.objects.filter(membership=told.w.members["chloe"])
    return {"notice_id": own.earliest("created_at").pk}


def of_opened_part(told: Scene) -> dict[str, Any]:
    return {"involvement_id": told.nel.emergency_accesses.get().involvement_id}


# Beside every page of the browser's table: my work for the other roles, and the API.
ALSO: dict[str, list[Visit]] = {
    "aisha": [
        Visit("cases:children_suggestions", query="?q=lloid"),
        Visit("api:children"),
        Visit("api:child", of_child),
        Visit("api:registrations"),
        Visit("api:registration", of_registration_pk),
        Visit("api:overdue"),
        Visit("api:overdue_date", of_late_date),
    ],
    "ben": [Visit("cases:home"), Visit("cases:case", of_efa)],
    "chloe": [Visit("cases:notification", of_told, status=302)],
    "dev": [
        Visit("cases:emergency_end", of_opened_part, status=405),
        Visit("cases:share_request_withdraw", of_request, status=405),
    ],
    "efua": [
        Visit("cases:home"),
        Visit("cases:children", query="?show=register"),
        Visit("cases:import_progress", of_uploaded),
        Visit("cases:import_report", of_loaded),
        Visit("cases:import_load", of_loaded, status=405),
        Visit("cases:import_discard", of_loaded, status=405),
    ],
    "huw": [Visit("cases:overdue_list"), Visit("cases:overdue_list", query="?show=register")],
}

# Who opens which list; the address of one about a child or a conference is made of the crowd.
LISTS: dict[str, list[str | Callable[[Crowd], str]]] = {
    "worker": [
        "/",
        "/children/",
        "/children/?q=Chidl",
        "/children/?q=Child&show=mine",
        "/children/suggestions/?q=Child",
        "/children/?show=register",
        "/notifications/",
        "/conferences/?stage=coming",
        "/conferences/?stage=undecided",
        "/conferences/?stage=recent",
        "/api/children/",
        "/api/registrations/",
        "/api/overdue/",
    ],
    "manager": [
        "/",
        "/overdue/",
        "/overdue/list/",
        "/overdue/list/?count=dates",
        "/overdue/list/?count=families",
        "/overdue/list/?show=soon",
        "/overdue/list/?show=rate&count=dates",
        "/overdue/list/?show=register",
        "/overdue/list/?show=no_co_ordinator",
        "/overdue/list/?format=csv",
        "/notifications/",
    ],
    "custodian": ["/", "/children/?show=register", "/api/registrations/", "/imports/"],
    "chair": ["/", "/conferences/?stage=undecided"],
    "nurse": ["/", "/children/", "/notifications/"],
}
# The whole chronology asks once for each kind of entry on its page, so it has no place here.
OF_ONE: dict[str, list[str]] = {
    "worker": ["?kind=visits", "conferences/", "visits/", "notes/", "access/"],
    "manager": ["visits/", "family/"],
    "nurse": ["?kind=notes", "notes/"],
}


def pages() -> Iterator[tuple[str, str, Visit]]:
    """This will name each page: by whom, where, and about whom where that is said."""
    for table in (VISITS, ALSO):
        for who, rows in table.items():
            for row in rows if who else ():
                about = row.of.__name__.removeprefix("of_")
                parts = (who, row.route + row.query, "" if "lambda" in about else about)
                yield " ".join(part for part in parts if part), who, row


def lists() -> Iterator[tuple[str, str, Callable[[Crowd], str]]]:
    """This will name each list, by whom it is read."""
    for who, urls in LISTS.items():
        for url in urls:
            yield f"{who} {url}", who, lambda _crowd, url=url: url  # type: ignore[misc]
    for who, parts in OF_ONE.items():
        for part in parts:
            yield (
                f"{who} /cases/…/{part}",
                who,
                lambda found, part=part: f"/cases/{found.cases[0].pk}/{part}",  # type: ignore[misc]
            )
    yield "chair /conferences/…/", "chair", lambda found: f"/conferences/{found.meeting.pk}/"


def asked(client: Client, url: str) -> tuple[int, int, int]:
    """Status, queries and length of an answer; what it did is taken back."""
    for _warm in range(2):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as caught:
                answer = client.get(url)
                content = answer.getvalue() if answer.streaming else answer.content
            transaction.set_rollback(True)
    return answer.status_code, len(caught), len(content)


def settle(kind: str, found: dict[str, int]) -> None:
    """This will compare with the file, or write it where the environment says so."""
    if IS_WRITING:
        with FILE.open("a+", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            handle.seek(0)
            budgets = json.loads(handle.read() or "{}")
            budgets[kind] = dict(sorted(found.items()))
            handle.truncate(0)
            handle.write(json.dumps(budgets, indent=2, ensure_ascii=False, sort_keys=True) + "\n")
        return
    budget = json.loads(FILE.read_text(encoding="utf-8"))[kind]
    wrong = [
        f"{name}: {found.get(name, 'no such page')}, in the file {budget.get(name, 'nothing')}"
        for name in sorted(found.keys() | budget.keys())
        if found.get(name) != budget.get(name)
    ]
    assert not wrong, "queries of a page have changed:\n" + "\n".join(wrong)


def test_each_page_costs_what_its_budget_says() -> None:
    cache.clear()
    told = scene(s.world())
    clients = {who: signed_in(told.w.members[who]) for who in {*VISITS, *ALSO} - {""}}
    found = {}
    for name, who, row in pages():
        status, queries, _length = asked(clients[who], row.url(told))
        assert status == row.status or status in (200, 302), name
        assert name not in found, f"two pages are called {name}"
        found[name] = queries
    settle("pages", found)


def test_each_list_costs_the_same_for_one_row_and_for_25() -> None:
    """The file gives each list one number, which both authorities keep to."""
    cache.clear()
    counted: dict[str, list[int]] = {}
    lengths: dict[str, list[int]] = {}
    for many in (FEW, MANY):
        built = crowd(many)
        clients = {who: signed_in(member) for who, member in built.people.items()}
        for name, who, url in lists():
            status, queries, length = asked(clients[who], url(built))
            assert status == 200, name
            counted.setdefault(name, []).append(queries)
            lengths.setdefault(name, []).append(length)
    growing = {name: each for name, each in counted.items() if each[0] != each[1]}
    assert not growing, growing
    still = [name for name, each in lengths.items() if each[1] < each[0] + 200]
    assert not still, f"these show no more rows: {still}"
    settle("lists", {name: each[0] for name, each in counted.items()})


def test_every_page_about_anybody_has_a_budget() -> None:
    """Each address of the access matrix is opened here by somebody who may."""
    opened = {row.route for table in (VISITS, ALSO) for rows in table.values() for row in rows}
    assert PAGES.keys() - opened == set()
