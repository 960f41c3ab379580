"""The census parser: what is read, what is told, where, and that every total reconciles."""

from __future__ import annotations

from datetime import date

import pytest

from cases.domain.statuses import Sex
from cases.imports.records import Kind, Severity
from tests.unit.imports.returns import census, child, codes, counts, enquiry, plan, read

TOO_FAR = "<ExpectedPersonBirthDate>2029-01-01</ExpectedPersonBirthDate>"


def test_a_whole_child_is_read():
    section = enquiry(conference="2025-06-02", target="2025-06-03")
    content = census(child(section + plan(end="2026-02-01", reviews=["2025-08-20", "2026-02-01"])))
    reader, (found,) = read(content)
    assert (found.local_id, found.sex, found.born_on) == ("C1", Sex.FEMALE, date(2018, 5, 1))
    assert found.ethnicity == "WBRI"
    (episode,) = found.episodes
    assert episode.referred_on == date(2025, 4, 10)
    assert episode.enquiries[0].conference_on == date(2025, 6, 2)
    assert episode.conferences[0].is_outside_enquiry is False
    (registered,) = episode.plans
    assert (registered.initial_category, registered.latest_category) == ("neglect", "emotional")
    assert [review.held_on for review in registered.reviews] == [
        date(2025, 8, 20),
        date(2026, 2, 1),
    ]
    assert reader.header.authority_code == "201"
    assert not codes(reader)
    assert counts(reader) == {
        Kind.CHILD: (1, 1, 0),
        Kind.SECTION_47: (1, 1, 0),
        Kind.CONFERENCE: (1, 1, 0),
        Kind.PLAN: (1, 1, 0),
        Kind.REVIEW: (2, 2, 0),
    }


def test_a_second_reading_says_the_same():
    reader, first = read(census(child(plan(reviews=["2025-01-01"]))))
    before = codes(reader)
    assert list(reader) == first
    assert codes(reader) == before


def test_every_finding_names_its_line():
    reader, _ = read(census(child(plan(latest="XXX")), child(number="C2", born="2030-01-01")))
    by_code = {finding.code: finding for finding in reader.findings}
    assert by_code["category_not_understood"].place.line == 4
    assert by_code["category_not_understood"].local_id == "C1"
    assert by_code["born_in_future"].place.line == 5
    assert by_code["born_in_future"].severity is Severity.REFUSED


def test_lines_beyond_sixty_five_thousand_are_right():
    reader, _ = read(census("\n" * 70_000 + child(plan(latest="XXX"))))
    (found,) = [f for f in reader.findings if f.code == "category_not_understood"]
    assert found.place.line == 70_004


def test_text_between_elements_is_told_with_its_line():
    slip = child().replace("<Sex>", "\nPersonBirthDate\n\n<Sex>")
    reader, found = read(census(slip))
    (stray,) = [f for f in reader.findings if f.code == "stray_text"]
    assert (stray.place.line, stray.params["value"]) == (5, "PersonBirthDate")
    assert len(found) == 1


def test_text_between_children_is_told():
    reader, found = read(census(child(), "loose words", child(number="C2")))
    assert [f.params["value"] for f in reader.findings if f.code == "stray_text"] == ["loose words"]
    assert len(found) == 2


def test_an_unknown_element_is_told_once_with_its_count():
    reader, found = read(
        census(child("<ShoeSize>3</ShoeSize>"), child("<ShoeSize>4</ShoeSize>", number="C2"))
    )
    (told,) = [f for f in reader.findings if f.code == "unknown_element"]
    assert told.params == {"name": "ShoeSize", "times": "2"}
    assert told.place.line == 4
    assert len(found) == 2


def test_what_is_known_but_not_loaded_is_told_once_and_its_dates_are_looked_at():
    part = (
        "<Assessments><AssessmentActualStartDate>2028-04-28</AssessmentActualStartDate>"
        "<AssessmentAuthorisationDate>2020-13-19</AssessmentAuthorisationDate></Assessments>"
        "<CINPlanDates><CINPlanStartDate>2025-05-03</CINPlanStartDate>"
        "<CINPlanEndDate>2025-05-01</CINPlanEndDate></CINPlanDates>"
    )
    reader, _ = read(census(child(part)))
    found = codes(reader)
    assert found["not_loaded_date_in_future"] == 1
    assert found["not_loaded_date_not_understood"] == 1
    assert found["not_loaded_out_of_order"] == 1
    assert {f.params["name"] for f in reader.findings if f.code == "item_not_loaded"} == {
        "Assessments",
        "CINPlanDates",
    }


