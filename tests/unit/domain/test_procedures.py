"""The rows of the procedures: each has its source, none overlaps, every figure is as read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cases.domain import procedures
from cases.domain.procedures import Binding, Procedure, Timescale, Unit, returns
from cases.domain.statuses import Nation

TODAY = date(2026, 11, 22)
HELD = [procedures.procedure(nation) for nation in procedures.nations()]
ROWS = [row for held in HELD if held for row in held.timescales]

WALES = {
    "report_confirmed_in_writing": (24, Unit.HOURS),
    "report_chased": (7, Unit.WORKING_DAYS),
    "report_decided": (1, Unit.WORKING_DAYS),
    "police_discussion": (0, Unit.IMMEDIATELY),
    "strategy_discussion": (1, Unit.WORKING_DAYS),
    "section_47_enquiry": (10, Unit.WORKING_DAYS),
    "initial_conference": (15, Unit.WORKING_DAYS),
    "outline_plan_sent": (5, Unit.WORKING_DAYS),
    "conference_record_sent": (20, Unit.WORKING_DAYS),
    "first_core_group": (10, Unit.WORKING_DAYS),
    "later_core_group": (6, Unit.WEEKS),
    "seen_alone": (10, Unit.WORKING_DAYS),
    "seen_at_home": (4, Unit.WEEKS),
    "bedroom_seen": (1, Unit.ONCE_PER_INTERVAL),
    "assessment": (42, Unit.WORKING_DAYS),
    "first_review": (3, Unit.MONTHS),
    "later_review": (6, Unit.MONTHS),
    "move_information_sent": (3, Unit.DAYS),
    "transfer_in_conference": (15, Unit.WORKING_DAYS),
    "transfer_in_conference_requested": (12, Unit.WEEKS),
    "practitioner_allegation_reported": (24, Unit.HOURS),
}
"""W1 to W20 with W13b, in the order of the table."""

ENGLAND = {
    "assessment": (45, Unit.WORKING_DAYS),
    "initial_conference": (15, Unit.WORKING_DAYS),
    "reconvened_conference": (10, Unit.WORKING_DAYS),
    "first_core_group": (10, Unit.WORKING_DAYS),
    "seen": (10, Unit.WORKING_DAYS),
    "first_review": (3, Unit.MONTHS),
    "later_review": (6, Unit.MONTHS),
    "transfer_in_conference": (15, Unit.WORKING_DAYS),
    "dissent_raised": (72, Unit.HOURS),
}


@pytest.mark.parametrize(("nation", "figures"), [(Nation.WALES, WALES), (Nation.ENGLAND, ENGLAND)])
def test_the_figures_are_those_that_were_read(
    nation: Nation, figures: dict[str, tuple[int, Unit]]
) -> None:
    rows = procedures.clocks(nation, TODAY)
    assert {row.key: (row.amount, row.unit) for row in rows} == figures


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.nation}-{row.key}")
def test_every_row_says_where_it_comes_from(row: Timescale) -> None:
    assert row.source
    if row.binding is Binding.NAMED_DEFAULT:
        assert "not checked" in row.source
    else:
        assert "[" in row.source
        assert row.source_url.startswith("http")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.nation}-{row.key}")
def test_every_row_can_be_stored_and_counted(row: Timescale) -> None:
    assert len(row.key) <= 40
    assert row.amount > 0 or row.unit is Unit.IMMEDIATELY
    assert row.effective_until is None or row.effective_from <= row.effective_until


@pytest.mark.parametrize("held", HELD, ids=lambda held: held.nation)
def test_rows_of_one_key_never_overlap(held: Procedure) -> None:
    by_key: dict[str, list[Timescale]] = defaultdict(list)
    for row in held.timescales:
        assert row.nation is held.nation
        by_key[row.key].append(row)
    for rows in by_key.values():
        for earlier, later in pairwise(sorted(rows, key=lambda row: row.effective_from)):
            assert earlier.effective_until is not None
            assert earlier.effective_until < later.effective_from


@pytest.mark.parametrize("row", [row for row in ROWS if row.soft_target])
def test_a_soft_target_is_sooner_than_the_limit_and_has_a_source(row: Timescale) -> None:
    assert row.soft_target is not None
    assert row.soft_target.source
    assert (row.soft_target.amount, row.soft_target.unit) == (1, Unit.MONTHS)


def test_what_wales_has_no_national_figure_for_is_said_to_be_local() -> None:
    local = {
        r.key for r in procedures.clocks(Nation.WALES, TODAY) if r.binding is not Binding.PROCEDURE
    }
    assert local == {"strategy_discussion", "section_47_enquiry", "conference_record_sent"}


def test_an_unknown_clock_is_none() -> None:
    assert procedures.timescale(Nation.ENGLAND, "seen_alone", TODAY) is None
    assert procedures.timescale(Nation.WALES, "no_such_clock", TODAY) is None


@pytest.mark.parametrize("nation", [Nation.SCOTLAND, Nation.NORTHERN_IRELAND])
def test_a_nation_not_held_has_nothing_of_another_nation(nation: Nation) -> None:
    assert procedures.clocks(nation, TODAY) == ()
    assert procedures.categories(nation, TODAY) == ()
    assert procedures.timescale(nation, "first_review", TODAY) is None
    assert procedures.quorum(nation) is None
    assert not procedures.are_several_categories_allowed(nation)


def test_a_row_is_in_force_from_its_first_day_to_its_last() -> None:
    row = replace(ROWS[0], effective_from=date(2020, 4, 1), effective_until=date(2024, 3, 31))
    assert [row.is_in_force(d) for d in (date(2020, 3, 31), date(2020, 4, 1))] == [False, True]
    assert [row.is_in_force(d) for d in (date(2024, 3, 31), date(2024, 4, 1))] == [True, False]


@pytest.mark.parametrize(
    ("nation", "keys"),
    [
        (Nation.WALES, {"physical", "emotional", "sexual", "financial", "neglect"}),
        (Nation.ENGLAND, {"neglect", "physical", "sexual", "emotional"}),
    ],
)
def test_the_categories_of_a_nation(nation: Nation, keys: set[str]) -> None:
    rows = procedures.categories(nation, TODAY)
    assert {row.key for row in rows} == keys
    for row in rows:
        assert row.words.en
        assert row.words.cy
        assert row.source
        assert procedures.category(nation, row.key, TODAY) == row
    assert procedures.are_several_categories_allowed(nation)


def test_financial_abuse_says_that_the_regulations_do_not_name_it() -> None:
    financial = procedures.category(Nation.WALES, "financial", TODAY)
    assert financial is not None
    assert "SI2015/1466" in financial.note
    assert procedures.category(Nation.ENGLAND, "financial", TODAY) is None


def test_more_than_one_category_unsaid_is_never_offered() -> None:
    not_separated = procedures.category(Nation.ENGLAND, procedures.NOT_SEPARATED, TODAY)
    assert not_separated is not None
    assert not not_separated.is_offered
    for nation in procedures.nations():
        assert all(row.is_offered for row in procedures.categories(nation, TODAY))


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("NEG", "neglect"),
        ("PHY", "physical"),
        ("SAB", "sexual"),
        ("EMO", "emotional"),
        ("MUL", "not_separated"),
        (" neg ", "neglect"),
        ("ZZZ", None),
        ("", None),
        ("FIN", None),
    ],
)
def test_census_codes(code: str, key: str | None) -> None:
    assert returns.census_category(code) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Physical abuse", "physical"),
        ("Emotional abuse", "emotional"),
        ("Neglect", "neglect"),
        ("b) Physical Abuse", "physical"),
        ("d)\u00a0Sexual  abuse", "sexual"),
        ("Multiple", "not_separated"),
        ("Something else", None),
        ("", None),
    ],
)
def test_words_of_annex_a(words: str, key: str | None) -> None:
    assert returns.annex_a_category(words) == key


def test_every_code_of_a_return_is_a_category_someone_holds() -> None:
    held = {c.key for n in procedures.nations() for c in procedures.categories(n, TODAY)}
    for keys in (returns.CENSUS_CATEGORIES.values(), returns.ANNEX_A_CATEGORIES.values()):
        assert set(keys) <= held | {procedures.NOT_SEPARATED}


@pytest.mark.parametrize("nation", procedures.nations())
def test_the_quorum_is_named_as_a_default(nation: Nation) -> None:
    quorum = procedures.quorum(nation)
    assert quorum is not None
    assert quorum.is_childrens_services_required
    assert quorum.other_agencies == 2
    assert quorum.binding is Binding.NAMED_DEFAULT


@pytest.mark.parametrize("nation", list(Nation))
def test_every_nation_has_words_in_both_languages(nation: Nation) -> None:
    for words in vars(procedures.terms(nation)).values():
        assert words.en
        assert words.cy
        assert words.source


def test_england_speaks_of_a_plan_and_wales_of_a_register() -> None:
    assert "register" in procedures.terms(Nation.WALES).on_register.en
    assert "plan" in procedures.terms(Nation.ENGLAND).on_register.en
    assert "register" not in procedures.terms(Nation.ENGLAND).on_register.en


def test_the_first_conference_starts_at_different_events() -> None:
    wales = procedures.timescale(Nation.WALES, "initial_conference", TODAY)
    england = procedures.timescale(Nation.ENGLAND, "initial_conference", TODAY)
    assert wales is not None
    assert england is not None
    assert wales.starts_at is procedures.StartEvent.LAST_STRATEGY_DISCUSSION
    assert england.starts_at is procedures.StartEvent.STRATEGY_DISCUSSION_STARTING_SECTION_47


def test_old_records_are_judged_too() -> None:
    long_ago = procedures.EFFECTIVE_FROM_NOT_ESTABLISHED
    assert procedures.timescale(Nation.WALES, "first_review", long_ago) is not None
    assert procedures.timescale(Nation.WALES, "first_review", long_ago - timedelta(days=1)) is None
