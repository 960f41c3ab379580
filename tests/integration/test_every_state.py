"""Persona × state of the case × permission, at the gate and in the database; × route, over HTTP.

What is expected of a cell is worked out from the plain model and from the permission that the
route's view declares. At the gate every cell is asked, over HTTP with ``WHOLE_MATRIX=1``; else as
many as it takes for each (persona, state), each answer at each level in each state, and each answer
of each route, to have been seen.
"""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.urls import resolve, reverse
from pytest_django.plugin import DjangoDbBlocker

from agencies.actors import acting_as
from agencies.roles import ROLES, Duty
from cases import access
from cases.domain.permissions import LEAST_LEVEL, P
from cpr import acting, clock
from tests.integration.access_states import STATES, Scene, Subject, scene
from tests.integration.gate_model import may
from tests.integration.lists_by_state import LISTS
from tests.integration.surfaces import PAGES, Page
from tests.integration.test_access_matrix import address, ask, seen
from tests.integration.test_gate import EXPECTED

pytestmark = pytest.mark.django_db

PERSONAS = (
    "aisha", "ben", "chloe", "dev", "efua", "farid", "gwen", "huw", "iris", "jan", "nia", "ola",
    "emyr", "adam", "mo", "pip", "sue", "tom", "pat",
)  # fmt: skip
WITH_IDS = {name: page for name, page in PAGES.items() if page.needs is not None and page.ids}
AND_A_DUTY = {
    "cases:case_new_episode": Duty.ADD_CHILD,
    "cases:emergency_for": Duty.AUTHORISE_EMERGENCY,
    "cases:emergency_review": Duty.REVIEW_EMERGENCY,
}
"""What a view asks for beside the permission that it declares."""
LET_IN = "let in"
Answer = tuple[int, str, int]
"""Status, body and number of queries."""


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Scene]:
    """One world for all the questions, which change nothing; it is gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        with acting.as_job("test"):
            made = scene()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _later(told: Scene) -> Iterator[None]:
    with clock.at(told.now):
        yield


@dataclass(frozen=True)
class Cell:
    """A question: who asks, for which page, how, of the child in which state."""

    persona: str
    route: str
    method: str
    state: str


def view_of(route: str) -> Any:
    """The class of a route's view."""
    found: Any = resolve(
        address(route, PAGES[route], dict.fromkeys(PAGES[route].ids.values(), uuid.UUID(int=1)))
    ).func
    return getattr(found, "view_class", None) or found.cls


@cache
def declared(route: str) -> P:
    """The permission on the case that a route's view declares."""
    permission = view_of(route).permission
    assert isinstance(permission, P), route
    return permission


def expected(told: Scene, cell: Cell, subject: Subject) -> object:
    """Let in, refused (403) or unknown (404), as the model says."""
    who, page = told.people[cell.persona], PAGES[cell.route]

    def holds(permission: P) -> bool:
        return may(who, permission, subject.known, told.now)

    known_from = P.VIEW_PLAN if "conference_id" in page.ids else P.VIEW_SUMMARY
    if not who.is_live(told.now):
        return 403
    if page.own and page.own != cell.persona:
        return 404
    duty = AND_A_DUTY.get(cell.route)
    if holds(declared(cell.route)) and (duty is None or duty in ROLES[who.role].duties):
        return LET_IN
    return 403 if holds(known_from) else 404  # a summary tells of no conference


def cells(told: Scene) -> list[Cell]:
    """Every cell that there is: a page whose ids the child of the state has."""
    return [
        Cell(persona, route, method, subject.state)
        for persona in PERSONAS
        for route, page in WITH_IDS.items()
        for method in ("get", "post")
        if (page.get if method == "get" else page.post) != 405
        for subject in told.subjects
        if set(page.ids.values()) <= subject.ids.keys()
    ]


def chosen(told: Scene) -> dict[Cell, object]:
    """The cells to be asked, with what is expected of each."""
    found = cells(told)
    subjects = {each.state: each for each in told.subjects}
    wanted = {cell: expected(told, cell, subjects[cell.state]) for cell in found}
    if os.environ.get("WHOLE_MATRIX"):
        return wanted
    random.Random(0 if os.environ.get("CI") else None).shuffle(found)
    asked: dict[Cell, object] = {}
    covered: set[tuple[object, ...]] = set()
    for cell in found:
        level, answer = LEAST_LEVEL[declared(cell.route)], wanted[cell]
        new = {
            (cell.persona, cell.state),
            (level, cell.state, answer),
            (cell.persona, answer, cell.method),
            (cell.route, cell.method, answer),
        }
        if not new <= covered:
            covered |= new
            asked[cell] = answer
    return asked


def ids_of(page: Page, subject: Subject | None) -> dict[str, uuid.UUID]:
    return subject.ids if subject else {key: uuid.uuid4() for key in page.ids.values()}


def had_it_open(told: Scene, cell: Cell, subject: Subject) -> bool:
    """Whether this person opened the case in an emergency, and is told that it has ended."""
    mine = [p for p in subject.known.parts if p.role == "emergency" and p.person == cell.persona]
    is_over = any(not part.is_in_force(told.now) for part in mine)
    is_asked_by_case = "case_id" in PAGES[cell.route].ids
    return is_over and is_asked_by_case and cell.persona not in subject.known.excluded


