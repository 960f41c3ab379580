"""The loader: what a return says is in the register afterwards, once, whole, with its clocks."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from agencies.actors import Actor
from agencies.models import Agency, Team
from agencies.services import add_member, open_agency, open_team
from cases.domain.cells import harmless
from cases.domain.errors import NotAllowed
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    IdentifierScheme,
    Section47Outcome,
    Sex,
)
from cases.imports.errors import UnreadableFile
from cases.imports.load import load_register
from cases.imports.records import Kind
from cases.imports.report import ImportReport
from cases.models import (
    Case,
    CaseGrant,
    Child,
    ChildIdentifier,
    Conference,
    ConferenceChild,
    Deadline,
    DeregistrationDecision,
    ImportBatch,
    Involvement,
    Registration,
    RegistrationCategory,
    Section47Enquiry,
    Visit,
)
from cpr.audit.models import AuditEvent
from tests import scenarios
from tests.integration.owner import of_the_owner
from tests.unit.imports import returns
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

pytestmark = pytest.mark.django_db
JOB = Actor.system("import-register")
TABLES = (
    Child,
    ChildIdentifier,
    Case,
    Involvement,
    CaseGrant,
    Section47Enquiry,
    Conference,
    ConferenceChild,
    Registration,
    RegistrationCategory,
    DeregistrationDecision,
    Visit,
    Deadline,
    Team,
)


@pytest.fixture
def authority() -> Agency:
    return open_agency(
        by=scenarios.SEED,
        kind="local_authority",
        code="201",
        name_en="Sampleshire",
        nation="england",
    )


def load(content: bytes, authority: Agency, *, by: Actor = JOB, **options: Any) -> ImportReport:
    report = load_register(
        by=by, authority=authority, file=io.BytesIO(content), name="return", today=TODAY, **options
    )
    assert all(outcome.balances for outcome in report.outcomes.values()), report.outcomes
    return report


def rows() -> Counter[str]:
    return Counter({model.__name__: model._default_manager.count() for model in TABLES})


def said(report: ImportReport) -> set[str]:
    routine = {"item_not_loaded", "column_not_loaded", "sheet_not_read"}
    return {found.code for found in report.findings} - routine


WHOLE = census(
    child(
        enquiry(conference="2025-06-02", target="2025-06-03")
        + plan(end="2026-02-01", reviews=["2025-08-20", "2026-02-01"], previous="1"),
        extra="<UPN>B801200005001</UPN><FormerUPN>A201200005001B</FormerUPN>",
    ),
    child(enquiry(), number="C2"),
)


def test_a_census_becomes_children_cases_and_registrations(authority):
    report = load(WHOLE, authority)
    assert report.cases_opened == 2
    one = Child.objects.get(identifiers__value="C1")
    assert (one.born_on, one.sex, one.family_name) == (date(2018, 5, 1), Sex.FEMALE, "C1")
    numbers = set(one.identifiers.values_list("scheme", "value"))
    assert (IdentifierScheme.UPN, "B801200005001") in numbers
    case = one.cases.get()
    assert (case.authority, case.opened_on, case.closed_on) == (authority, date(2025, 4, 10), None)
    section = case.section47_enquiries.get()
    assert (section.started_on, section.stated_target_on) == (date(2025, 5, 12), date(2025, 6, 3))
    assert section.outcome == Section47Outcome.NOT_STATED
    registration = case.registrations.get()
    assert registration.registered_on == date(2025, 6, 2)
    assert registration.decision is not None
    assert registration.decision.decision == ConferenceDecision.REGISTER
    assert registration.decision.conference.kind == ConferenceKind.INITIAL
    assert registration.previous_elsewhere == 1
    off = registration.deregistration
    assert (off.reason, off.ended_on) == (DeregistrationReason.NOT_STATED, date(2026, 2, 1))
    assert list(registration.categories.values_list("category", "started_on", "ended_on")) == [
        ("neglect", date(2025, 6, 2), date(2026, 2, 1)),
        ("emotional", date(2026, 2, 1), date(2026, 2, 1)),
    ]
    reviews = ConferenceChild.objects.filter(case=case, conference__kind=ConferenceKind.REVIEW)
    assert sorted(reviews.values_list("conference__held_on", flat=True)) == [
        date(2025, 8, 20),
        date(2026, 2, 1),
    ]
    assert {found.decision for found in reviews} == {ConferenceDecision.NOT_STATED}


def test_a_plan_without_its_conference_rests_on_the_return(authority):
    load(census(child(plan())), authority)
    registration = Registration.objects.get()
    assert registration.decision is None
    assert registration.import_batch == ImportBatch.objects.get()


@pytest.mark.parametrize(
    "content", [WHOLE, workbook([enquiry_row()], [plan_row(), plan_row(1002, end=None)])]
)
def test_loading_twice_creates_nothing_twice(authority, content):
    load(content, authority)
    before = rows()
    events = AuditEvent.objects.filter(action="child.loaded").count()
    report = load(content, authority)
    assert rows() == before
    assert AuditEvent.objects.filter(action="child.loaded").count() == events
    for outcome in report.outcomes.values():
        assert (outcome.created, outcome.changed) == (0, 0)
        assert outcome.unchanged == outcome.read


def test_a_preview_says_the_same_and_keeps_nothing(authority):
    before, events = rows(), AuditEvent.objects.count()
    preview = load(WHOLE, authority, dry_run=True)
    assert rows() == before
    assert AuditEvent.objects.count() == events
    assert not ImportBatch.objects.exists()
    assert load(WHOLE, authority).outcomes == preview.outcomes


def test_a_later_return_brings_what_is_new(authority):
    expected = "<ExpectedPersonBirthDate>2026-12-20</ExpectedPersonBirthDate>"
    unborn = child(born="", number="C2", sex="<Sex>U</Sex>", extra=expected)
    load(census(child(plan()), unborn), authority)
    closing = "<CINclosureDate>2026-11-01</CINclosureDate>"
    ended = plan(end="2026-10-01", reviews=["2026-09-20"])
    later = census(child(closing + ended), child(number="C2", born="2026-11-20"))
    report = load(later, authority)
    assert report.outcomes[Kind.CHILD].changed == 2
    assert report.outcomes[Kind.PLAN].changed == 1
    assert report.outcomes[Kind.REVIEW].created == 1
    assert Registration.objects.get().ended_on == date(2026, 10, 1)
    assert DeregistrationDecision.objects.count() == 1
    assert Case.objects.get(child__identifiers__value="C1").closed_on == date(2026, 11, 1)
    assert Child.objects.get(identifiers__value="C2").born_on == date(2026, 11, 20)
    assert load(later, authority).outcomes[Kind.CHILD].unchanged == 2


def test_a_later_category_ends_the_one_before(authority):
    load(census(child(plan(initial="NEG", latest="NEG"))), authority)
    report = load(census(child(plan(initial="NEG", latest="PHY"))), authority)
    assert report.outcomes[Kind.PLAN].changed == 1
    assert list(
        RegistrationCategory.objects.order_by("started_on").values_list("category", "ended_on")
    ) == [("neglect", date(2026, 3, 31)), ("physical", None)]


def test_what_differs_from_the_register_is_told_and_left(authority):
    load(census(child(plan(end="2026-02-01"))), authority)
    report = load(
        census(child(plan(end="2026-03-01"), sex="<Sex>M</Sex>")),
        authority,
    )
    assert said(report) >= {"known_detail_differs", "known_end_differs"}
    assert Registration.objects.get().ended_on == date(2026, 2, 1)
    assert Child.objects.get().sex == Sex.FEMALE


def test_a_number_with_another_birth_is_refused_whole(authority):
    load(census(child()), authority)
    report = load(census(child(plan(), born="2017-01-01")), authority)
    assert said(report) >= {"known_birth_differs"}
    assert report.outcomes[Kind.CHILD].refused == 1
    assert report.outcomes[Kind.PLAN].refused == 1
    assert not Registration.objects.exists()


def test_each_referral_is_a_case_and_one_of_them_is_open(authority):
    first = "<CINclosureDate>2025-04-20</CINclosureDate>"
    second = "<CINreferralDate>2025-09-01</CINreferralDate>"
    content = census(child(first, second).replace(
        "<CINreferralDate>2025-04-10</CINreferralDate><CINreferralDate>", "<CINreferralDate>"
    ))  # fmt: skip
    report = load(content, authority)
    assert report.cases_opened == 2
    assert list(Case.objects.order_by("opened_on").values_list("closed_on", flat=True)) == [
        date(2025, 4, 20),
        None,
    ]


def test_a_referral_without_a_usable_date_opens_with_what_is_known(authority):
    closing = "<CINclosureDate>2025-06-30</CINclosureDate>"
    content = census(child(closing, enquiry()), child(closing, number="C2"))
    report = load(content.replace(b"2025-04-10", b"2999-04-10"), authority)
    assert report.outcomes[Kind.CHILD].refused == 0
    opened = Case.objects.filter(child__identifiers__value="C2")
    assert opened.get().opened_on == date(2025, 6, 30)


def test_two_open_referrals_share_the_open_case(authority):
    second = child("", "").replace("2025-04-10", "2025-03-01", 1)
    report = load(census(second), authority)
    assert report.cases_opened == 1
    assert "joined_open_case" in said(report)


def test_a_case_does_not_close_over_an_open_plan(authority):
    report = load(census(child("<CINclosureDate>2026-01-01</CINclosureDate>" + plan())), authority)
    assert "closed_with_open_plan" in said(report)
    assert Case.objects.get().closed_on is None


def test_a_new_plan_opens_the_closed_case_of_its_referral_again(authority):
    closing = "<CINclosureDate>2026-01-01</CINclosureDate>"
    load(census(child(closing)), authority)
    assert Case.objects.get().closed_on == date(2026, 1, 1)
    report = load(census(child(closing + plan())), authority)
    assert report.outcomes[Kind.PLAN].created == 1
    assert Case.objects.get().closed_on is None
    assert Registration.objects.get().ended_on is None


def test_an_open_plan_keeps_its_case_open_and_shares_it_with_an_open_referral(authority):
    closing = "<CINclosureDate>2026-01-01</CINclosureDate>"
    both = child(closing + plan(), "").replace("2025-04-10", "2025-03-01", 1)
    report = load(census(both), authority)
    assert report.outcomes[Kind.CHILD].refused == 0
    assert Case.objects.get().registrations.count() == 1


def test_a_workbook_finds_the_case_its_facts_fall_in(authority):
    closing = "<CINclosureDate>2025-12-31</CINclosureDate>"
    load(census(child(closing + enquiry(conference="2025-06-02"), number="1001")), authority)
    report = load(workbook([enquiry_row()], []), authority)
    assert report.cases_opened == 0
    assert report.outcomes[Kind.SECTION_47].unchanged == 1
    assert report.outcomes[Kind.CONFERENCE].unchanged == 1


def test_a_workbook_brings_teams_visits_and_workers(authority):
    top = open_team(by=scenarios.SEED, agency=authority, name_en="Children’s services")
    report = load(workbook([enquiry_row()], [plan_row()]), authority)
    assert report.teams_opened == 1
    case = Case.objects.get()
    assert (case.lead_team.name_en, case.lead_team.parent) == ("North team", top)
    assert case.worker_in_return == "Sample Worker"
    visit = Visit.objects.get()
    assert (visit.visited_on, visit.was_seen, visit.was_seen_alone, visit.was_at_home) == (
        date(2026, 11, 2),
        True,
        True,
        False,
    )
    again = load(workbook([], [plan_row(1002, team="north TEAM")]), authority)
    assert again.teams_opened == 0


def test_a_census_names_no_team_so_the_case_says_so(authority):
    load(WHOLE, authority)
    assert {case.lead_team.name_en for case in Case.objects.all()} == {
        "Not allocated in the return"
    }


def test_the_worker_co_ordinates_if_the_team_has_one_such_person(authority):
    team = open_team(by=scenarios.SEED, agency=authority, name_en="North team")
    user = scenarios.User.objects.create_user("s@example.org", "Sample Worker")
    member = add_member(
        by=scenarios.SEED, user=user, team=team, role="social_worker", on=date(2020, 1, 1)
    )
    load(workbook([], [plan_row()]), authority)
    assert Involvement.objects.get(role="co_ordinator").membership == member
    assert CaseGrant.objects.count() == 2


def test_deadlines_follow_from_what_was_loaded(authority):
    load(workbook([], [plan_row(visit=date(2026, 11, 2), review=None)]), authority)
    late = Deadline.objects.filter(met_on=None, stopped_on=None, due_on__lt=TODAY)
    clocks = dict(late.values_list("clock", "due_on"))
    assert clocks["first_review"] == date(2025, 9, 2)
    assert Deadline.objects.get(clock="seen", met_on=None).due_on == date(2026, 11, 16)


def test_a_section_47_enquiry_without_a_conference_falls_due(authority):
    load(census(child(enquiry()), child(enquiry(not_required="true"), number="C2")), authority)
    due = Deadline.objects.filter(clock="initial_conference")
    still_open = due.get(case__child__identifiers__value="C1")
    assert (still_open.due_on, still_open.met_on) == (date(2025, 6, 3), None)
    assert due.get(case__child__identifiers__value="C2").stopped_on == date(2025, 5, 12)


def test_the_authoritys_nation_decides_the_clocks():
    cardiff = scenarios.world().cardiff
    load(census(child(plan())), cardiff)
    clocks = set(Deadline.objects.values_list("clock", flat=True))
    assert {"seen_alone", "seen_at_home", "later_core_group"} & clocks


def test_more_than_one_category_is_loaded_as_said_in_any_nation(authority):
    content = census(child(plan(initial="MUL", latest="MUL")))
    load(content, authority)
    scotland = open_agency(
        by=scenarios.SEED, kind="local_authority", code="S1", name_en="Glen", nation="scotland"
    )
    load(content, scotland)
    load(content, scenarios.world().cardiff)
    assert (
        list(RegistrationCategory.objects.values_list("category", flat=True))
        == ["not_separated"] * 3
    )
    assert not Deadline.objects.filter(case__authority=scotland).exists()


def test_a_conference_before_birth_is_a_pre_birth_conference(authority):
    load(census(child(enquiry(conference="2025-06-02"), born="2025-08-01")), authority)
    assert Conference.objects.get().kind == ConferenceKind.PRE_BIRTH


def test_a_number_never_joins_a_child_that_only_others_know(authority):
    numbered = child(extra="<UPN>B801200005001</UPN>")
    load(census(numbered), authority)
    other = scenarios.world().gwent
    report = load(census(numbered), other)
    assert "number_known_elsewhere" in said(report)
    assert Child.objects.count() == 2
    moved = child(number="NEW", extra="<UPN>B801200005001</UPN>")
    load(census(moved), authority)
    assert Child.objects.count() == 2
    assert ChildIdentifier.objects.filter(scheme="local", authority=authority).count() == 2


@contextmanager
def refusing(table: str, rule: str) -> Iterator[None]:
    """This will make the database refuse new rows of a table that break one more rule."""
    added = f"ALTER TABLE {table} ADD CONSTRAINT of_this_test CHECK ({rule}) NOT VALID"
    with of_the_owner(added, f"ALTER TABLE {table} DROP CONSTRAINT of_this_test"):
        yield


@pytest.mark.django_db(transaction=True)
def test_one_bad_child_takes_nobody_else(authority):
    """C1 is on the register and C2 is not: what was written of C1 before that goes back too."""
    with refusing("cases_registration", "registered_on IS NULL"):
        report = load(WHOLE, authority)
    assert report.outcomes[Kind.CHILD].refused == 1
    assert report.outcomes[Kind.CHILD].created == 1
    assert "not_accepted" in said(report)
    assert "of_this_test" in str([found.params for found in report.findings])
    assert Child.objects.get().family_name == "C2"
    assert Section47Enquiry.objects.count() == 1
    assert not Conference.objects.exists()
    assert not Registration.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_the_very_end_takes_everything_back(authority):
    before = rows()
    with (
        refusing("cases_importbatch", "finished_at IS NULL"),
        pytest.raises(IntegrityError, match="of_this_test"),
    ):
        load(WHOLE, authority)
    assert rows() == before
    assert not AuditEvent.objects.filter(action="child.loaded").exists()


def test_a_file_broken_at_its_end_leaves_nothing(authority):
    before = rows()
    with pytest.raises(UnreadableFile):
        load(WHOLE[:-12], authority)
    assert rows() == before
    assert not ImportBatch.objects.exists()


def test_only_the_custodian_of_this_authority_may_load():
    world = scenarios.world()
    load(WHOLE, world.cardiff, by=world.actor("efua"))
    batch = ImportBatch.objects.get()
    assert (batch.loaded_by_name, batch.finished_at is not None) == (world.actor("efua").name, True)
    for name in ("aisha", "huw", "gwen", "chloe", "farid"):
        with pytest.raises(NotAllowed):
            load(WHOLE, world.cardiff, by=world.actor(name))
    with pytest.raises(NotAllowed):
        load(WHOLE, world.gwent, by=world.actor("efua"))
    with pytest.raises(NotAllowed):
        load(WHOLE, world.cardiff, by=Actor.system("overdue-sweep"))


def test_each_child_and_the_loading_are_audited(authority):
    load(WHOLE, authority)
    events = AuditEvent.objects.filter(action="child.loaded")
    assert events.count() == 2
    event = events.get(subject_name__contains="C1")
    assert event.details["created"] == {
        "child": 1, "section_47": 1, "conference": 1, "plan": 1, "review": 2,
    }  # fmt: skip
    assert event.case_id == Case.objects.get(child_id=event.child_id).pk
    whole = AuditEvent.objects.get(action="return.loaded")
    assert whole.details["counts"]["child"]["created"] == 2


def test_the_batch_keeps_counts_and_findings_not_the_file(authority):
    load(census(child(plan(latest="ZZZ"))), authority)
    kept = ImportBatch.objects.get().report
    assert kept["counts"]["plan"]["created"] == 1
    assert kept["findings"][0]["code"] == "category_not_understood"


def test_another_authoritys_file_is_told(authority):
    other = scenarios.world().gwent
    assert "authority_differs" in said(load(census(child()), other))
    assert "authority_differs" not in said(load(census(child()), authority))


def test_the_report_as_csv_holds_no_formula(authority):
    evil = child(number="=cmd|'/c calc'!A1", sex="<Sex>@x</Sex>")
    report = load(census(evil), authority)
    stream = io.StringIO()
    report.write_csv(stream)
    lines = list(csv.reader(io.StringIO(stream.getvalue())))
    assert len(lines) == len(report.findings) + 1
    for cells in lines:
        for cell in cells:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless("-1") == "'-1"
    assert harmless("plain") == "plain"


def test_progress_is_heard(authority):
    heard: list[tuple[int, int]] = []
    load(WHOLE, authority, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 2), (2, 2)]


def test_loading_a_child_costs_the_same_however_many_there_are(
    authority, django_assert_max_num_queries
):
    many = census(*(child(enquiry() + plan(), number=f"N{n}") for n in range(10)))
    load(returns.census(child(number="first")), authority)
    with django_assert_max_num_queries(10 * 60 + 40):
        load(many, authority)
