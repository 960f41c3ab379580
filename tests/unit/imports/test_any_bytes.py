"""Whatever the bytes, a reading ends in balanced counts or in one UnreadableFile."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.imports.detect import open_return
from cases.imports.errors import UnreadableFile
from cases.imports.wording import finding_text, unreadable_text
from tests.unit.imports.returns import (
    TODAY,
    census,
    child,
    enquiry,
    enquiry_row,
    plan,
    plan_row,
    workbook,
)

WHOLE = census(
    child(
        enquiry(conference="2025-06-02", target="2025-06-03")
        + plan(end="2026-02-01", reviews=["2025-08-20"]),
        extra="<UPN>B801200005001</UPN><PersonDeathDate>2026-03-01</PersonDeathDate>",
    ),
    child(number="C2"),
)
BOOK = workbook([enquiry_row()], [plan_row()])
PIECES = st.sampled_from(
    [
        b"",
        b"<",
        b">",
        b"&",
        b"0",
        b"9999",
        b"-",
        b"</Child>",
        b"<Child>",
        b"\xff",
        b"\x00",
        b"x" * 70,
    ]
)
CELLS = st.one_of(
    st.none(), st.integers(), st.floats(), st.booleans(), st.dates(), st.text(max_size=12)
)


def ends_well(content: bytes) -> None:
    try:
        reader = open_return(io.BytesIO(content), today=TODAY)
        list(reader)
    except UnreadableFile as error:
        unreadable_text(error)
        return
    assert all(tally.balances for tally in reader.tallies.values())
    assert all(finding_text(found) for found in reader.findings)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes(content):
    ends_well(content)
    ends_well(b"<Message>" + content)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 30), PIECES), max_size=4))
def test_a_census_with_pieces_changed(changes):
    content = WHOLE
    for start, length, piece in changes:
        content = content[:start] + piece + content[start + length :]
    ends_well(content)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, len(BOOK)), st.integers(1, 40), st.binary(max_size=40))
def test_a_workbook_with_a_piece_changed(start, length, piece):
    ends_well(BOOK[:start] + piece + BOOK[start + length :])


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(CELLS, min_size=14, max_size=14), max_size=4))
def test_a_workbook_with_any_cells(rows):
    printable = [
        [
            "".join(c for c in cell if c.isprintable()) if isinstance(cell, str) else cell
            for cell in row
        ]
        for row in rows
    ]
    ends_well(workbook([], printable))
