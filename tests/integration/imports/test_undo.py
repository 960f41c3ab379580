"""Undo of a whole loading: the register is as it was before, or it is told what was added."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from agencies.actors import Actor
from agencies.services import add_member, open_team
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.imports import ImportState, RecordKind
from cases.domain.statuses import LegalBasis, Level, NoteAudience, NoteKind, StrategyOutcome
from cases.imports.load import load_register
from cases.imports.report import ImportReport
from cases.models import (
    Case,
    Child,
    ChildIdentifier,
    ChildName,
    Conference,
    ConferenceChild,
    Deadline,
    ImportBatch,
    ImportChange,
    ImportedChild,
    Notice,
    OverdueFlag,
    Registration,
    SiblingGroup,
)
from cases.services import enquiries, notes, shares, visits
from cases.services.imported_manifest import MARKING
from cases.services.imported_undo import SomethingAdded, undo_loading
from cases.services.sweeps import sweep_overdue
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.integration.imports.register_rows import differences, rows
from tests.integration.owner import of_the_owner
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

OPEN = child(enquiry(conference="2025-06-02") + plan())
ENDED = child(
    enquiry(conference="2025-07-01") + plan(end="2026-02-01", reviews=["2025-08-20"]),
    number="C2",
    extra="<UPN>B801200005001</UPN>",
)
CENSUS = census(OPEN, ENDED, child(number="C3"))
WORKBOOK = workbook([enquiry_row()], [plan_row(), plan_row(1002, end=None)])


@pytest.fixture
def w() -> s.World:
    return s.world()


def load(w: s.World, content: bytes, by: Actor | None = None) -> ImportReport:
    return load_register(
        by=by or w.actor("efua"),
        authority=w.cardiff,
        file=io.BytesIO(content),
        name="return.xml",
        today=TODAY,
    )


def last() -> ImportBatch:
    return ImportBatch.objects.latest("started_at")


def undo(w: s.World, batch: ImportBatch | None = None, by: str = "efua") -> ImportBatch:
    connection.check_constraints()
    done = undo_loading(
        by=w.actor(by), batch_id=(batch or last()).pk, reason="The wrong year’s return."
    )
    connection.check_constraints()
    return done


@pytest.mark.parametrize("content", [CENSUS, WORKBOOK], ids=["census", "workbook"])
def test_the_register_is_as_it_was_before(w: s.World, content: bytes) -> None:
    s.registered(w)
    before = rows()
    load(w, content)
    assert differences(before, rows())
    undo(w)
    assert differences(before, rows()) == {}


LATER_CENSUS = census(
    child(
        "<CINclosureDate>2026-03-20</CINclosureDate>"
        + enquiry(conference="2025-06-02")
        + plan(end="2026-03-01", latest="EMO", reviews=["2025-09-01", "2026-03-01"]),
    ),
    child(
        enquiry(conference="2025-07-01") + plan(end="2026-02-01", reviews=["2025-08-20"])
        + plan(start="2026-03-02", initial="PHY", latest="PHY"),
        number="C2",
        extra="<UPN>B801200005001</UPN><FormerUPN>A201200005001B</FormerUPN>",
    ),
    child(enquiry(), number="C3", sex="<Sex>M</Sex>"),
    child(plan(), number="C4"),
)  # fmt: skip
FIRST_CENSUS = census(
    child(enquiry() + plan(initial="NEG", latest="NEG")),
    child(
        "<CINclosureDate>2026-02-20</CINclosureDate>"
        + enquiry(conference="2025-07-01")
        + plan(end="2026-02-01"),
        number="C2",
    ),
    child(number="C3", sex="<Sex>U</Sex>"),
)
FIRST_WORKBOOK = workbook(
    [enquiry_row(plan=None, conference=date(2025, 6, 1))], [plan_row(latest="Neglect", review=None)]
)
LATER_WORKBOOK = workbook(
    [enquiry_row(plan="No", conference=date(2025, 6, 1)), enquiry_row(1003)],
    [plan_row(end=date(2026, 5, 1)), plan_row(1002, team="South team")],
)


@pytest.mark.parametrize(
    ("first", "later"),
    [(FIRST_CENSUS, LATER_CENSUS), (FIRST_WORKBOOK, LATER_WORKBOOK)],
    ids=["census", "workbook"],
)
def test_what_a_later_loading_changed_is_put_back(w: s.World, first: bytes, later: bytes) -> None:
    load(w, first)
    sweep_overdue(by=s.SEED, today=TODAY)
    before = rows()
    report = load(w, later)
    changed = {kind.value for kind, found in report.outcomes.items() if found.changed}
    assert len(changed) >= 2
    assert ImportChange.objects.filter(before__isnull=False).exists()
    undo(w)
    after = rows()
    assert differences(before, after) == {}
    assert ImportBatch.objects.filter(state=ImportState.UNDONE).count() == 1


def test_the_first_loading_is_undone_after_the_later_one(w: s.World) -> None:
    before = rows()
    load(w, FIRST_CENSUS)
    first = last()
    load(w, LATER_CENSUS)
    with pytest.raises(SomethingAdded):
        undo(w, first)
    undo(w)
    undo(w, first)
    assert differences(before, rows()) == {}


def test_flags_and_notices_of_the_loading_go_with_it(w: s.World) -> None:
    before = rows()
    team = open_team(by=s.SEED, agency=w.cardiff, name_en="North team", parent=w.service)
    user = s.User.objects.create_user("s@example.invalid", "Sample Worker")
    add_member(by=s.SEED, user=user, team=team, role="social_worker", on=date(2020, 1, 1))
    with_team = rows()
    load(w, WORKBOOK)
    runs = sweep_overdue(by=s.SEED, today=TODAY)
    assert runs
    assert OverdueFlag.objects.exists()
    assert Notice.objects.filter(membership__user=user).exists()
    undo(w)
    after = rows()
    after["cases_sweeprun"] = with_team["cases_sweeprun"]
    assert differences(with_team, after) == {}
    assert before["cases_child"] == after["cases_child"]


def test_a_team_somebody_uses_by_now_stays(w: s.World) -> None:
    load(w, WORKBOOK)
    team = Case.objects.filter(authority=w.cardiff).first().lead_team  # type: ignore[union-attr]
    user = s.User.objects.create_user("s@example.invalid", "Sample Worker")
    add_member(by=s.SEED, user=user, team=team, role="social_worker", on=date(2020, 1, 1))
    undo(w)
    team.refresh_from_db()
    assert not Case.objects.exists()


def _note(w: s.World, case: Case) -> None:
    notes.add_note(
        by=w.actor("efua"),
        case=case,
        kind=NoteKind.CONTACT,
        audience=NoteAudience.EVERYONE,
        happened_on=TODAY,
        text="Her mother rang.",
        is_significant=False,
        today=TODAY,
    )


def _visit(w: s.World, case: Case) -> None:
    visits.record_visit(
        by=w.actor("efua"),
        case=case,
        visited_on=TODAY,
        seen=visits.Seen(was_seen=True),
        account="Seen.",
        childs_words="",
        today=TODAY,
    )


def _core_group(w: s.World, case: Case) -> None:
    visits.record_core_group(
        by=w.actor("efua"), cases=[case], held_on=TODAY, account="The plan.", today=TODAY
    )


def _discussion(w: s.World, case: Case) -> None:
    enquiries.record_strategy_discussion(
        by=w.actor("efua"),
        cases=[case],
        held_on=TODAY,
        outcome=StrategyOutcome.NO_SECTION_47,
        agencies_present="Police",
        reasons="A bruise.",
        today=TODAY,
    )


def _share(w: s.World, case: Case) -> None:
    shares.share(
        by=w.actor("efua"),
        case=case,
        team=w.visitors,
        level=Level.NOTES,
        purpose="Health visitor",
        legal_basis=LegalBasis.SAFEGUARDING,
    )


def _child(w: s.World, case: Case) -> None:
    group = SiblingGroup.objects.create(name="The family")
    Child.objects.filter(pk=case.child_id).update(sibling_group=group)


def _number(w: s.World, case: Case) -> None:
    ChildIdentifier.objects.create(child_id=case.child_id, scheme="nhs", value="9990000018")


def _name(w: s.World, case: Case) -> None:
    ChildName.objects.create(
        child_id=case.child_id, names="Efa Price", kind="former", noted_by=w.members["efua"]
    )


def _elsewhere(w: s.World, case: Case) -> None:
    Case.objects.create(
        child_id=case.child_id, authority=w.gwent, lead_team=w.newport, opened_on=TODAY
    )


def _category(w: s.World, case: Case) -> None:
    registration = Registration.objects.get(case=case)
    registration.categories.update(category="sexual")


ADDED: dict[str, tuple[Callable[[s.World, Case], None], set[RecordKind]]] = {
    "note": (_note, {RecordKind.NOTE}),
    "visit": (_visit, {RecordKind.VISIT}),
    "core group": (_core_group, {RecordKind.CORE_GROUP}),
    "discussion": (_discussion, {RecordKind.DISCUSSION}),
    "sibling": (_child, {RecordKind.CHILD}),
    "number": (_number, {RecordKind.NUMBER}),
    "other name": (_name, {RecordKind.NAME}),
    "another authority": (_elsewhere, {RecordKind.ELSEWHERE}),
    "category": (_category, {RecordKind.CATEGORY}),
    "share": (_share, {RecordKind.INVOLVEMENT}),
}


@pytest.mark.parametrize("what", ADDED)
def test_whatever_anybody_added_keeps_the_loading(w: s.World, what: str) -> None:
    add, kinds = ADDED[what]
    load(w, census(OPEN, child(number="C3")))
    add(w, Case.objects.get(child__identifiers__value="C1"))
    before = rows()
    with pytest.raises(SomethingAdded) as refused:
        undo(w)
    assert {found.kind for found in refused.value.added} == kinds
    assert all(found.children == 1 for found in refused.value.added)
    assert differences(before, rows()) == {}
    assert last().state == ImportState.LOADED


def test_what_is_taken_away_counts_too(w: s.World) -> None:
    load(w, census(OPEN))
    ChildIdentifier.objects.all().delete()
    with pytest.raises(SomethingAdded):
        undo(w)


def test_work_on_another_child_is_no_hindrance(w: s.World) -> None:
    own = s.child(w)
    load(w, CENSUS)
    _note(w, own)
    undo(w)
    assert Child.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_database_has_the_last_word(w: s.World) -> None:
    """A table that hangs on a child and that nobody told the manifest of: refused all the same."""
    load(w, census(OPEN))
    before = rows()
    made = "CREATE TABLE of_this_test (child uuid REFERENCES cases_child DEFERRABLE"
    with of_the_owner(f"{made} INITIALLY DEFERRED)", "DROP TABLE of_this_test"):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO of_this_test SELECT id FROM cases_child")
        with pytest.raises(SomethingAdded) as refused:
            undo(w)
    assert refused.value.added == []
    assert differences(before, rows()) == {}


def test_undoing_is_for_the_custodian_of_the_authority_with_a_reason(w: s.World) -> None:
    load(w, CENSUS)
    for name in ("aisha", "huw", "chloe", "gwen", "nia", "farid"):
        with pytest.raises(NotAllowed):
            undo(w, by=name)
    with pytest.raises(RuleBroken):
        undo_loading(by=w.actor("efua"), batch_id=last().pk, reason="  ")
    theirs = load_register(
        by=Actor.system("import-register"),
        authority=w.gwent,
        file=io.BytesIO(census(child(number="N1"))),
        name="theirs.xml",
        today=TODAY,
    )
    assert theirs
    with pytest.raises(NotFound):
        undo(w)


def test_twice_is_told(w: s.World) -> None:
    load(w, CENSUS)
    undo(w)
    with pytest.raises(Conflict) as refused:
        undo(w)
    assert refused.value.problems[0].code == "import_is_undone"


def test_a_loading_that_wrote_nothing_has_nothing_to_undo(w: s.World) -> None:
    load(w, CENSUS)
    load(w, CENSUS)
    with pytest.raises(Conflict) as refused:
        undo(w)
    assert refused.value.problems[0].code == "import_nothing_to_undo"


def test_the_audit_stays_and_tells_of_it(w: s.World) -> None:
    load(w, CENSUS)
    loaded = set(
        AuditEvent.objects.filter(action="child.loaded").values_list("child_id", flat=True)
    )
    events = AuditEvent.objects.count()
    undo(w)
    told = AuditEvent.objects.order_by("pk")[events:]
    unloaded = {event.child_id for event in told if event.action == "child.unloaded"}
    assert unloaded == loaded
    whole = AuditEvent.objects.get(action="return.undone")
    assert whole.details["reason"] == "The wrong year’s return."
    assert whole.details["removed"]["child"] == 3
    assert not ImportChange.objects.exists()
    assert not ImportedChild.objects.exists()


def test_undoing_costs_the_same_however_many_there_are(
    w: s.World, django_assert_max_num_queries: Any
) -> None:
    load(w, census(*(child(enquiry() + plan(), number=f"N{n}") for n in range(30))))
    with django_assert_max_num_queries(110):
        undo(w)
    assert not Deadline.objects.exists()


def test_the_marks_know_every_child_that_was_written_to(w: s.World) -> None:
    load(w, FIRST_CENSUS)
    load(w, LATER_CENSUS)
    for batch in ImportBatch.objects.all():
        written = ImportChange.objects.filter(batch=batch)
        cases = Case.objects.filter(pk__in=written.values("row_id"))
        marked = set(ImportedChild.objects.filter(batch=batch).values_list("child_id", flat=True))
        children = Child.objects.filter(pk__in=written.values("row_id"))
        found = {*cases.values_list("child_id", flat=True), *children.values_list("pk", flat=True)}
        assert found <= marked


FOLLOWING = frozenset(
    {
        "cases_deadline",
        "cases_overdueflag",
        "cases_notice",
        "cases_casegrant",
        "cases_childsearch",
    }
)
"""What follows from the facts, and from the day, by itself: nobody has added it."""
WHO_SEES = frozenset(
    {"cases_restriction", "cases_exclusion", "cases_emergencyaccess", "cases_sharerequest"}
)
"""Who may see a case: no facts of it. A case that has one of them is never taken away: its key is
held, and the undoing is refused as where something was added."""


def test_every_table_about_a_child_is_marked_or_follows_by_itself() -> None:
    """A new table that hangs on a child would else be overlooked, or keep a loading for ever."""
    roots = {Child, Case, Registration, Conference, ConferenceChild}
    hanging = {
        model._meta.db_table
        for model in apps.get_app_config("cases").get_models()
        if any(f.related_model in roots for f in model._meta.concrete_fields if f.is_relation)
    }
    marked = {
        table
        for table in hanging
        if f"{table} AS r" in MARKING or table in ("cases_conference", "cases_conferencechild")
    }
    assert hanging - marked == (FOLLOWING | WHO_SEES) & hanging
