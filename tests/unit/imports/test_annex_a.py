"""The Annex A parser: headings found by their words, rows gathered by child, no formula run."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cases.domain.statuses import Sex
from cases.imports.records import Kind, Place, Severity
from tests.unit.imports.returns import (
    LIST_5,
    LIST_7,
    codes,
    counts,
    enquiry_row,
    plan_row,
    read,
    workbook,
)


def test_rows_of_both_lists_make_one_child():
    reader, (found,) = read(workbook([enquiry_row()], [plan_row()]))
    assert (found.local_id, found.sex, found.ethnicity) == ("1001", Sex.FEMALE, "WBRI")
    (episode,) = found.episodes
    assert episode.enquiries[0].conference_on == date(2025, 6, 2)
    (registered,) = episode.plans
    assert (registered.initial_category, registered.latest_category) == ("neglect", "emotional")
    assert registered.visit is not None
    assert (registered.visit.made_on, registered.visit.is_seen_alone) == (date(2026, 11, 2), True)
    assert (registered.team, registered.worker) == ("North team", "Sample Worker")
    assert registered.reviews[0].held_on == date(2025, 9, 1)
    assert not codes(reader)
    assert counts(reader) == {kind: (1, 1, 0) for kind in Kind if kind is not Kind.FILE}


def test_findings_name_sheet_and_row():
    reader, _ = read(workbook([], [plan_row(), plan_row(1002, latest="Worry")]))
    (found,) = [f for f in reader.findings if f.code == "category_not_understood"]
    assert found.place == Place(sheet="List 7", row=3)
    assert found.local_id == "1002"


def test_headings_may_be_written_otherwise_and_stand_lower():
    headings = [f"  {heading.upper()}\n".replace(" ", "  ") for heading in LIST_7]
    content = workbook([], [plan_row()], headings_7=headings, titles=["Annex A", "as at today"])
    reader, found = read(content)
    assert len(found) == 1
    assert counts(reader)[Kind.PLAN] == (1, 1, 0)


def test_columns_may_stand_in_any_order():
    headings, row = list(reversed(LIST_7)), list(reversed(plan_row()))
    _, (found,) = read(workbook([], [row], headings_7=headings))
    assert found.episodes[0].plans[0].started_on == date(2025, 6, 2)


def test_missing_unknown_and_repeated_columns_are_told():
    headings = [*LIST_7, "Favourite colour", "Ethnicity"]
    row = [*plan_row(), "blue", "z"]
    reader, _ = read(workbook(None, [row], headings_7=headings))
    assert codes(reader) == {"no_section_47_list": 1, "column_unknown": 1, "column_repeated": 1}
    headings = [heading for heading in LIST_7 if heading != "Gender"]
    reader, _ = read(workbook(None, [[1, *plan_row()[2:]]], headings_7=headings))
    assert codes(reader)["column_missing"] == 1


def test_other_sheets_are_told():
    reader, _ = read(workbook([enquiry_row()], [plan_row()]))
    assert [f.place.sheet for f in reader.findings if f.code == "sheet_not_read"] == ["List 1"]


def test_a_formula_is_never_calculated():
    row = plan_row(latest='=HYPERLINK("x","Neglect")', previous="=1+1")
    reader, (found,) = read(workbook([], [row]))
    assert codes(reader) == {"formula_not_read": 2, "category_missing": 1}
    assert found.episodes[0].plans[0].number_of_previous is None
    reader, found = read(workbook([], [plan_row(start="=TODAY()")]))
    assert found == []
    assert {"formula_not_read", "date_missing", "nothing_left"} == set(codes(reader))


@pytest.mark.parametrize("number", [1001, 1001.0, "1001", " 1001 "])
def test_a_childs_number_is_text_however_it_was_typed(number):
    _, (found,) = read(workbook([], [plan_row(number)]))
    assert found.local_id == "1001"


NAIVE = datetime(2025, 6, 2, 9, 30)  # noqa: DTZ001 (a workbook's cells know no time zone)


@pytest.mark.parametrize("value", [date(2025, 6, 2), NAIVE, "02/06/2025", "2025-06-02"])
def test_dates_however_they_were_typed(value):
    _, (found,) = read(workbook([], [plan_row(start=value)]))
    assert found.episodes[0].plans[0].started_on == date(2025, 6, 2)


@pytest.mark.parametrize("value", [45810, "June 2025", "06/02/25", "31/02/2025", True])
def test_dates_that_cannot_be_read_are_refused(value):
    reader, found = read(workbook([], [plan_row(start=value)]))
    assert found == []
    assert codes(reader) == {"date_not_understood": 1, "nothing_left": 1}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sex": "e) Other"}, "sex_not_understood"),
        ({"ethnicity": "a) XXXX"}, "ethnicity_not_understood"),
        ({"ethnicity": "s) NOBT"}, "ethnicity_letter_differs"),
        ({"alone": "c) Sometimes"}, "answer_not_understood"),
        ({"previous": 2.5}, "number_not_understood"),
        ({"visit": date(2025, 5, 1)}, "visit_before_plan"),
        ({"end": date(2026, 1, 1), "visit": date(2026, 1, 2)}, "visit_after_plan"),
        ({"initial": "a) Neglect", "latest": "Harm"}, "category_not_understood"),
    ],
)
def test_what_is_odd_is_told_and_loaded(changed, code):
    reader, found = read(workbook([], [plan_row(**changed)]))
    assert len(found) == 1
    assert codes(reader) == {code: 1}


@pytest.mark.parametrize(
    ("changed", "code", "kind"),
    [
        ({"visit": date(2027, 1, 1)}, "date_in_future", Kind.VISIT),
        ({"review": date(2025, 6, 1)}, "review_before_plan", Kind.REVIEW),
        ({"end": date(2025, 8, 1)}, "review_after_plan", Kind.REVIEW),
    ],
)
def test_a_part_that_cannot_be_true_is_refused(changed, code, kind):
    changed = {"visit": None} | changed
    reader, found = read(workbook([], [plan_row(**changed)]))
    assert len(found) == 1
    assert [(f.code, f.kind) for f in reader.findings if f.severity is Severity.REFUSED] == [
        (code, kind)
    ]


def test_a_plan_long_before_birth_is_refused_and_with_it_a_child_of_nothing_else():
    row = plan_row(born=date(2026, 5, 1), review=None, visit=None)
    reader, found = read(workbook([], [row]))
    assert found == []
    assert codes(reader) == {"date_before_pregnancy": 1, "nothing_left": 1}
    assert counts(reader) == {Kind.CHILD: (1, 0, 1), Kind.PLAN: (1, 0, 1)}


def test_a_row_about_another_birth_is_refused():
    rows = [plan_row(), plan_row(born=date(2017, 5, 1), start=date(2026, 1, 1))]
    reader, (found,) = read(workbook([], rows))
    assert len(found.episodes[0].plans) == 1
    assert codes(reader) == {"birth_differs": 1}
    assert counts(reader) == {
        Kind.CHILD: (1, 1, 0),
        Kind.PLAN: (2, 1, 1),
        Kind.REVIEW: (2, 1, 1),
        Kind.VISIT: (2, 1, 1),
    }


def test_details_that_differ_are_told_and_the_first_kept():
    reader, (found,) = read(workbook([enquiry_row()], [plan_row(sex="a) Male")]))
    assert found.sex is Sex.FEMALE
    assert codes(reader) == {"details_differ": 1}


def test_the_same_row_twice_is_loaded_once():
    reader, _ = read(workbook([enquiry_row(), enquiry_row()], [plan_row(), plan_row()]))
    assert codes(reader) == {"repeated": 3}
    assert counts(reader) == {
        Kind.CHILD: (1, 1, 0),
        **{k: (2, 1, 1) for k in Kind if k not in {Kind.FILE, Kind.CHILD}},
    }


def test_an_error_in_a_cell_is_no_childs_number():
    reader, found = read(workbook([], [plan_row("#N/A"), plan_row("#N/A")]))
    assert found == []
    assert codes(reader) == {"formula_not_read": 2, "no_local_id": 2}


def test_a_row_without_a_number_is_refused():
    reader, found = read(workbook([enquiry_row(None)], [plan_row(), plan_row("")]))
    assert len(found) == 1
    assert codes(reader) == {"no_local_id": 2}
    assert counts(reader)[Kind.CHILD] == (3, 1, 2)


def test_a_plan_said_but_not_listed_is_told():
    reader, _ = read(workbook([enquiry_row()], [plan_row(2002)]))
    assert codes(reader) == {"plan_said_not_listed": 1}
    reader, _ = read(workbook([enquiry_row()], None))
    assert codes(reader) == {"no_plans_list": 1}


def test_a_conference_not_required_has_none():
    row = enquiry_row(unnecessary="Yes", conference=None, plan="")
    reader, (found,) = read(workbook([row], []))
    assert found.episodes[0].enquiries[0].conference_not_required is True
    assert found.episodes[0].conferences == ()
    assert not codes(reader)


def test_blank_rows_are_nothing():
    reader, found = read(workbook([], [[None] * len(LIST_7), plan_row(), [""] * len(LIST_7)]))
    assert len(found) == 1
    assert counts(reader)[Kind.PLAN] == (1, 1, 0)


def test_an_empty_workbook_with_the_headings_says_so():
    reader, found = read(workbook([], [], headings_5=LIST_5))
    assert found == []
    assert codes(reader) == {"no_children": 1}
