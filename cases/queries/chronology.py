"""Everything that happened to a child, of all agencies, as far as the viewer may see it.

One query orders what happened across all the kinds and takes a page of it; one more a kind reads
what is on the page. So the number of queries depends on the kinds shown, never on the rows.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import TruncDate

from agencies.models import Agency
from cases.access_opened import Opened
from cases.domain.permissions import P
from cases.models import Involvement, Note, Registration
from cases.queries.chronology_facts import FACTS
from cases.queries.chronology_sources import FILTERS, SIGNIFICANT, SOURCES, EntryKind

Key = tuple[date, str, uuid.UUID]
PAGE = 25
MOST_DIGITS = 6
CUT = """WITH every AS MATERIALIZED ({rows}), page AS (
    SELECT * FROM every ORDER BY entry_day DESC, entry_id DESC, entry_kind DESC LIMIT %s OFFSET %s)
SELECT page.entry_day, page.entry_kind, page.entry_id, counted.n
FROM (SELECT count(*) AS n FROM every) AS counted LEFT JOIN page ON true
ORDER BY page.entry_day DESC, page.entry_id DESC, page.entry_kind DESC"""
"""One page of what the gate gives, and the number of all; one row with no entry beyond the end."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened: its kind, its day, and the facts its presenter needs."""

    kind: EntryKind
    day: date
    is_significant: bool
    facts: dict[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for: ``kind`` is a name of ``FILTERS``, ``SIGNIFICANT``, or anything else
    for everything; ``agency`` is whose, or None for all."""

    kind: str = ""
    agency: uuid.UUID | None = None


def agencies(of: Opened) -> list[Agency]:
    """This will list the agencies of which the chronology can tell, the authority first."""
    working = of.rows(P.VIEW_RECORD, Involvement)
    writing = of.rows(P.VIEW_NOTES, Note)
    known = working.values("team__agency").union(writing.values("author_team__agency"))
    found = Agency.objects.filter(pk__in=known).order_by("name_en", "pk")
    return sorted(found, key=lambda agency: agency.pk != of.case.authority_id)


class Keys:
    """(day, kind, id) of what happened, newest first: what a paginator cuts pages from.

    ``number`` is the page asked for, as typed: the number of all comes with its rows, in one
    statement, since to plan the union of every kind a second time cost more than to run it.
    """

    def __init__(self, of: Opened, wanted: Wanted = Wanted(), *, number: str = "") -> None:
        self._rows = _union(of, wanted)
        is_number = number.isdecimal() and len(number) <= MOST_DIGITS
        self._first = max(int(number) - 1, 0) * PAGE if is_number else 0
        self._page: list[Key] = []
        self._count: int | None = None

    def count(self) -> int:
        """How many there are."""
        if self._count is None:
            self._page, self._count = self._read(self._first, self._first + PAGE)
        return self._count

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Key]:
        first, last = part.start or 0, part.stop
        self.count()
        is_read = first == self._first and last is not None and last <= first + PAGE
        return self._page[: last - first] if is_read else self._read(first, last)[0]

    def _read(self, first: int, last: int | None) -> tuple[list[Key], int]:
        """The rows from ``first`` to before ``last``, and the number of all, which may be more."""
        try:
            sql, params = self._rows.query.sql_with_params()
        except EmptyResultSet:  # the gate's answer to who holds no permission: no statement
            return [], 0
        limit = None if last is None else last - first
        with connection.cursor() as cursor:
            cursor.execute(CUT.format(rows=sql), (*params, limit, first))
            found = cursor.fetchall()
        keys = [(day, kind, pk) for day, kind, pk, _all in found if pk is not None]
        return keys, found[0][3]


def entries(of: Opened, page: Iterable[tuple[date, str, uuid.UUID]]) -> list[Entry]:
    """This will read what is on a page, in its order: one query a kind, plus its prefetches."""
    wanted: dict[EntryKind, list[uuid.UUID]] = defaultdict(list)
    order = [(day, EntryKind(kind), pk) for day, kind, pk in page]
    for _day, kind, pk in order:
        wanted[kind].append(pk)
    found = {kind: _rows(of, kind, ids) for kind, ids in wanted.items()}
    return [_entry(kind, day, found[kind][pk]) for day, kind, pk in order if pk in found[kind]]


def _union(of: Opened, wanted: Wanted) -> QuerySet[Any, Key]:
    """What is asked for, of all kinds, in no order."""
    kinds = FILTERS.get(wanted.kind, frozenset(EntryKind))
    significant = wanted.kind == SIGNIFICANT
    of_authority = wanted.agency in (None, of.case.authority_id)
    parts = [
        _part(of, kind, wanted)
        for kind, source in SOURCES.items()
        if kind in kinds
        and (source.significant is not None or not significant)
        and (source.agency or of_authority)
    ]
    if not parts:  # of a kind that is the authority's alone, and another agency is asked for
        parts = [_part(of, EntryKind.NOTE, wanted).none()]
    return parts[0].union(*parts[1:], all=True)


def _part(of: Opened, kind: EntryKind, wanted: Wanted) -> QuerySet[Any, Any]:
    source = SOURCES[kind]
    rows = of.rows(source.permission, source.model).filter(source.only)
    if wanted.kind == SIGNIFICANT and source.significant is not None:
        rows = rows.filter(source.significant)
    if wanted.agency and source.agency:
        rows = rows.filter(**{source.agency: wanted.agency})
    at = F(source.day) if isinstance(source.day, str) else source.day
    day = TruncDate(at) if source.is_moment else at
    cut: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            entry_day=day,
            entry_kind=Value(kind.value, output_field=CharField()),
            entry_id=F("pk"),
        )
        .values_list("entry_day", "entry_kind", "entry_id")
    )
    return cut


def _rows(of: Opened, kind: EntryKind, ids: list[uuid.UUID]) -> dict[uuid.UUID, Any]:
    source = SOURCES[kind]
    rows = of.rows(source.permission, source.model).filter(pk__in=ids)
    if source.significant is not None:
        rows = rows.annotate(is_weighty=source.significant) if source.significant else rows
    if source.model is Registration:  # that it was, and when, is summary; why is not
        why = of.rows(P.VIEW_RECORD, Registration).filter(pk=OuterRef("pk"))
        rows = rows.annotate(may_see_why=Exists(why))
    rows = rows.annotate(**source.told)
    if source.related:  # called with nothing, select_related would follow every key there is
        rows = rows.select_related(*source.related)
    rows = rows.prefetch_related(*source.prefetch)
    return {row.pk: row for row in rows}


def _entry(kind: EntryKind, day: date, row: Any) -> Entry:
    source = SOURCES[kind]
    every = source.significant is not None and not source.significant
    return Entry(
        kind, day, every or bool(getattr(row, "is_weighty", False)), FACTS[kind.value](row)
    )
