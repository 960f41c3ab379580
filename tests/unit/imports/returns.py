"""Small returns made up for the tests: census XML as bytes, Annex A workbooks as bytes."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl

from cases.imports.detect import open_return
from cases.imports.records import Kind, Reader, ReturnedChild

TODAY = date(2026, 11, 22)

LIST_5 = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Age",
    "Strategy discussion initiating Section 47 Enquiry Start Date",
    "Was an Initial Child Protection Conference deemed unnecessary?",
    "Date of Initial Child Protection Conference",
    "Did the Initial Child Protection Conference Result in a Child Protection Plan",
    "Allocated Team",
    "Allocated Worker",
]
LIST_7 = [
    "Child Unique ID",
    "Gender",
    "Ethnicity",
    "Date of Birth",
    "Child Protection Plan Start Date",
    "Initial Category of Abuse",
    "Latest Category of Abuse",
    "Date of the Last Statutory Visit",
    "Was the Child Seen Alone?",
    "Date of latest review conference",
    "Child Protection Plan End Date",
    "Number of Previous Child Protection Plans",
    "Allocated Team",
    "Allocated Worker",
]


def census(*children: str, header: str | None = None) -> bytes:
    """A whole census around the given ``Child`` elements."""
    if header is None:
        header = (
            "<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year>"
            "<ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails>"
            "<Source><LEA>201</LEA><DateTime>2026-05-01T09:00:00</DateTime></Source></Header>"
        )
    body = "\n".join(children)
    return f"<Message>\n{header}\n<Children>\n{body}\n</Children>\n</Message>".encode()


def child(
    *details: str | None,
    number: str = "C1",
    born: str = "2018-05-01",
    sex: str = "<Sex>F</Sex>",
    extra: str = "",
    ethnicity: str = "WBRI",
) -> str:
    """One ``Child`` element; ``details`` are the insides of its ``CINdetails``."""
    birth = f"<PersonBirthDate>{born}</PersonBirthDate>" if born else ""
    details = details or ("",)
    inside = "".join(
        f"<CINdetails><CINreferralDate>2025-04-10</CINreferralDate>{part}</CINdetails>"
        for part in details
        if part is not None
    )
    return (
        f"<Child><ChildIdentifiers><LAchildID>{number}</LAchildID>{birth}{sex}{extra}"
        f"</ChildIdentifiers><ChildCharacteristics><Ethnicity>{ethnicity}</Ethnicity>"
        f"</ChildCharacteristics>{inside}</Child>"
    )


def plan(
    start: str = "2025-06-02",
    end: str = "",
    initial: str = "NEG",
    latest: str = "EMO",
    previous: str = "0",
    reviews: Sequence[str] = (),
) -> str:
    """One ``ChildProtectionPlans`` element."""
    ending = f"<CPPendDate>{end}</CPPendDate>" if end else ""
    inside = "".join(f"<CPPreviewDate>{on}</CPPreviewDate>" for on in reviews)
    return (
        f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate>{ending}"
        f"<InitialCategoryOfAbuse>{initial}</InitialCategoryOfAbuse>"
        f"<LatestCategoryOfAbuse>{latest}</LatestCategoryOfAbuse>"
        f"<NumberOfPreviousCPP>{previous}</NumberOfPreviousCPP>"
        f"<Reviews>{inside}</Reviews></ChildProtectionPlans>"
    )


def enquiry(
    start: str = "2025-05-12",
    conference: str = "",
    target: str = "",
    not_required: str = "false",
) -> str:
    """One ``Section47`` element."""
    held = f"<DateOfInitialCPC>{conference}</DateOfInitialCPC>" if conference else ""
    due = f"<InitialCPCtarget>{target}</InitialCPCtarget>" if target else ""
    return (
        f"<Section47><S47ActualStartDate>{start}</S47ActualStartDate>{due}{held}"
        f"<ICPCnotRequired>{not_required}</ICPCnotRequired></Section47>"
    )


def workbook(
    list_5: Sequence[Sequence[Any]] | None = (),
    list_7: Sequence[Sequence[Any]] | None = (),
    *,
    headings_5: Sequence[str] = LIST_5,
    headings_7: Sequence[str] = LIST_7,
    titles: Sequence[str] = (),
) -> bytes:
    """An Annex A workbook; a list that is None is left out, ``titles`` stand above the headings."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    book.create_sheet("List 1").append(["Child Unique ID", "Date of Contact"])
    for name, headings, body in (("List 5", headings_5, list_5), ("List 7", headings_7, list_7)):
        if body is None:
            continue
        sheet = book.create_sheet(name)
        for title in titles:
            sheet.append([title])
        sheet.append(list(headings))
        for row in body:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plan_row(number: Any = 1001, **cells: Any) -> list[Any]:
    """A row of List 7 with something sensible in every cell that is not given."""
    values: dict[str, Any] = {
        "sex": "b) Female",
        "ethnicity": "a) WBRI",
        "born": date(2018, 5, 1),
        "start": date(2025, 6, 2),
        "initial": "Neglect",
        "latest": "Emotional abuse",
        "visit": date(2026, 11, 2),
        "alone": "a) Yes",
        "review": date(2025, 9, 1),
        "end": None,
        "previous": 0,
        "team": "North team",
        "worker": "Sample Worker",
    }
    return [number, *(values | cells).values()]


def enquiry_row(number: Any = 1001, **cells: Any) -> list[Any]:
    """A row of List 5 with something sensible in every cell that is not given."""
    values: dict[str, Any] = {
        "sex": "b) Female",
        "ethnicity": "a) WBRI",
        "born": date(2018, 5, 1),
        "age": 7.2,
        "start": date(2025, 5, 12),
        "unnecessary": "No",
        "conference": date(2025, 6, 2),
        "plan": "Yes",
        "team": "North team",
        "worker": "Sample Worker",
    }
    return [number, *(values | cells).values()]


def read(content: bytes, *, today: date = TODAY) -> tuple[Reader, list[ReturnedChild]]:
    """The reader of some bytes after one whole reading, and the children it gave."""
    reader = open_return(io.BytesIO(content), today=today)
    children = list(reader)
    assert all(tally.balances for tally in reader.tallies.values()), reader.tallies
    return reader, children


def codes(reader: Reader) -> Counter[str]:
    """How often each finding was made, without what is said of every file."""
    routine = {"item_not_loaded", "column_not_loaded", "sheet_not_read"}
    return Counter(found.code for found in reader.findings if found.code not in routine)


def counts(reader: Reader) -> dict[Kind, tuple[int, int, int]]:
    """Read, understood, refused for each kind that was met."""
    return {
        kind: (tally.read, tally.understood, tally.refused)
        for kind, tally in reader.tallies.items()
        if tally.read
    }
