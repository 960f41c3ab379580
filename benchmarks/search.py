"""The search over a million children, one slip in each name: the page, the matches, the plan."""

from __future__ import annotations

import time
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.actors import Actor, acting_as
from agencies.models import Membership
from benchmarks import crowd, search_seed
from benchmarks.databases import use
from benchmarks.measure import Timed, plan, rows_of, table
from cases.models import Child
from cases.queries import children, matches, search
from cpr.clock import today

ASKERS = (
    ("social worker", "social_worker", "local_authority"),
    ("custodian", "register_custodian", "local_authority"),
    ("health visitor, nothing shared", "partner_practitioner", "health_board"),
)


def run(children: int, times: int) -> None:
    """This will fill the database, ask, and print the tables and the slowest query's plan."""
    use("bench_search", lambda: _fill(children), rows=children)
    questions = search_seed.sample_queries(times)
    there = rows_of("SELECT count(*) FROM cases_child")[0][0]
    words = rows_of("SELECT count(*) FROM cases_nameword")[0][0]
    rows: list[list[object]] = []
    for who, role, kind in ASKERS:
        client = _client_of(crowd.somebody(role, kind))
        found, good = _each(lambda q, c=client: _page(c, q), questions)  # type: ignore[misc]
        rows.append([f"search page, {who}", found.median, found.p95, good])
    actor = Actor.of(crowd.somebody("social_worker"))
    found, good = _each(lambda q: _matches(actor, q), questions)
    rows.append(["possible matches of a child to add", found.median, found.p95, good])
    table(
        f"{len(questions)} names with one slip among {there:,} children ({words:,} words)",
        ["what", "median ms", "p95 ms", "rows found, median"],
        rows,
    )
    rows = [_beside(who, crowd.somebody(role, kind), questions) for who, role, kind in ASKERS]
    table(
        "The search through the gate, with the policies and without",
        ["who", "with ms", "without ms", "ratio"],
        rows,
    )
    custodian = _client_of(crowd.somebody("register_custodian"))
    with CaptureQueriesContext(connection) as queries:
        _page(custodian, questions[0])
    slowest = max(queries.captured_queries, key=lambda one: float(one["time"]))["sql"]
    print(f"\nThe slowest query of “{questions[0].text}”, custodian:\n\n```\n{plan(slowest)}\n```")


def _fill(children: int) -> None:
    crowd.people()
    search_seed.seed_children(children)


def _each(
    ask: Callable[[search_seed.Question], int], questions: list[search_seed.Question]
) -> tuple[Timed, int]:
    """Each question once, since a second asking of the same finds everything warm."""
    ask(questions[-1])
    took, found = [], []
    for question in questions:
        began = time.perf_counter()
        found.append(ask(question))
        took.append((time.perf_counter() - began) * 1000)
    return Timed(tuple(sorted(took))), sorted(found)[len(found) // 2]


def _page(client: Client, question: search_seed.Question) -> int:
    answer = client.get(f"/children/?{urlencode({'q': question.text})}")
    if answer.status_code != 200:
        raise RuntimeError(f"the search answered {answer.status_code}")
    return unescape(answer.content.decode()).count('href="/cases/')


def _matches(actor: Actor, question: search_seed.Question) -> int:
    """The child who is meant, on the day that is right: what comes before adding one."""
    given, family = question.name.rsplit(" ", 1)
    child = Child.objects.filter(family_name=family, given_names__startswith=given).first()
    sought = matches.Sought(
        name=question.text, born_on=child.born_on if child else None, expected_on=None
    )
    return len(matches.possible_matches(actor, sought).all_ids)


def _beside(who: str, member: Membership, questions: list[search_seed.Question]) -> list[object]:
    """The same search as its asker, and in a role that the policies let see every row."""
    actor = Actor.of(member)

    def ask(question: search_seed.Question) -> int:
        return len(children.answers(actor, search.read(question.text, today())).cases)

    def ask_as_the_asker(question: search_seed.Question) -> int:
        with acting_as(actor), transaction.atomic():
            return ask(question)

    _each(ask, questions)  # so that both find everything warm
    with_policies, _ = _each(ask_as_the_asker, questions)
    without, _ = _each(ask, questions)
    ratio = f"{with_policies.median / without.median:.2f}"
    return [who, with_policies.median, without.median, ratio]


def _client_of(member: Membership) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    return client
