"""The counting of the board: many figures of the same rows, in one statement.

The rows and their marks are querysets, by the gate and by the clauses of the lists behind the
figures. Only the counting is SQL of our own: composed by Django as eight aggregates it cost 25 ms
of Python and 42 of the database, so it costs 11 and 33; and the gate is asked four times for eight.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, QuerySet

from cases import querysets as rows_that_are
from cases.models import Deadline, Involvement, Registration
from cases.queries.overdue_scope import AHEAD_DAYS, FAMILY, Chosen, Scope, Show
from cpr import acting
from cpr.clock import now


class Whose(StrEnum):
    """What the board is parted by."""

    TEAM = "team"
    WORKER = "worker"


@dataclass(frozen=True)
class Count:
    """One count of a statement: a SELECT of key, number and figures, from ``rows``."""

    sql: str
    rows: tuple[str, ...]
    params: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Counted:
    """One row of a count: whose or which, which week or band or month of it, and the figures."""

    key: str
    n: int
    figures: list[int]


TOTALS = Count(
    """SELECT NULL, NULL, ARRAY[
    count(DISTINCT child) FILTER (WHERE is_late), count(DISTINCT family) FILTER (WHERE is_late),
    count(*) FILTER (WHERE is_late),
    count(DISTINCT meeting) FILTER (WHERE is_soon), count(DISTINCT child) FILTER (WHERE is_soon),
    count(DISTINCT meeting) FILTER (WHERE is_ahead), count(DISTINCT child) FILTER (WHERE is_ahead),
    count(DISTINCT meeting) FILTER (WHERE is_late AND is_unbooked),
    count(DISTINCT child) FILTER (WHERE is_late AND is_unbooked)] FROM due""",
    ("due",),
)
REGISTER = Count(
    """SELECT NULL, NULL, ARRAY[
    count(*), count(*) FILTER (WHERE worker IS NULL), count(*) FILTER (WHERE is_unvisited),
    count(*) FILTER (WHERE is_without_core_group)] FROM names LEFT JOIN held USING (case_id)""",
    ("names", "held"),
)
REVIEWS = Count(
    """SELECT NULL, NULL, ARRAY[
    count(DISTINCT meeting), count(DISTINCT meeting) FILTER (WHERE is_missed),
    count(*), count(*) FILTER (WHERE is_missed)] FROM reviews""",
    ("reviews",),
)
MEETINGS = Count(
    """SELECT board_row, NULL, ARRAY[count(DISTINCT meeting)]
    FROM due WHERE is_late GROUP BY board_row""",
    ("due",),
)
_DATES_OF = """ARRAY[count(DISTINCT child) FILTER (WHERE is_late), count(*) FILTER (WHERE is_late),
    count(DISTINCT meeting) FILTER (WHERE is_ahead)]"""
_NAMES_OF = "ARRAY[count(*), count(*) FILTER (WHERE is_unvisited)]"
DATES_OF = {
    Whose.TEAM: Count(f"SELECT team, NULL, {_DATES_OF} FROM due GROUP BY team", ("due",)),  # noqa: S608
    Whose.WORKER: Count(
        f"SELECT worker, NULL, {_DATES_OF} FROM due LEFT JOIN held USING (case_id) GROUP BY worker",  # noqa: S608
        ("due", "held"),
    ),
}
NAMES_OF = {
    Whose.TEAM: Count(f"SELECT team, NULL, {_NAMES_OF} FROM names GROUP BY team", ("names",)),  # noqa: S608
    Whose.WORKER: Count(
        f"SELECT worker, NULL, {_NAMES_OF} FROM names LEFT JOIN held USING (case_id) GROUP BY worker",  # noqa: S608,E501
        ("names", "held"),
    ),
}


AT_LEAST = """SELECT board_row, band.n, ARRAY[count(*)]
    FROM (SELECT board_row, child, min(due_on) AS due_on FROM due WHERE is_late
          GROUP BY board_row, child) AS late
    JOIN unnest(%s::date[]) WITH ORDINALITY AS band(until, n) ON late.due_on <= band.until
    GROUP BY board_row, band.n"""
BY_WEEK = """SELECT board_row, week.n, ARRAY[count(*), count(*) FILTER (WHERE is_unbooked)]
    FROM due JOIN unnest(%s::date[], %s::date[]) WITH ORDINALITY AS week(first, last, n)
      ON due_on BETWEEN week.first AND week.last
    GROUP BY board_row, week.n"""
BY_MONTH = """SELECT clock, width_bucket(due_on, %s::date[]), ARRAY[sum(dates), sum(missed)]
    FROM (SELECT clock, due_on, count(*) AS dates, count(*) FILTER (WHERE is_missed) AS missed
          FROM judged GROUP BY clock, due_on) AS of_a_day
    GROUP BY 1, 2"""
_ALONE = (TOTALS, REGISTER, REVIEWS, MEETINGS, *DATES_OF.values(), *NAMES_OF.values())
STATEMENTS = frozenset({AT_LEAST, BY_WEEK, BY_MONTH, *(each.sql for each in _ALONE)})
"""Every statement that is run where no policy stands: each gives figures and no row of anybody."""


class NotDeclared(RuntimeError):
    """A count, a row or a column that this module does not declare was to be run as a job."""


def at_least(scope: Scope) -> Count:
    """This will count, by row, the children so late and later: for each band from the first.

    A child counts once in a row, by its longest overdue date of that row.
    """
    untils = [
        band.span(scope.calendar, scope.today)[1] or scope.today for band in rows_that_are.BANDS
    ]
    return Count(AT_LEAST, ("due",), (untils,))


def by_week(scope: Scope) -> Count:
    """This will count, by row, what falls due in each week ahead, and what of it is not booked."""
    firsts, lasts = zip(*(scope.week(day) for day in scope.weeks()), strict=True)
    return Count(BY_WEEK, ("due",), (list(firsts), list(lasts)))


def by_month(scope: Scope) -> Count:
    """This will count what was judged and missed, by clock and month.

    Which of twelve months a day is in is looked up once a day, not once a date: there are tens of
    thousands of dates.
    """
    firsts = [first for first, _until in scope.months()]
    return Count(BY_MONTH, ("judged",), (firsts,))


@acting.as_job("figures")
def counted(scope: Scope, counts: dict[str, Count]) -> dict[str, list[Counted]]:
    """This will run some counts in one statement; one that nothing is in may have no rows.

    The rows are the gate's, and figures alone come out: so they are counted in a role that sees
    every row. The policies on top of the gate's own clause doubled the time of 30,000 dates. So
    nothing passes but the statements of this module, over the columns that it declares.

    Raises: NotDeclared.
    """
    if any(each.sql not in STATEMENTS for each in counts.values()):
        raise NotDeclared
    wanted = {name: ROWS[name] for each in counts.values() for name in each.rows}
    rows: list[str] = []
    params: list[Any] = []
    try:
        for name, of in wanted.items():
            sql, given = _declared(name, of(scope)).query.sql_with_params()
            rows.append(f"{name} AS ({sql})")
            params += given
    except EmptyResultSet:  # the gate's answer to who holds no permission: no rows, no statement
        return {name: [] for name in counts}
    selects = []
    for name, each in counts.items():
        selects.append(
            f"SELECT '{name}', key::text, n::bigint, figures::bigint[]"  # noqa: S608
            f" FROM ({each.sql}) AS each(key, n, figures)"
        )
        params += each.params
    found: dict[str, list[Counted]] = {name: [] for name in counts}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {', '.join(rows)} {' UNION ALL '.join(selects)}", params)
        for name, key, n, figures in cursor.fetchall():
            found[name].append(Counted(key or "", n or 0, figures))
    return found


def _due(scope: Scope) -> Any:
    """What is late or falls due in the weeks ahead, marked."""
    last = max(scope.today + timedelta(days=AHEAD_DAYS), scope.week(scope.weeks()[-1])[1])
    marks: dict[str, Any] = {
        "is_late": scope.when(Chosen()),
        "is_soon": scope.when(Chosen(show=Show.SOON)),
        "is_ahead": scope.when(Chosen(show=Show.AHEAD)),
        "is_unbooked": rows_that_are.unbooked(scope.called),
        "child": F("case__child_id"),
        "family": FAMILY,
        "team": F("case__lead_team_id"),
        "board_row": rows_that_are.group(),
    }
    rows = scope.running().filter(due_on__lte=last).annotate(**marks)
    return rows.values("case_id", "due_on", "meeting", *marks)


def _names(scope: Scope) -> Any:
    """The names on the register, marked."""
    marks: dict[str, Any] = {
        "is_unvisited": rows_that_are.unvisited(),
        "is_without_core_group": rows_that_are.without_core_group(),
        "team": F("case__lead_team_id"),
    }
    return scope.registrations().annotate(**marks).values("case_id", *marks)


def _held(scope: Scope) -> Any:
    """Who co-ordinates a case of the authority; a case has ``one_co_ordinator_at_a_time``."""
    held = rows_that_are.co_ordinators(now(), scope.today)
    rows = held.filter(case__authority_id=scope.authority.pk, case__closed_on__isnull=True)
    return rows.annotate(worker=F("membership_id")).values("case_id", "worker")


def _judged(scope: Scope, clock: str = "") -> Any:
    """The dates of the twelve months that are judged, marked."""
    rows = scope.dates(Chosen(show=Show.RATE, clock=clock))
    return rows.annotate(is_missed=rows_that_are.missed()).values(
        "clock", "due_on", "meeting", "is_missed"
    )


def _reviews(scope: Scope) -> Any:
    return _judged(scope, "review_conference")


def _declared(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows, if they are of the model and the columns that are declared for them."""
    model, columns = COLUMNS[name]
    asked = {*rows.query.values_select, *rows.query.annotation_select}
    if rows.model is not model or not asked <= columns:
        raise NotDeclared(name)
    return rows


COLUMNS: dict[str, tuple[type[Model], frozenset[str]]] = {
    "due": (
        Deadline,
        frozenset({"case_id", "due_on", "meeting", "child", "family", "team", "board_row"})
        | {"is_late", "is_soon", "is_ahead", "is_unbooked"},
    ),
    "names": (
        Registration,
        frozenset(("case_id", "is_unvisited", "is_without_core_group", "team")),
    ),
    "held": (Involvement, frozenset(("case_id", "worker"))),
    "judged": (Deadline, frozenset(("clock", "due_on", "meeting", "is_missed"))),
    "reviews": (Deadline, frozenset(("clock", "due_on", "meeting", "is_missed"))),
}
"""Of which model each kind of row is, and what is read of it: days, marks and identifiers."""

ROWS: dict[str, Callable[[Scope], Any]] = {
    "due": _due,
    "names": _names,
    "held": _held,
    "judged": _judged,
    "reviews": _reviews,
}
"""The rows that are counted, by the name that a count reads them under."""
