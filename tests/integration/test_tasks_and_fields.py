"""Every task of the worker and every field of the API has a row here; one without fails a test.

A task: as which job it acts, and which test has a real worker run it. A field: the permission on
the case without which nobody gets it.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

import cases.tasks
from cases import access
from cases.api import serializers, views
from cases.domain.permissions import LEAST_LEVEL, P
from cases.domain.statuses import IdentifierScheme, Level
from cases.models import ChildIdentifier, Deadline
from cpr.celery import app
from cpr.clock import today
from cpr.embedded import PROJECT
from tests import scenarios as s

WORKER = "test_worker.py::test_a_worker_runs_each_task"
WARNED = "test_share_warnings.py::test_a_worker_warns_and_writes_the_letters"
RETURNS = "imports/test_upload_worker.py::test_from_the_page_through_a_worker_and_back"


class Task(NamedTuple):
    """A row: the job, the test, and what in that test shows that the task was run."""

    acts_as: str
    run_by: str
    shown_by: str


TASKS = {
    "cases.sweep_overdue": Task("overdue-sweep", WORKER, '"cases.sweep_overdue"'),
    "cases.send_notices": Task("send-notices", WORKER, '"cases.send_notices"'),
    "cases.check_grants": Task("check-grants", WORKER, '"cases.check_grants"'),
    "cases.warn_of_shares": Task("share-warnings", WARNED, '"cases.warn_of_shares"'),
    "cases.preview_import": Task("import-register", RETURNS, "ImportState.PREVIEWED"),
    "cases.load_import": Task("import-register", RETURNS, "ImportState.LOADED"),
    "cases.look_after_imports": Task("import-register", RETURNS, '"cases.look_after_imports"'),
}


def test_every_task_has_a_row() -> None:
    assert {name for name in app.tasks if not name.startswith("celery.")} == TASKS.keys()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= TASKS.keys()


def test_each_task_acts_as_its_row_says_in_the_database_and_in_the_audit() -> None:
    tree = ast.parse(inspect.getsource(cases.tasks))
    found = {}
    for task in (node for node in tree.body if isinstance(node, ast.FunctionDef)):
        words = {
            ast.unparse(call.func): call for call in ast.walk(task) if isinstance(call, ast.Call)
        }
        [named] = [each.value for each in words["shared_task"].keywords if each.arg == "name"]
        jobs = {ast.literal_eval(words[of].args[0]) for of in ("acting.as_job", "Actor.system")}
        found[ast.literal_eval(named)] = jobs
    assert found == {name: {row.acts_as} for name, row in TASKS.items()}


def test_only_jobs_that_the_gate_knows_see_every_case_and_the_others_none() -> None:
    """A loading reaches what it needs by its own modules: the gate shows it no case at all."""
    jobs = {row.acts_as for row in TASKS.values()}
    assert jobs - access.SYSTEM_JOBS == {"import-register"}


@pytest.mark.parametrize("name", TASKS)
def test_a_test_has_a_real_worker_run_it(name: str) -> None:
    path, _, test = TASKS[name].run_by.partition("::")
    source = (PROJECT / "tests/integration" / path).read_text(encoding="utf-8")
    [body] = [
        ast.unparse(node)
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == test
    ]
    assert "Worker(broker" in body
    assert TASKS[name].shown_by.replace('"', "'") in body


# Fields of the API

FIELDS: dict[str, dict[P, str]] = {
    "CaseSerializer": {P.VIEW_SUMMARY: "id authority lead_team opened_on closed_on"},
    "CategorySerializer": {P.VIEW_SUMMARY: "category started_on ended_on"},
    "IdentifierSerializer": {P.VIEW_SUMMARY: "scheme value"},
    "ChildSerializer": {
        P.VIEW_SUMMARY: "id name given_names family_name known_as sex born_on expected_on"
        " is_on_register cases"
    },
    "RegistrationSerializer": {
        P.VIEW_SUMMARY: "id child child_name case authority registered_on ended_on categories"
    },
    "ChildDetailSerializer": {
        P.VIEW_SUMMARY: "id name given_names family_name known_as sex born_on expected_on"
        " is_on_register cases identifiers registrations"
    },
    "OverdueSerializer": {
        P.VIEW_OVERDUE: "id child child_name case authority lead_team clock clock_words starts_on"
        " due_on days_late working_days_late meeting is_booked co_ordinator"
    },
}
ABOUT_NOBODY = {"ProblemSerializer"}
BY_SCHEME = {IdentifierScheme.NHS: P.VIEW_SUMMARY}
"""A number other than these needs ``VIEW_PLAN``."""


def of_the_api() -> dict[str, type[Serializer[Any]]]:
    """This will list the API's own serializers by name."""
    found = vars(serializers).values()
    own = [each for each in found if isinstance(each, type) and issubclass(each, Serializer)]
    return {each.__name__: each for each in own if each.__module__ == serializers.__name__}


