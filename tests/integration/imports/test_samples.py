"""The published sample files of the real formats, where they lie beside the project.

Each number below can be checked by hand: the counts next to it read the file without any of our
code. Nothing of the files is copied here.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from defusedxml import ElementTree

from agencies.actors import Actor
from agencies.models import Agency
from agencies.services import open_agency
from cases.domain.statuses import ConferenceKind
from cases.imports.load import load_register
from cases.imports.records import Kind, Severity
from cases.imports.report import ImportReport
from cases.imports.wording import finding_text
from cases.models import Case, Child, Conference, Registration, Section47Enquiry, Visit
from tests import scenarios
from tests.unit.imports.returns import TODAY, read

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data"
SMALL = FOLDER / "CIN_Census_2026.xml"
LARGE = FOLDER / "fake_CIN_data.xml"
ANNEX_A = FOLDER / "Annex_A.xlsx"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not all(path.exists() for path in (SMALL, LARGE, ANNEX_A)),
        reason="the published samples do not lie in ../shared/data beside the project",
    ),
]


@pytest.fixture
def authority() -> Agency:
    return open_agency(
        by=scenarios.SEED,
        kind="local_authority",
        code="201",
        name_en="Sampleshire",
        nation="england",
    )


def load(path: Path, authority: Agency, **options: Any) -> ImportReport:
    with path.open("rb") as file:
        report = load_register(
            by=Actor.system("import-register"),
            authority=authority,
            file=file,
            name=path.name,
            today=TODAY,
            **options,
        )
    assert all(outcome.balances for outcome in report.outcomes.values())
    return report


def figures(report: ImportReport) -> dict[Kind, tuple[int, int, int]]:
    """Read, created, refused of each kind."""
    return {
        kind: (found.read, found.created, found.refused)
        for kind, found in report.outcomes.items()
        if found.read
    }


def told(report: ImportReport, severity: Severity) -> Counter[str]:
    return Counter(found.code for found in report.findings if found.severity is severity)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_the_small_census(authority):
    root = ElementTree.parse(SMALL).getroot()
    assert len(root.findall(".//Child")) == 2
    assert len(root.findall(".//CINdetails")) == 2
    assert len(root.findall(".//Section47")) == 1
    assert len(root.findall(".//DateOfInitialCPC")) == 2
    assert len(root.findall(".//ChildProtectionPlans")) == 1
    assert len(root.findall(".//CPPreviewDate")) == 1
    report = load(SMALL, authority)
    assert figures(report) == {
        Kind.CHILD: (2, 2, 0),
        Kind.SECTION_47: (1, 1, 0),
        Kind.CONFERENCE: (2, 2, 0),
        Kind.PLAN: (1, 1, 0),
        Kind.REVIEW: (1, 1, 0),
    }
    assert report.cases_opened == 2
    assert told(report, Severity.REFUSED) == {}
    assert told(report, Severity.WARNING) == {
        "stray_text": 1,  # the slip: text after UPNunknown, on line 23
        "sex_code_of_other_list": 1,  # a GenderCurrent code in Sex
        "upn_wrong": 2,  # UPN and FormerUPN of the first child
        "upn_and_reason_for_none": 1,
        "number_unlikely": 1,  # ten previous plans
        "year_differs": 1,  # the header's year is not its reference date's
        "made_before_reference": 1,
        "not_loaded_date_in_future": 4,  # an assessment, three of the pre-proceedings
        "not_loaded_out_of_order": 1,  # that assessment was authorised before it started
        "before_referral": 6,
        "after_closure": 1,  # the plan ends after the case was closed
        "date_after_reference": 2,  # the second child's referral and closure
        "outside_enquiries": 1,
        "item_not_loaded": 10,  # nine elements, and Ethnicity
    }
    (stray,) = [found for found in report.findings if found.code == "stray_text"]
    assert stray.place.line == 23


def test_the_large_census(authority):
    root = ElementTree.parse(LARGE).getroot()
    children = root.findall(".//Child")
    conferences = future = after_death = 0
    for child in children:
        died_on = day(child.findtext(".//PersonDeathDate"))
        for found in child.findall(".//DateOfInitialCPC"):
            held_on = day(found.text)
            assert held_on is not None
            conferences += 1
            if held_on > TODAY:
                future += 1
            elif died_on and held_on > died_on:
                after_death += 1
    assert (len(children), conferences, future, after_death) == (332, 350, 2, 23)
    assert len(root.findall(".//CINdetails")) == 402
    assert not root.findall(".//Section47")
    assert not root.findall(".//ChildProtectionPlans")
    report = load(LARGE, authority)
    assert figures(report) == {Kind.CHILD: (332, 332, 0), Kind.CONFERENCE: (350, 325, 25)}
    assert told(report, Severity.REFUSED) == {"date_in_future": 2, "date_after_death": 23}
    warned = told(report, Severity.WARNING)
    assert warned["upn_wrong"] == 320  # 332 pupil numbers, 12 with their right check letter
    assert warned["outside_enquiries"] == 1
    assert Child.objects.count() == 332
    assert Conference.objects.filter(kind=ConferenceKind.INITIAL).count() == 325
    assert not Registration.objects.exists()
    again = load(LARGE, authority)
    assert again.outcomes[Kind.CHILD].unchanged == 332
    assert again.outcomes[Kind.CONFERENCE].unchanged == 325


def test_the_workbook(authority):
    book = openpyxl.load_workbook(ANNEX_A, read_only=True)
    list_5 = list(book["List 5"].iter_rows(min_row=2, values_only=True))
    list_7 = list(book["List 7"].iter_rows(min_row=2, values_only=True))
    book.close()
    assert (len(list_5), len(list_7)) == (5, 7)
    assert sum(1 for row in list_5 if row[8]) == 3  # conferences
    assert sum(1 for row in list_7 if row[11]) == 5  # latest reviews
    assert sum(1 for row in list_7 if row[9]) == 7  # last visits
    assert len({row[0] for row in list_5 + list_7}) == 12  # no child is in both lists
    report = load(ANNEX_A, authority)
    # Row 8 of List 7 starts a plan 339 days before the birth: that plan, its review and visit,
    # and with them its child are refused.
    assert figures(report) == {
        Kind.CHILD: (12, 11, 1),
        Kind.SECTION_47: (5, 5, 0),
        Kind.CONFERENCE: (3, 3, 0),
        Kind.PLAN: (7, 6, 1),
        Kind.REVIEW: (5, 4, 1),
        Kind.VISIT: (7, 6, 1),
    }
    assert told(report, Severity.REFUSED) == {"date_before_pregnancy": 1, "nothing_left": 1}
    assert told(report, Severity.WARNING) == {
        "ethnicity_letter_differs": 3,
        "plan_said_not_listed": 3,
        "visit_after_plan": 1,
        "plan_past_childhood": 1,  # row 4: an open plan of somebody born in 2006
        "sheet_not_read": 9,
        "column_not_loaded": 7,
        "item_not_loaded": 1,
    }
    assert Registration.objects.count() == 6
    assert Registration.objects.filter(ended_on__isnull=True).count() == 2
    assert Section47Enquiry.objects.count() == 5
    assert Visit.objects.count() == 6
    assert Case.objects.count() == 11


@pytest.mark.parametrize("path", [SMALL, ANNEX_A], ids=lambda path: path.name)
def test_each_sample_loads_twice_without_a_change(authority, path):
    load(path, authority)
    again = load(path, authority)
    for outcome in again.outcomes.values():
        assert (outcome.created, outcome.changed) == (0, 0)
    assert (again.cases_opened, again.teams_opened) == (0, 0)


def test_every_finding_of_every_sample_has_its_words():
    for path in (SMALL, LARGE, ANNEX_A):
        reader, _ = read(path.read_bytes())
        for found in reader.findings:
            assert "%(" not in finding_text(found)