@pytest.mark.parametrize(
    ("element", "sex", "told"),
    [
        ("<Sex>M</Sex>", Sex.MALE, None),
        ("<Sex>U</Sex>", Sex.NOT_KNOWN, None),
        ("<GenderCurrent>2</GenderCurrent>", Sex.FEMALE, None),
        ("<GenderCurrent>9</GenderCurrent>", Sex.INDETERMINATE, None),
        ("<GenderCurrent>0</GenderCurrent>", Sex.NOT_KNOWN, None),
        ("<Sex>1</Sex>", Sex.MALE, "sex_code_of_other_list"),
        ("<GenderCurrent>M</GenderCurrent>", Sex.MALE, "sex_code_of_other_list"),
        ("<Sex>X</Sex>", Sex.NOT_KNOWN, "sex_not_understood"),
        ("", Sex.NOT_KNOWN, "sex_missing"),
    ],
)
def test_sex_codes(element, sex, told):
    reader, (found,) = read(census(child(sex=element)))
    assert found.sex is sex
    assert list(codes(reader)) == ([told] if told else [])


def test_a_upn_with_a_wrong_check_letter_is_left_out():
    extra = "<UPN>A801200005001</UPN><FormerUPN>B801200005001</FormerUPN>"
    reader, (found,) = read(census(child(extra=extra)))
    assert (found.upn, found.former_upn) == (None, "B801200005001")
    assert codes(reader) == {"upn_wrong": 1}


def test_a_upn_belongs_to_one_child():
    extra = "<UPN>B801200005001</UPN>"
    reader, found = read(census(child(extra=extra), child(number="C2", extra=extra)))
    assert [one.upn for one in found] == ["B801200005001", None]
    assert codes(reader) == {"upn_repeated": 1}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"number": ""}, "no_local_id"),
        ({"number": "x" * 61}, "local_id_unusable"),
        ({"born": ""}, "no_birth_date"),
        ({"born": "31/12/2018"}, "birth_not_understood"),
        ({"born": "2018-02-30"}, "birth_not_understood"),
        ({"born": "2030-01-01"}, "born_in_future"),
        ({"born": "", "extra": TOO_FAR}, "expected_too_far"),
    ],
)
def test_a_child_nobody_can_identify_is_refused_with_all_parts(changed, code):
    part = enquiry(conference="2025-06-02") + plan(reviews=["2025-08-20"])
    reader, found = read(census(child(part, **changed)))
    assert found == []
    assert codes(reader) == {code: 1}
    assert counts(reader) == dict.fromkeys(
        (Kind.CHILD, Kind.SECTION_47, Kind.CONFERENCE, Kind.PLAN, Kind.REVIEW), (1, 0, 1)
    )


def test_a_child_without_a_referral_has_no_case_to_load():
    reader, found = read(census(child(None)))
    assert found == []
    assert codes(reader) == {"no_referral": 1}


def test_the_same_child_twice_is_refused_the_second_time():
    reader, found = read(census(child(plan()), child(plan(start="2026-01-01"))))
    assert len(found) == 1
    assert counts(reader)[Kind.CHILD] == (2, 1, 1)
    assert codes(reader) == {"child_repeated": 1}


def test_an_unborn_child_is_read_by_the_expected_date():
    extra = "<ExpectedPersonBirthDate>2026-12-01</ExpectedPersonBirthDate>"
    unborn = child(born="", sex="<Sex>U</Sex>", extra=extra).replace("2025-04", "2026-03")
    reader, (found,) = read(census(unborn))
    assert (found.born_on, found.expected_on) == (None, date(2026, 12, 1))
    assert not codes(reader)


@pytest.mark.parametrize(
    ("part", "code", "kind"),
    [
        (plan(start="2027-01-01"), "date_in_future", Kind.PLAN),
        (plan(start="2017-06-01"), "date_before_pregnancy", Kind.PLAN),
        (plan(start="2025-6-2"), "date_not_understood", Kind.PLAN),
        (plan(start=""), "date_missing", Kind.PLAN),
        (plan(start="2025-06-02", end="2025-06-01"), "plan_ends_before_start", Kind.PLAN),
        (plan(initial="ZZZ", latest=""), "no_category", Kind.PLAN),
        (enquiry(start="2027-01-01"), "date_in_future", Kind.SECTION_47),
        (enquiry(conference="2025-05-01"), "conference_before_enquiry", Kind.CONFERENCE),
        (enquiry(conference="2026-11-23"), "date_in_future", Kind.CONFERENCE),
        (plan(reviews=["2025-06-01"]), "review_before_plan", Kind.REVIEW),
        (plan(end="2025-08-01", reviews=["2025-08-02"]), "review_after_plan", Kind.REVIEW),
        (plan(reviews=["2025-08-02", "2025-08-02"]), "repeated", Kind.REVIEW),
        (plan() + plan(), "repeated", Kind.PLAN),
        (plan() + plan(start="2025-08-01"), "plans_overlap", Kind.PLAN),
        (enquiry() + enquiry(), "repeated", Kind.SECTION_47),
    ],
)
def test_what_cannot_be_true_is_refused_and_the_child_stays(part, code, kind):
    reader, found = read(census(child(part)))
    assert len(found) == 1
    refused = [f for f in reader.findings if f.severity is Severity.REFUSED]
    assert [(f.code, f.kind) for f in refused] == [(code, kind)]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (plan(end="2027-01-01"), "date_in_future"),
        (plan(initial="ZZZ"), "category_not_understood"),
        (plan(latest=""), "category_missing"),
        (plan(previous="some"), "number_not_understood"),
        (plan(previous="10"), "number_unlikely"),
        (plan(start="2025-03-01"), "before_referral"),
        (plan(start="2026-04-20"), "date_after_reference"),
        (enquiry(target="2025-05-01"), "out_of_order"),
        (enquiry(conference="2025-06-02", not_required="true"), "conference_held_but_not_required"),
        (enquiry(not_required="perhaps"), "answer_not_understood"),
        ("<CINclosureDate>2025-04-01</CINclosureDate>", "out_of_order"),
        ("<CINclosureDate>2025-06-30</CINclosureDate>" + plan(start="2025-07-01"), "after_closure"),
    ],
)
def test_what_is_odd_is_told_and_loaded(part, code):
    reader, found = read(census(child(part)))
    assert len(found) == 1
    assert code in codes(reader)
    assert not [f for f in reader.findings if f.severity is Severity.REFUSED]


