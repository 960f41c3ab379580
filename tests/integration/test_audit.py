"""The audit: one writer, in the transaction of the act; rows that nobody changes or takes away."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, InternalError, connection, transaction
from django.db.models import ProtectedError
from pytest_django.plugin import DjangoDbBlocker

import agencies.services
import cases.services
from agencies import acting
from agencies.actors import Actor
from cases.domain.errors import Conflict
from cases.models import Child
from cpr.audit import writer
from cpr.audit.models import AuditEvent
from cpr.postgres.ownership import as_owner
from tests import scenarios as s
from tests.integration.acts import ACTS, NO_ACTS

TABLE = AuditEvent._meta.db_table


@pytest.fixture(scope="module", autouse=True)
def _the_audit_can_be_broken(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The owner adds a constraint that a test can bring down on its own transaction."""
    is_whole = "current_setting('register.broken', true) IS DISTINCT FROM 'yes'"
    for change in (f"ADD CONSTRAINT broken CHECK ({is_whole}) NOT VALID", "DROP CONSTRAINT broken"):
        with django_db_blocker.unblock(), as_owner(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {TABLE} {change}")
        if change.startswith("ADD"):
            yield


CHANGES = [
    f"UPDATE {TABLE} SET actor_name = 'somebody else'",
    f"UPDATE {TABLE} SET details = '{{}}'",
    f"DELETE FROM {TABLE}",
    f"DELETE FROM {TABLE} WHERE action = 'agency.opened'",
    f"TRUNCATE {TABLE}",
    f"TRUNCATE {TABLE} CASCADE",
    f"INSERT INTO {TABLE} SELECT * FROM {TABLE} ON CONFLICT (id) DO UPDATE SET action = 'x'",
]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", CHANGES)
def test_nobody_changes_or_removes_an_event_by_sql(statement: str) -> None:
    s.world()
    before = list(AuditEvent.objects.order_by("pk").values())
    assert before
    connection.check_constraints()
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        _run(statement)
    assert list(AuditEvent.objects.order_by("pk").values()) == before


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_of_the_tables_does() -> None:
    s.world()
    before = list(AuditEvent.objects.order_by("pk").values())
    with as_owner():
        for statement in CHANGES:
            with pytest.raises(InternalError):
                _run(statement)
    assert list(AuditEvent.objects.order_by("pk").values()) == before


def _run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_nobody_changes_or_removes_an_event_by_the_orm() -> None:
    s.world()
    event = AuditEvent.objects.earliest("pk")
    event.actor_name = "somebody else"
    for change in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_whoever_is_named_in_the_audit_is_not_deleted() -> None:
    w = s.world()
    s.child(w)
    with pytest.raises(ProtectedError):
        w.user("aisha").delete()


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(writer.OutsideTransaction):
        writer.record(by=Actor.system("seed"), action="child.added", subject=Child())
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_an_event_keeps_the_names_of_its_day() -> None:
    w = s.world()
    case = s.child(w, given="Efa", family="Lloyd")
    Child.objects.filter(pk=case.child_id).update(family_name="Price")
    event = AuditEvent.objects.get(action="child.added")
    assert event.subject_name == "Efa Lloyd"
    assert (event.actor_name, event.actor_role) == ("Aisha Rahman", "social_worker")
    assert event.agency_name == "Cardiff"
    assert event.user_id == w.user("aisha").pk
    assert event.membership_id == w.members["aisha"].pk
    assert (event.case_id, event.child_id) == (case.pk, case.child_id)


class Undone(Exception):
    """Thrown by a test to roll an act back."""


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACTS)
def test_an_act_and_its_event_stand_or_fall_together(name: str) -> None:
    by, act = ACTS[name](s.world())
    events = AuditEvent.objects.count()
    before = everything()
    with pytest.raises(Undone):
        undone(act)
    assert (AuditEvent.objects.count(), everything()) == (events, before)
    with audit_out_of_order(), pytest.raises((IntegrityError, Conflict)), transaction.atomic():
        act()
    assert (AuditEvent.objects.count(), everything()) == (events, before)
    act()
    written = AuditEvent.objects.order_by("pk")[events:]
    assert written
    assert {(e.actor_name, e.membership_id) for e in written} == {(by.name, by.membership_id)}
    assert all(e.subject_id for e in written if e.action != "grants.rebuilt")


def undone(act: Any) -> None:
    with transaction.atomic():
        act()
        raise Undone


@contextmanager
def audit_out_of_order() -> Iterator[None]:
    """This will make the audit's table refuse every row, by the database's own means."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL register.broken = 'yes'")
        yield
        cursor.execute("SET LOCAL register.broken = ''")


def everything() -> dict[str, Any]:
    """This will give a fingerprint of each table but the audit's own."""
    prints: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if model._meta.app_label in {"agencies", "cases", "auth"}:
                cursor.execute(
                    f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t"
                )
                prints[table] = cursor.fetchone()
    return prints


def test_every_service_has_an_act() -> None:
    modules = [
        importlib.import_module(f"cases.services.{found.name}")
        for found in pkgutil.iter_modules(cases.services.__path__)
        if not found.name.startswith("imported")  # tests/integration/imports
    ]
    services = {
        f"{module.__name__}.{name}"
        for module in (acting, agencies.services, *modules)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and {"by", "user"} & inspect.signature(function).parameters.keys()
    }
    named = {name.partition(":")[0] for name in ACTS}
    assert services - named - NO_ACTS.keys() == set()
    assert (named | NO_ACTS.keys()) - services == set()
