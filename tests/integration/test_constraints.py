"""The database itself refuses what the rules forbid: each named constraint, by raw rows.

An attempt is written beside the name that must refuse it; a name that nothing attempts fails.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import now

from cases.models import ConferenceChild
from tests.integration.refused_imports import IMPORTS
from tests.integration.refused_need_to_know import NEED_TO_KNOW
from tests.integration.refused_others import OTHERS, number
from tests.integration.refused_register import (
    REGISTER,
    Attempt,
    category,
    off,
    review,
)
from tests.integration.rows import Rows, day

pytestmark = pytest.mark.django_db

ATTEMPTS = [*REGISTER, *OTHERS, *IMPORTS, *NEED_TO_KNOW]

ELSEWHERE = {
    "append_only": "tests/integration/test_audit.py",
    "never_emptied": "tests/integration/test_audit.py",
    "noted_while_a_return_is_loaded": "tests/integration/imports/test_undo.py",
}
"""Names whose test stands in another module."""

CARRIED_BY_TRIGGERS = {
    "decided_by_a_registering_conference": {
        "registered_only_by_a_conference",
        "registration_is_of_the_child_of_its_case",
        "a_name_is_on_the_register_of_an_open_case",
    },
    "closes_with_no_name_on_the_register": {"a_name_is_on_the_register_of_an_open_case"},
    "decided_by_a_review_conference": {"off_the_register_only_by_a_review_conference"},
    "ended_by_a_decision": {"off_the_register_only_by_a_decision"},
    "decides_the_end": {"off_the_register_only_by_a_decision"},
}
"""Triggers that refuse under the names of the rules they carry."""

PROTECTED = {
    "never_deleted": "Cannot delete",
    "never_changed": "Cannot update or delete",
    "a_closed_conference_stays_closed": "Cannot update",
    "a_recorded_decision_stays": "Cannot update",
    "a_restriction_stays": "Cannot delete",
    "an_exclusion_stays": "Cannot delete",
    "an_emergency_stays": "Cannot delete",
    "a_closed_review_stays": "Cannot update or delete",
    "a_request_stays": "Cannot delete",
    "a_decided_request_stays": "Cannot update or delete",
}
"""Triggers that refuse in words of their own."""


def _attempted(attempt: Attempt) -> None:
    attempt(Rows())
    connection.check_constraints()  # what is otherwise judged at the end of a transaction


@pytest.mark.parametrize(
    ("name", "attempt"),
    [pytest.param(name, attempt, id=f"{name}: {how}") for name, how, attempt in ATTEMPTS],
)
def test_the_database_refuses(name: str, attempt: Attempt) -> None:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        _attempted(attempt)
    cause: Any = refused.value.__cause__
    if name in PROTECTED:
        assert PROTECTED[name] in str(cause)
    else:
        assert isinstance(refused.value, IntegrityError)
        assert cause.diag.constraint_name == name


def test_every_named_constraint_and_trigger_is_attempted() -> None:
    named = {
        rule.name
        for model in apps.get_models()
        if model._meta.app_label in {"agencies", "cases", "audit"}
        for rule in (*model._meta.constraints, *getattr(model._meta, "triggers", ()))
    }
    attempted = {name for name, _, _ in ATTEMPTS} | ELSEWHERE.keys()
    carried = {t for t, rules in CARRIED_BY_TRIGGERS.items() if rules <= attempted}
    assert named - attempted - carried == set()
    assert len({(name, how) for name, how, _ in ATTEMPTS}) == len(ATTEMPTS)


LAWFUL: dict[str, Attempt] = {
    "off and on again, from the day it came off": lambda r: (
        off(r, g := r.registration(ended_on=day(30)), reason="left_uk", ended_on=day(30)),
        r.registration(g.case, registered_on=day(30)),
    ),
    "died, without a conference": lambda r: off(r, r.registration(ended_on=day(90)), reason="died"),
    "eighteen, without a conference": lambda r: off(
        r, r.registration(ended_on=day(90)), reason="eighteenth_birthday"
    ),
    "left the country, without a conference": lambda r: off(
        r, r.registration(ended_on=day(90)), reason="left_uk"
    ),
    "by a review conference": lambda r: off(
        r, g := r.registration(ended_on=day(90)), decision=review(r, g)
    ),
    "from a return that gave no reason": lambda r: off(
        r, r.registration(ended_on=day(90)), import_batch=r.batch, reason="not_stated"
    ),
    "by a pre-birth conference": lambda r: r.registration(
        c := r.case(), decision=r.at(c, kind="pre_birth")
    ),
    "by a transfer-in conference": lambda r: r.registration(
        c := r.case(), decision=r.at(c, kind="transfer_in")
    ),
    "a decision that a return gave after its day": lambda r: ConferenceChild.objects.filter(
        pk=r.at(r.case(), "not_stated").pk
    ).update(decision="register"),
    "a category left and taken up again": lambda r: (
        category(r, g := r.registration(), ended_on=day(30)),
        category(r, g, started_on=day(30)),
    ),
    "a co-ordinator after the other": lambda r: (
        r.involvement(
            case=(c := r.case()),
            role="co_ordinator",
            membership=r.member,
            starts_at=(t := now()),
            ends_at=(u := t + timedelta(days=1)),
        ),
        r.involvement(case=c, role="co_ordinator", membership=r.member, starts_at=u),
    ),
    "one local number at two authorities": lambda r: (
        number(r, scheme="local", authority=r.agency),
        number(r, scheme="local", authority=r.other_agency),
    ),
}


@pytest.mark.parametrize("attempt", LAWFUL.values(), ids=LAWFUL.keys())
def test_the_database_allows(attempt: Attempt) -> None:
    _attempted(attempt)