def test_a_pre_birth_registration_within_a_pregnancy_is_read():
    reader, (found,) = read(census(child(plan(start="2025-06-02"), born="2025-07-15")))
    assert found.episodes[0].plans
    assert not codes(reader)


def test_nothing_new_happens_to_a_child_who_has_died():
    death = "<PersonDeathDate>2025-05-20</PersonDeathDate>"
    late = "<DateOfInitialCPC>2025-06-02</DateOfInitialCPC>"
    reader, (found,) = read(census(child(late, extra=death)))
    assert found.died_on == date(2025, 5, 20)
    assert codes(reader) == {"date_after_death": 1, "outside_enquiries": 1}
    assert counts(reader)[Kind.CONFERENCE] == (1, 0, 1)


def test_a_referral_after_a_death_is_told_and_kept():
    death = "<PersonDeathDate>2025-01-20</PersonDeathDate>"
    reader, (found,) = read(census(child(extra=death)))
    assert found.episodes[0].referred_on == date(2025, 4, 10)
    assert codes(reader) == {"referral_after_death": 1}


@pytest.mark.parametrize(
    ("died", "code"),
    [("2017-01-01", "death_before_birth"), ("2027-01-01", "date_in_future")],
)
def test_an_impossible_death_is_left_out(died, code):
    extra = f"<PersonDeathDate>{died}</PersonDeathDate>"
    reader, (found,) = read(census(child(extra=extra)))
    assert found.died_on is None
    assert codes(reader) == {code: 1}


def test_nobody_is_registered_after_the_eighteenth_birthday():
    reader, _ = read(census(child(plan(start="2025-06-02"), born="2007-06-02")))
    assert codes(reader) == {"date_after_childhood": 1}
    reader, (found,) = read(census(child(plan(start="2025-06-01"), born="2007-06-02")))
    assert found.episodes[0].plans
    assert codes(reader) == {"plan_past_childhood": 1}
    reader, _ = read(census(child(plan(start="2025-06-01", end="2025-06-02"), born="2007-06-02")))
    assert not codes(reader)


def test_one_conference_named_twice_is_one_conference():
    part = enquiry(conference="2025-06-02") + "<DateOfInitialCPC>2025-06-02</DateOfInitialCPC>"
    reader, (found,) = read(census(child(part)))
    assert len(found.episodes[0].conferences) == 1
    assert counts(reader)[Kind.CONFERENCE] == (2, 1, 1)


def test_two_referrals_on_one_line_keep_their_own_plans():
    first, second = plan(end="2025-08-01"), plan(start="2025-09-01")
    content = census(child(first, second)).replace(b"\n", b"")
    _, (found,) = read(content)
    assert [len(episode.plans) for episode in found.episodes] == [1, 1]


def test_the_header_is_looked_at():
    header = (
        "<Header><CollectionDetails><Collection>CIN</Collection><Year>2023</Year>"
        "<ReferenceDate>2024-03-31</ReferenceDate></CollectionDetails>"
        "<Source><LEA>201</LEA><DateTime>2023-05-23T11:14:05</DateTime></Source></Header>"
    )
    reader, _ = read(census(child("").replace("2025-04-10", "2024-04-10"), header=header))
    assert codes(reader) == {
        "year_differs": 1,
        "made_before_reference": 1,
        "date_after_reference": 1,
    }
    reader, _ = read(census(child(), header=""))
    assert codes(reader) == {"no_reference_date": 1}


def test_prefixes_and_other_encodings_are_read():
    text = census(child(ethnicity="WBRI")).decode()
    prefixed = (
        text.replace("<", "<c:")
        .replace("<c:/", "</c:")
        .replace("<c:Message>", '<c:Message xmlns:c="urn:census">')
    )
    assert len(read(prefixed.encode())[1]) == 1
    assert len(read(text.encode("utf-16"))[1]) == 1
    latin = '<?xml version="1.0" encoding="windows-1252"?>' + text.replace("C1", "Siân")
    assert read(latin.encode("cp1252"))[1][0].local_id == "Siân"


def test_an_empty_census_says_so():
    reader, found = read(census())
    assert found == []
    assert codes(reader) == {"no_children": 1}
