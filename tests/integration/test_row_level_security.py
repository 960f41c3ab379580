"""The database itself shows an actor the rows of the actor's cases, whatever a query forgets."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import DatabaseError, NotSupportedError, connection, models, transaction

from agencies.actors import Actor, acting_as
from agencies.roles import ROLES
from cases import access, protection
from cases.domain.errors import RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, LegalBasis, Level, NoteAudience, NoteKind
from cases.models import (
    Case,
    Child,
    ChildIdentifier,
    ChildName,
    Conference,
    ConferenceChild,
    CoreGroupMeeting,
    Deadline,
    DeregistrationDecision,
    EmergencyAccess,
    Involvement,
    Note,
    Notice,
    OverdueFlag,
    Registration,
    RegistrationCategory,
    Section47Enquiry,
    ShareRequest,
    StrategyDiscussion,
    Visit,
)
from cases.services import notes, shares, sweeps, visits
from cpr import acting, clock
from cpr.audit.models import AuditEvent
from cpr.clock import today
from cpr.embedded import PROJECT, postgres
from cpr.postgres import ownership
from tests import scenarios as s
from tests.integration.surfaces import story
from tests.integration.worker import database_url

pytestmark = pytest.mark.django_db

SETTINGS = "cpr.settings.test"
NAMES = ("aisha", "ben", "chloe", "dev", "efua", "farid", "gwen", "huw", "nia", "ola", "iris")
SEEN_BY: dict[type[models.Model], P] = {
    Case: P.VIEW_SUMMARY,
    Child: P.VIEW_SUMMARY,
    Involvement: P.VIEW_SUMMARY,
    Registration: P.VIEW_SUMMARY,
    RegistrationCategory: P.VIEW_SUMMARY,
    Deadline: P.VIEW_SUMMARY,
    OverdueFlag: P.VIEW_SUMMARY,
    ConferenceChild: P.VIEW_PLAN,
    Conference: P.VIEW_PLAN,
    Note: P.VIEW_NOTES,
    Visit: P.VIEW_RECORD,
    CoreGroupMeeting: P.VIEW_RECORD,
    StrategyDiscussion: P.VIEW_RECORD,
    Section47Enquiry: P.VIEW_RECORD,
}
"""What the gate asks of a reader of each kind of row, at the least."""


def tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in protection.PROTECTED:
            yield model


def wrote(
    w: s.World, case: Case, *, by: str, audience: NoteAudience = NoteAudience.EVERYONE
) -> Note:
    return notes.add_note(
        by=w.actor(by),
        case=case,
        kind=NoteKind.CONTACT,
        happened_on=today(),
        text="Seen at home today.",
        audience=audience,
        today=today(),
        teams=[w.visitors] if audience is NoteAudience.NAMED_TEAMS else [],
    )


def told(w: s.World) -> None:
    """Two authorities' families, notes for all and for some, late dates, told people."""
    mine = story(w)
    hers = story(w, "nia", "ola")
    s.shared(w, s.child(w, given="Tomos", family="Rees"), level=Level.SUMMARY)
    for by, audience in (
        ("chloe", NoteAudience.EVERYONE),
        ("aisha", NoteAudience.EVERYONE),
        ("aisha", NoteAudience.LEAD_AGENCY),
        ("aisha", NoteAudience.NAMED_TEAMS),
    ):
        wrote(w, mine.case, by=by, audience=audience)
    visits.record_visit(
        by=w.aisha,
        case=mine.case,
        visited_on=today(),
        seen=visits.Seen(was_seen=True, was_seen_alone=True),
        account="At home",
        today=today(),
    )
    visits.record_core_group(
        by=w.aisha,
        cases=[mine.case],
        held_on=s.before(50),
        account="All there",
        today=today(),
    )
    for child, number in ((mine.case.child, "9990000018"), (hers.case.child, "9990000026")):
        ChildIdentifier.objects.create(child=child, scheme="nhs", value=number)
        ChildName.objects.create(
            child=child, names="Nel", kind="former", noted_by=w.members["aisha"]
        )
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())


@pytest.mark.parametrize("name", NAMES)
def test_a_query_that_forgets_the_gate_gives_what_the_gate_gives(name: str) -> None:
    w = s.world()
    told(w)
    actor = w.actor(name)
    for model, permission in SEEN_BY.items():
        allowed = set(access.visible(actor, permission, model).values_list("pk", flat=True))
        with acting_as(actor):
            seen = set(model._default_manager.values_list("pk", flat=True))
        assert seen == allowed, model


