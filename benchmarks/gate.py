"""The gate over a million cases and three million grants, beside raw SQL and guardian’s own."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from guardian.shortcuts import get_objects_for_user

from agencies.actors import Actor
from agencies.models import Membership
from benchmarks import crowd
from benchmarks.databases import use
from benchmarks.measure import in_turn, plan, rows_of, table
from cases import access
from cases.domain.permissions import P
from cases.models import Case

PAGE = 25

RAW = """
SELECT id, child_id, authority_id, lead_team_id, opened_on, closed_on, worker_in_return, version
FROM cases_case WHERE id IN (
    SELECT content_object_id FROM cases_casegrant
    WHERE group_id = ANY(%(groups)s) AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
) ORDER BY opened_on DESC, id LIMIT 25
"""
RAW_COUNT = """
SELECT count(*) FROM cases_case WHERE id IN (
    SELECT content_object_id FROM cases_casegrant
    WHERE group_id = ANY(%(groups)s) AND starts_at <= now() AND (ends_at IS NULL OR ends_at > now())
)
"""
RAW_AUTHORITY = """
SELECT id, child_id, authority_id, lead_team_id, opened_on, closed_on, worker_in_return, version
FROM cases_case WHERE authority_id = %(authority)s ORDER BY opened_on DESC, id LIMIT 25
"""
RAW_AUTHORITY_COUNT = "SELECT count(*) FROM cases_case WHERE authority_id = %(authority)s"


def run(cases: int, times: int) -> None:
    """This will fill the database and print the tables."""
    use("bench_gate", lambda: _fill(cases), rows=cases)
    print(
        f"\n{rows_of('SELECT count(*) FROM cases_case')[0][0]:,} cases, "
        f"{rows_of('SELECT count(*) FROM cases_casegrant')[0][0]:,} grants, "
        f"{rows_of('SELECT count(*) FROM guardian_groupobjectpermission')[0][0]:,} generic grants"
    )
    found = []
    for words, member in (
        ("social worker", crowd.somebody("social_worker")),
        ("health visitor", crowd.somebody("partner_practitioner", "health_board")),
        ("custodian", crowd.somebody("register_custodian")),
    ):
        found += _of(words, member, times)
    table(
        "A caseload page of 25 and its count, through the gate and beside it",
        ["who", "cases", "what", "gate ms", "raw SQL ms", "gate / raw", "guardian ms"],
        found,
    )
    actor = Actor.of(crowd.somebody("social_worker"))
    sql, params = _page(actor).query.sql_with_params()
    print(f"\nPlan of the gate’s page, social worker:\n\n```\n{plan(sql, params)}\n```")


def _fill(cases: int) -> None:
    crowd.people()
    crowd.cases(cases)
    crowd.generic_grants()


def _of(words: str, member: Membership, times: int) -> list[list[object]]:
    actor = Actor.of(member)
    is_whole = member.role == "register_custodian"
    params = {"groups": list(actor.principals), "authority": actor.agency_id}
    guarded = get_objects_for_user(
        member.user,
        [f"cases.{name}" for name in crowd.levels()],
        klass=Case,
        any_perm=True,
        accept_global_perms=False,
    )
    raw_page, raw_count = (RAW_AUTHORITY, RAW_AUTHORITY_COUNT) if is_whole else (RAW, RAW_COUNT)
    pairs: list[tuple[str, list[Callable[[], object]]]] = [
        (
            "page",
            [
                lambda: list(_page(actor)),
                lambda: rows_of(raw_page, params),
                lambda: list(guarded.order_by("-opened_on", "pk")[:PAGE]),
            ],
        ),
        (
            "count",
            [
                lambda: access.visible(actor, P.VIEW_SUMMARY).count(),
                lambda: rows_of(raw_count, params),
                guarded.count,
            ],
        ),
    ]
    number = access.visible(actor, P.VIEW_SUMMARY).count()
    rows = []
    for what, calls in pairs:
        # Guardian's own table holds the grants alone: it has no word for a whole authority.
        gate, raw, *others = in_turn(calls[: 2 if is_whole else 3], times)
        own = others[0].median if others else "–"
        ratio = gate.median / raw.median
        rows.append([words, number, what, gate.median, raw.median, ratio, own])
    return rows


def _page(actor: Actor):
    return access.visible(actor, P.VIEW_SUMMARY).order_by("-opened_on", "pk")[:PAGE]


def forget() -> None:
    """This will close what was opened."""
    connection.close()
