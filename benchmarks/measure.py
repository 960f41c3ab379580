"""Timing a call many times, and printing figures as a table that docs/performance.md can keep."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Timed:
    """What many calls took, in milliseconds, sorted."""

    each: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.each)

    @property
    def p95(self) -> float:
        """The one that 19 of 20 calls keep under."""
        return self.each[max(int(len(self.each) * 0.95) - 1, 0)]


def timed(
    call: Callable[[], object],
    times: int,
    *,
    warm: int = 2,
    before: Callable[[], object] = lambda: None,
) -> Timed:
    """This will time a call so many times, after a few that warm it up.

    What is to be done ``before`` each call is not timed.
    """
    for _ in range(warm):
        before()
        call()
    found = []
    gc.collect()
    for _ in range(times):
        before()
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return Timed(tuple(sorted(found)))


def in_turn(calls: list[Callable[[], object]], times: int) -> list[Timed]:
    """This will time several calls one after another, round by round, so that noise hits all."""
    for call in calls:
        call()
        call()
    found: list[list[float]] = [[] for _ in calls]
    gc.collect()
    for _ in range(times):
        for place, call in enumerate(calls):
            began = time.perf_counter()
            call()
            found[place].append((time.perf_counter() - began) * 1000)
    return [Timed(tuple(sorted(each))) for each in found]


def table(title: str, headings: list[str], rows: Iterable[list[object]]) -> None:
    """This will print a table in Markdown; the first column is words, the others figures."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(headings) + " |")
    print("|---" + "|---:" * (len(headings) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(_cell(cell) for cell in row) + " |", flush=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}" if value < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def rows_of(sql: str, params: object = ()) -> list[tuple[object, ...]]:
    """This will run one statement and give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall()) if cursor.description else []


def plan(sql: str, params: object = ()) -> str:
    """This will give the plan of a statement as PostgreSQL ran it."""
    lines = rows_of(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
    return "\n".join(str(line[0]) for line in lines)