@pytest.mark.parametrize("name", NAMES)
def test_no_table_shows_a_row_of_a_case_out_of_reach(name: str) -> None:
    w = s.world()
    told(w)
    actor = w.actor(name)
    cases = set(access.visible(actor, P.VIEW_SUMMARY).values_list("pk", flat=True))
    children = set(access.visible(actor, P.VIEW_SUMMARY, Child).values_list("pk", flat=True))
    for model in tables():
        columns = {field.attname for field in model._meta.concrete_fields}
        with acting_as(actor):
            rows = list(model._default_manager.values())
        for row in rows:
            mine = {row.get("membership_id"), row.get("reviewer_id")}
            if actor.membership_id in mine and model in (EmergencyAccess, ShareRequest):
                continue  # what one opened or asked for oneself stays one's own
            if "case_id" in columns and row["case_id"] and model is not AuditEvent:
                assert row["case_id"] in cases, model
            elif "child_id" in columns and row["child_id"] and model is not AuditEvent:
                assert row["child_id"] in children, model
            elif model is AuditEvent:
                assert row["case_id"] in cases or row["user_id"] == actor.user_id


def test_every_protected_table_has_rows_to_hide() -> None:
    told(s.world())
    empty = {model.__name__ for model in tables() if not model._default_manager.exists()}
    assert empty <= {
        "DeregistrationDecision",
        "EmergencyAccess",
        "Exclusion",
        "ImportChange",
        "ImportedChild",
        "Restriction",
        "ShareRequest",
        "SiblingGroup",
    }
    assert DeregistrationDecision not in SEEN_BY


def test_nobody_sees_nothing_and_writes_nothing() -> None:
    w = s.world()
    told(w)
    case = Case.objects.first()
    assert case is not None
    with acting.as_person(None):
        for model in tables():
            assert not model._default_manager.exists(), model
        assert Case.objects.filter(pk=case.pk).update(version=9) == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Child.objects.create(family_name="Lloyd", born_on=today())
    case.refresh_from_db()
    assert case.version != 9


def test_a_case_of_others_is_neither_changed_nor_deleted() -> None:
    w = s.world()
    case = s.child(w)
    note = wrote(w, case, by="aisha")
    with acting_as(w.actor("nia")):
        assert Note.objects.filter(pk=note.pk).update(text="x") == 0
        assert Notice.objects.filter(case=case).delete()[0] == 0
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET version = 9")
            assert cursor.rowcount == 0
            cursor.execute("SELECT count(*) FROM cases_note")
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "forbidden",
    [
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY seen ON cases_case",
        "CREATE POLICY all_of_it ON cases_case USING (true)",
        "ALTER TABLE cases_case DISABLE TRIGGER ALL",
        "TRUNCATE cases_case",
        "UPDATE audit_auditevent SET action = 'x'",
        "DELETE FROM audit_auditevent",
        "ALTER ROLE register_app BYPASSRLS",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION register_act(text, text) RETURNS void LANGUAGE sql AS ''",
    ],
)
def test_the_applications_role_may_not(forbidden: str) -> None:
    w = s.world()
    s.child(w)
    for actor in (w.aisha, Actor.system("overdue-sweep"), Actor.system("seed")):
        with acting_as(actor), pytest.raises(DatabaseError), transaction.atomic():
            _run(forbidden)


def test_the_application_has_a_role_that_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ownership.SYSTEM_ROLE,)  # the test itself is a job
    with acting_as(s.world().aisha), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (ownership.ROLE,)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
    assert protection.readiness() == ("row-level security", True, "in force")


def test_row_level_security_is_not_to_be_switched_off() -> None:
    w = s.world()
    s.child(w)
    with acting_as(w.actor("nia")), transaction.atomic():
        _run("SET LOCAL row_security = off")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            _run("SELECT * FROM cases_case")


def test_the_sweep_has_a_narrow_role() -> None:
    wrote(w := s.world(), s.child(w), by="aisha")
    deadlines = Deadline.objects.count()
    with acting.as_job("overdue-sweep"):
        for table in ("cases_note", "cases_child", "cases_visit", "auth_permission"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                _count(table)
        assert _count("cases_deadline") == deadlines


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_the_database_knows_the_roles() -> None:
    with connection.cursor() as cursor:
        for key, role in ROLES.items():
            cursor.execute("SELECT register_role_may(%s), register_role_reach(%s)", [key, key])
            may, reach = cursor.fetchone()
            assert set(may.split()) == role.permissions | {duty.value for duty in role.duties}, key
            assert reach == role.reach.value, key


def test_every_table_is_protected_or_open_for_a_reason() -> None:
    assert list(protection.undecided()) == []
    assert [each for each in run_checks() if each.id == "cases.E003"] == []
    made = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert made >= protection.PROTECTED
    assert made >= protection.OPEN.keys()


def test_a_new_table_without_a_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protection, "PROTECTED", protection.PROTECTED - {"cases_note"})
    assert [each.id for each in run_checks()].count("cases.E003") == 1


