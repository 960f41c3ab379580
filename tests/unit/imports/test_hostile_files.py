"""Files that are broken or mean harm: each ends in one sentence, quickly, with nothing read."""

from __future__ import annotations

import io
import tracemalloc
import zipfile

import pytest

from cases.imports import markup, workbook
from cases.imports.errors import UnreadableFile
from cases.imports.wording import UNREADABLE, unreadable_text
from tests.unit.imports import returns

BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE Message [
<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
]>
<Message>&d;</Message>"""
OUTSIDE_ENTITY = b"""<!DOCTYPE Message [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Message><Children><Child>&x;</Child></Children></Message>"""
OTHER_COLLECTION = b"""<Message><Header><CollectionDetails><Collection>SSDA903</Collection>
</CollectionDetails></Header></Message>"""
NOT_UTF_8 = returns.census(returns.child(number="Si\u00e2n")).decode().encode("latin-1")


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as raised:
        returns.read(content)
    sentence = unreadable_text(raised.value)
    assert sentence
    assert "%(" not in sentence
    return raised.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"   \n ", "empty"),
        (b"%PDF-1.7 ...", "unknown_format"),
        (b"LAchildID,UPN\n1,2\n", "unknown_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_or_locked_workbook"),
        (BILLION_LAUGHS, "document_type"),
        (OUTSIDE_ENTITY, "document_type"),
        (b"<!DOCTYPE Message><Message/>", "document_type"),
        (b"<html><body/></html>", "wrong_root"),
        (b"<Message><Children><Child></Message>", "not_well_formed"),
        (b"<Message><Children>", "not_well_formed"),
        (returns.census(returns.child()) + b"<again/>", "not_well_formed"),
        (b"<Message>&nbsp;</Message>", "not_well_formed"),
        (NOT_UTF_8, "not_well_formed"),
        (b'<?xml version="1.0" encoding="no-such-code"?><Message/>', "wrong_encoding"),
        (OTHER_COLLECTION, "wrong_collection"),
        (b"<Message>" + b"<a>" * 40 + b"</a>" * 40 + b"</Message>", "too_deep"),
        (b"PK\x03\x04 and then nothing", "not_a_workbook"),
    ],
)  # fmt: skip
def test_each_kind_of_unreadable_file_has_its_own_words(content, code):
    assert refused(content) == code


def test_one_endless_child_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(markup, "MAX_NODES_IN_BRANCH", 500)
    assert refused(returns.census(returns.child("<a/>" * 1000))) == "branch_too_big"


def test_an_endless_value_is_refused():
    assert refused(returns.census(returns.child(number="x" * 200_000))) == "text_too_long"


def test_memory_stays_bounded_over_many_children():
    one = returns.child(returns.enquiry() + returns.plan())
    many = returns.census(*(one.replace("C1", f"C{n}") for n in range(1000)))
    reader = returns.open_return(io.BytesIO(many), today=returns.TODAY)
    tracemalloc.start()
    try:
        assert sum(1 for _ in reader) == 1000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * 1024 * 1024


def packed(*parts: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def repacked(content: bytes, name: str, change) -> bytes:
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            data = archive.read(part)
            parts.append((part, change(data) if part == name else data))
    return packed(*parts)


def test_a_zip_that_is_no_workbook_is_refused():
    assert refused(packed(("readme.txt", b"hello"))) == "not_a_workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = packed(("xl/workbook.xml", b"<a/>"), ("xl/bomb.xml", b" " * (40 * 1024 * 1024)))
    assert len(bomb) < 100_000
    tracemalloc.start()
    try:
        assert refused(bomb) == "unpacks_too_big"
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_bomb_of_many_parts_is_refused():
    parts = ((f"xl/{number}.xml", b"") for number in range(workbook.MAX_PARTS + 1))
    assert refused(packed(*parts)) == "unpacks_too_big"


def test_entities_inside_a_workbook_are_refused():
    content = returns.workbook([returns.enquiry_row()], [])
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]>'
    change = lambda data: evil + data.partition(b"?>")[2]  # noqa: E731
    for part in ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"):
        assert refused(repacked(content, part, change)) == "document_type"


def test_a_damaged_sheet_is_refused():
    content = returns.workbook([returns.enquiry_row()], [])
    broken = repacked(content, "xl/worksheets/sheet2.xml", lambda data: data[:-60])
    assert refused(broken) == "sheet_unreadable"


def test_a_row_numbered_beyond_any_sheet_is_refused_at_once():
    content = returns.workbook([returns.enquiry_row()], [])
    far = lambda data: data.replace(b'<row r="2"', b'<row r="99999999999"')  # noqa: E731
    assert refused(repacked(content, "xl/worksheets/sheet2.xml", far)) == "too_many_rows"


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 5)
    rows = [returns.enquiry_row(number) for number in range(6)]
    assert refused(returns.workbook(rows, [])) == "too_many_rows"


def test_a_workbook_without_the_lists_is_refused():
    assert refused(returns.workbook(None, None)) == "no_lists_found"


def test_a_file_too_large_is_refused_unread(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_BYTES", 100)
    assert refused(returns.workbook()) == "too_big"


def test_no_reason_is_without_words():
    for words in UNREADABLE.values():
        assert str(words)