def needed(name: str) -> dict[str, P]:
    """This will give what each field of a serializer needs."""
    return {field: p for p, fields in FIELDS[name].items() for field in fields.split()}


def within(serializer: BaseSerializer[Any]) -> Iterator[tuple[str, str]]:
    """Every field that a serializer gives, with those of the serializers within it."""
    inner = serializer.child if isinstance(serializer, ListSerializer) else serializer
    assert isinstance(inner, Serializer)
    for name, field in inner.fields.items():
        yield type(inner).__name__, name
        if isinstance(field, BaseSerializer):
            yield from within(field)


def test_every_field_has_a_row() -> None:
    own = of_the_api()
    assert own.keys() == FIELDS.keys() | ABOUT_NOBODY
    for name in FIELDS:
        assert own[name]().fields.keys() == needed(name).keys(), name


def test_no_view_gives_a_field_that_needs_more_than_the_view_itself() -> None:
    order = list(Level)
    given = set()
    for view in vars(views).values():
        if not (isinstance(view, type) and issubclass(view, views.RegisterView)):
            continue
        if getattr(view, "serializer_class", None) is None:
            continue
        for serializer, field in within(view.serializer_class()):
            given.add(serializer)
            least = LEAST_LEVEL[needed(serializer)[field]]
            has = LEAST_LEVEL[view.permission]
            assert order.index(least) <= order.index(has), (view.__name__, serializer, field)
    assert given == FIELDS.keys()


VALUES = {
    "known_as": "Zefi",
    "family_name": "Zzlloyd",
    IdentifierScheme.NHS: "9990001441",
    IdentifierScheme.UPN: "A999000000001",
    IdentifierScheme.LOCAL: "LOCAL-77",
}


@pytest.mark.django_db
@pytest.mark.parametrize("level", [level for level in Level if level is not Level.LEAD])
def test_each_level_of_a_share_gives_the_fields_that_its_permissions_give(level: Level) -> None:
    cache.clear()
    w = s.world()
    case = s.child(w, family=VALUES["family_name"], known_as=VALUES["known_as"])
    for scheme in (each for each in VALUES if isinstance(each, IdentifierScheme)):
        authority = w.cardiff if scheme is IdentifierScheme.LOCAL else None
        ChildIdentifier.objects.create(
            child=case.child, scheme=scheme, value=VALUES[scheme], authority=authority
        )
    [registration] = s.registered(w, [case])
    late = Deadline.objects.filter(case=case, met_on=None, stopped_on=None, due_on__lt=today())
    s.shared(w, case, level=level)
    held = access.held(w.actor("chloe"), case)
    client = Client()
    client.force_login(w.user("chloe"))
    child = client.get(f"/api/children/{case.child_id}/").json()
    for field, permission in needed("ChildDetailSerializer").items():
        assert permission in held
        assert field in child
    schemes = {each["scheme"] for each in child["identifiers"]}
    assert schemes == {
        scheme
        for scheme in VALUES
        if isinstance(scheme, IdentifierScheme) and BY_SCHEME.get(scheme, P.VIEW_PLAN) in held
    }
    [row] = child["registrations"]
    assert row["id"] == str(registration.pk)
    assert row["categories"][0]["category"] == "neglect"
    assert P.VIEW_OVERDUE not in held  # no partner has it at any level
    assert client.get("/api/overdue/").json()["results"] == []
    assert client.get(f"/api/overdue/{late.earliest('due_on').pk}/").status_code == 403