def test_functions_of_triggers_read_every_row() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT proname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
            JOIN pg_class ON pg_class.oid = tgrelid
            WHERE relname LIKE 'cases%%' AND NOT tgisinternal AND NOT prosecdef
            """
        )
        assert cursor.fetchall() == []


def test_access_by_the_clock_ends_at_its_minute_in_the_database_too() -> None:
    w = s.world()
    case = s.child(w)
    ends_at = clock.now() + timedelta(hours=2)
    shares.share(
        by=w.aisha,
        case=case,
        team=w.visitors,
        level=Level.NOTES,
        purpose="They know the family",
        legal_basis=LegalBasis.CO_OPERATION,
        ends_at=ends_at,
    )
    chloe = w.actor("chloe")
    for moment, sees in ((clock.now(), 1), (ends_at - timedelta(seconds=1), 1), (ends_at, 0)):
        with clock.at(moment), acting_as(chloe):
            assert _count("cases_case") == sees


@pytest.mark.parametrize("is_shared", [False, True], ids=["hidden", "seen"])
def test_a_review_is_of_the_own_register_whether_or_not_anothers_is_seen(is_shared: bool) -> None:
    """No name comes off by it elsewhere, and no decision is on record that nothing follows from."""
    w = s.world()
    case = s.child(w)
    theirs = s.child(w, "nia", given="Tomos", family="Rees")
    Case.objects.filter(pk=theirs.pk).update(child=case.child_id)
    theirs.refresh_from_db()
    registration, _review = s.registered_elsewhere(w, theirs)
    if is_shared:
        shares.share(
            by=w.actor("nia"),
            case=theirs,
            team=w.member("aisha").team,
            level=Level.FULL,
            purpose="They moved",
            legal_basis=LegalBasis.CO_OPERATION,
        )
    with pytest.raises(RuleBroken) as refused:
        s.conference(w, [case], on=s.before(1), kind=ConferenceKind.REVIEW)
    assert [each.code for each in refused.value.problems] == ["review_needs_registration"]
    registration.refresh_from_db()
    assert registration.ended_on is None


@pytest.mark.django_db(transaction=True)
def test_one_connection_lent_to_many_tells_each_what_is_theirs() -> None:
    """As behind a pool that lends a connection for one transaction: nothing outlives one."""
    w = s.world()
    s.child(w)
    s.child(w, "nia", given="Tomos", family="Rees")
    s.child(w, "nia", given="Mair", family="Rees")
    backends = set()
    for name, cases in (("aisha", 1), ("nia", 2), ("dev", 0), ("aisha", 1), ("nia", 2)):
        for together in (False, True):
            with acting_as(w.actor(name)):
                if together:
                    with transaction.atomic():
                        assert (_count("cases_case"), Case.objects.count()) == (cases, cases)
                else:
                    assert (_count("cases_case"), Case.objects.count()) == (cases, cases)
            with acting.as_person(None), connection.cursor() as cursor:
                assert _count("cases_case") == 0
                cursor.execute(
                    "SELECT pg_backend_pid(), coalesce(current_setting('register.key', true), '')"
                )
                backend, left = cursor.fetchone()
                backends.add(backend)
                assert left == ""
    assert len(backends) == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_told_who_acts_or_refused() -> None:
    """What is sent for each of many rows is told who acts before them all: in one transaction."""
    w = s.world()
    ours, theirs = s.child(w), s.child(w, "nia", given="Tomos", family="Rees")
    close = "UPDATE cases_case SET worker_in_return = %s WHERE id = %s"
    rows = [("seen", ours.pk), ("seen", theirs.pk)]
    with acting_as(w.aisha), connection.cursor() as cursor:
        with pytest.raises(NotSupportedError):
            cursor.executemany(close, rows)
        with transaction.atomic():
            cursor.executemany(close, rows)
    found = Case.objects.values_list("pk", "worker_in_return")
    assert dict(found) == {ours.pk: "seen", theirs.pk: ""}


SAY_WHO = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT session_user, current_user")
    print(*cursor.fetchone())
"""


@pytest.mark.django_db(transaction=True)
def test_with_the_owners_address_alone_the_applications_role_is_taken() -> None:
    owner = postgres.as_owner(database_url())
    if owner == database_url():
        pytest.skip("the tests run on a server of somebody's own, whose sign-in is not known")
    environment = {**os.environ, "DATABASE_URL": owner, "DJANGO_SETTINGS_MODULE": SETTINGS}
    environment.pop("DATABASE_OWNER_URL", None)
    said = subprocess.run(
        [sys.executable, "-c", SAY_WHO],
        env=environment,
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert said.stdout.split() == [postgres.OWNER, ownership.ROLE]