def unlike(got: Answer, unknown: Answer) -> str:
    """This will tell two answers apart: the number of queries, and the first lines that differ."""
    pairs = zip(got[1].splitlines(), unknown[1].splitlines(), strict=False)
    lines = next((pair for pair in pairs if pair[0] != pair[1]), "")
    return f"{got[2]} queries, not {unknown[2]}; {lines}"


def test_every_page_answers_as_the_model_says(told: Scene) -> None:
    subjects = {each.state: each for each in told.subjects}
    clients: dict[str, Client] = {}
    unknown: dict[tuple[str, str, str], Answer] = {}
    wrong = []
    for cell, wanted in chosen(told).items():
        reset_queries()
        page = PAGES[cell.route]
        client = clients.get(cell.persona)
        if client is None:
            client = clients[cell.persona] = Client()
            client.force_login(told.w.user(cell.persona))
            client.get("/")
        url = address(cell.route, page, ids_of(page, subjects[cell.state]))
        got = seen(client, cell.method, url)
        status = got[0] if got[0] in (403, 404) or got[0] >= 500 else LET_IN
        if status != wanted:
            wrong.append(f"{cell}: wanted {wanted}, got {got[0]}")
        elif subjects[cell.state].family in got[1] and status != LET_IN:
            wrong.append(f"{cell}: a refusal names the child")
        elif status == 404 and not had_it_open(told, cell, subjects[cell.state]):
            # to the byte and to the query as for an id that nobody has
            key = (cell.persona, cell.route, cell.method)
            if key not in unknown:
                unknown[key] = seen(
                    client, cell.method, address(cell.route, page, ids_of(page, None))
                )
            if got != unknown[key]:
                wrong.append(f"{cell}: unlike an unknown id: {unlike(got, unknown[key])}")
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("name", PERSONAS)
def test_the_gate_and_the_database_say_what_the_model_says(told: Scene, name: str) -> None:
    actor = told.w.actor(name)
    states = {each.case.pk: each.state for each in told.subjects}
    for permission in P:
        rows = access.visible(actor, permission).values_list("pk", flat=True)
        assert {states[pk] for pk in rows} == told.seen(name, permission), permission
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case")
        assert {states[row[0]] for row in cursor.fetchall()} == told.seen(name, P.VIEW_SUMMARY)


def test_what_is_over_or_to_come_opens_nothing(told: Scene) -> None:
    """In the model too: as if it had never been."""
    assert set(PERSONAS) == told.people.keys()
    assert [each.state for each in told.subjects] == list(STATES)
    views = {
        each.state: {
            (name, p)
            for name, who in told.people.items()
            for p in P
            if may(who, p, each.known, told.now)
        }
        for each in told.subjects
    }
    for state in (
        "share_ended",
        "share_ran_out",
        "share_from_tomorrow",
        "emergency_ran_out",
        "excluded_in_an_emergency",
        "of_one_who_moved",
        "of_those_gone",
    ):
        assert views[state] == views["plain"], state
    assert views["restricted_name_shown"] == views["restricted_name_hidden"]
    assert views["opened_in_an_emergency"] > views["plain"] > views["excluded"]


def test_what_the_table_says_is_what_the_view_declares(told: Scene) -> None:
    """Who has a duty, and which permission a page needs: the same in both, on every page."""
    live = {name: who for name, who in told.people.items() if name in EXPECTED and not who.is_shut}
    wrong = {}
    for route, page in PAGES.items():
        says = view_of(route).permission
        duty = says if isinstance(says, Duty) else AND_A_DUTY.get(route)
        held = {n for n, who in live.items() if duty in ROLES[who.role].duties} if duty else None
        if held != page.duty:
            wrong[route] = (held, page.duty)
        is_list_of_api = route.startswith("api:") and not page.ids  # gives what the gate gives
        if isinstance(says, P) and says != page.needs and not is_list_of_api:
            wrong[route] = (says, page.needs)
        if says is None and page.needs is not None:
            wrong[route] = (says, page.needs)
    assert wrong == {}


def test_every_list_has_a_row() -> None:
    assert {name for name, page in PAGES.items() if not page.ids} == LISTS.keys()


@pytest.mark.parametrize("name", PERSONAS)
def test_every_list_names_those_whom_the_model_says(told: Scene, name: str) -> None:
    client = Client()
    client.force_login(told.w.user(name))
    wrong = []
    for route, each in ((route, each) for route, lists in LISTS.items() for each in lists):
        url = f"{reverse(route)}?{each.query}"
        answer = ask(client, "get", url)
        page = answer.getvalue().decode()
        named = {
            subject.state
            for subject in told.subjects
            if (str(subject.case.pk) if each.by_id else subject.family) in page
        }
        found = told.seen(name, each.needs) & each.narrowed(told, name)
        wanted = found | each.also(told, name) if answer.status_code == 200 else set()
        if named - wanted:
            wrong.append(f"{name}, {url}: names {named - wanted} too")
        if each.is_whole and wanted - named:
            wrong.append(f"{name}, {url} ({answer.status_code}): names no {wanted - named}")
        if each.count and answer.status_code == 200 and each.count(answer) != len(found):
            wrong.append(f"{name}, {url}: says {each.count(answer)}, not {len(found)}")
    assert "\n".join(wrong) == ""
