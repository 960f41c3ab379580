"""The overdue sweep over a million open deadlines, beside one plain statement of the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction

from agencies.actors import Actor
from benchmarks import crowd
from benchmarks.databases import use
from benchmarks.measure import Timed, in_turn, plan, rows_of, table
from cases.services import sweeps
from cpr.clock import today

OF_A_CASE = 8
LATE_OF_A_HUNDRED = 2

DEADLINES = """
INSERT INTO cases_deadline (id, case_id, clock, subject, starts_on, due_on, is_booked)
SELECT gen_random_uuid(), case_id,
       (ARRAY['seen_alone', 'seen_at_home', 'later_core_group', 'later_review', 'seen',
              'bedroom_seen', 'outline_plan_sent', 'conference_record_sent'])[n],
       'benchmark:' || n, due_on - 10, due_on, false
FROM (
    SELECT id AS case_id, n,
           %(today)s::date - %(late)s + ((row_number() OVER (ORDER BY id, n)) %% 100)::int AS due_on
    FROM cases_case, generate_series(1, 8) AS n
) AS wanted
"""

LATE = """
    SELECT deadline.id AS deadline_id, deadline.case_id, member.id AS membership_id
    FROM cases_deadline AS deadline
    JOIN cases_involvement AS involvement
      ON involvement.case_id = deadline.case_id AND involvement.role = 'co_ordinator'
     AND (involvement.ends_at IS NULL OR involvement.ends_at > now())
    JOIN agencies_membership AS member
      ON member.id = involvement.membership_id AND member.ended_on IS NULL
    WHERE deadline.due_on < %(today)s AND deadline.met_on IS NULL AND deadline.stopped_on IS NULL
      AND NOT EXISTS (SELECT 1 FROM cases_overdueflag WHERE deadline_id = deadline.id)
"""
PLAIN = f"""
WITH late AS ({LATE}), flag AS (
    INSERT INTO cases_overdueflag (id, deadline_id, raised_at)
    SELECT uuidv7(), deadline_id, now() FROM late RETURNING id, deadline_id
)
INSERT INTO cases_notice (id, membership_id, case_id, kind, flag_id, created_at)
SELECT uuidv7(), late.membership_id, late.case_id, 'overdue', flag.id, now()
FROM late JOIN flag USING (deadline_id)
"""
PLAIN_LOOK = f"SELECT count(*) FROM ({LATE}) AS late"


def run(deadlines: int, times: int) -> None:
    """This will fill the database and print the table."""
    use("bench_sweep", lambda: _fill(deadlines), rows=deadlines)
    rounds = max(3, min(times, 10))
    day = {"today": today()}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_notice; DELETE FROM cases_overdueflag")
    first = in_turn([_undone(_sweep), _undone(lambda: rows_of(PLAIN, day))], rounds)
    late = _number("SELECT count(*) FROM cases_deadline WHERE due_on < %(today)s", day)
    open_dates = _number("SELECT count(*) FROM cases_deadline")
    run_row = _sweep()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    again = in_turn([_sweep, lambda: rows_of(PLAIN_LOOK, day)], rounds)
    title = f"The sweep over {open_dates:,} open deadlines, {late:,} of them late"
    headings = ["what", "sweep ms", "plain SQL ms", "sweep / plain"]
    table(
        title,
        headings,
        [
            _row(f"{run_row.flags_raised:,} flags, {run_row.notices_written:,} notices", first),
            _row("an hour later: nothing new, nothing cleared", again),
        ],
    )
    print(f"\nPlan of the plain statement:\n\n```\n{plan(PLAIN_LOOK, day)}\n```")


def _fill(deadlines: int) -> None:
    crowd.people()
    crowd.cases(deadlines // OF_A_CASE)
    params = {"today": today(), "late": timedelta(days=LATE_OF_A_HUNDRED).days}
    with connection.cursor() as cursor:
        cursor.execute(DEADLINES, params)


def _sweep():
    return sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())


def _undone(call: Callable[[], object]) -> Callable[[], None]:
    """The same call, taken back, so that the next round finds what this one found."""

    def once() -> None:
        with transaction.atomic():
            call()
            transaction.set_rollback(True)

    return once


def _row(words: str, pair: list[Timed]) -> list[object]:
    sweep, plain = pair
    return [words, sweep.median, plain.median, sweep.median / plain.median]


def _number(sql: str, params: object = ()) -> int:
    return int(str(rows_of(sql, params)[0][0]))
