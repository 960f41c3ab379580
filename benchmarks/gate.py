"""The gate over a million cases and three million grants, beside raw SQL and guardian’s own.

The gate is asked as the worker, with row-level security on; raw SQL and guardian's are run in a
role that the policies let see every row.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from guardian.shortcuts import get_objects_for_user

from agencies.actors import Actor, acting_as
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
        "A caseload page of 25 and its count: the gate and the policies, beside raw SQL without",
        [
            "who",
            "cases",
            "what",
            "gate and policy ms",
            "raw SQL ms",
            "ratio",
            "policy alone ms",
            "gate alone ms",
            "guardian ms",
        ],
        found,
    )
    actor = Actor.of(crowd.somebody("social_worker"))
    sql, params = _page(actor).query.sql_with_params()
    with acting_as(actor):
        print(f"\nPlan of the page, social worker:\n\n```\n{plan(sql, params)}\n```")


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
                lambda: _as(actor, lambda: list(_page(actor))),
                lambda: rows_of(raw_page, params),
                lambda: _as(actor, lambda: list(_newest(Case.objects.all()))),
                lambda: list(_page(actor)),
                lambda: list(guarded.order_by("-opened_on", "pk")[:PAGE]),
            ],
        ),
        (
            "count",
            [
                lambda: _as(actor, access.visible(actor, P.VIEW_SUMMARY).count),
                lambda: rows_of(raw_count, params),
                lambda: _as(actor, Case.objects.count),
                lambda: access.visible(actor, P.VIEW_SUMMARY).count(),
                guarded.count,
            ],
        ),
    ]
    number = access.visible(actor, P.VIEW_SUMMARY).count()
    rows = []
    for what, calls in pairs:
        # Guardian's own table holds the grants alone: it has no word for a whole authority.
        both, raw, policy, gate, *others = in_turn(calls[: 4 if is_whole else 5], times)
        own = others[0].median if others else "–"
        ratio = f"{both.median / raw.median:.2f}"
        figures = [both.median, raw.median, ratio, policy.median, gate.median, own]
        rows.append([words, number, what, *figures])
    return rows


def _page(actor: Actor):
    return _newest(access.visible(actor, P.VIEW_SUMMARY))


def _newest(rows):
    return rows.order_by("-opened_on", "pk")[:PAGE]


def _as(actor: Actor, call: Callable[[], object]) -> object:
    with acting_as(actor):
        return call()


def forget() -> None:
    """This will close what was opened."""
    connection.close()
