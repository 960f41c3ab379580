"""Every row of the register's tables without its identifiers, so that two makings can be compared.

An identifier is replaced by what it names: a child by name and birth, a case by its child and
first day, and so on. Moments are compared too, but for the child's own, which is the database's.
"""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.apps import apps
from django.db.models import Model

from agencies.models import Agency, Membership, Team
from cases.demo.copying import COLUMNS
from cases.models import (
    Case,
    CaseGrant,
    Child,
    Conference,
    ConferenceChild,
    Deadline,
    ImportBatch,
    Involvement,
    Registration,
    Section47Enquiry,
    SiblingGroup,
    StrategyDiscussion,
)

NOT_COMPARED = {"id", "created_at", "search_name"}
Row = tuple[tuple[str, Any], ...]


def snapshot() -> dict[str, Counter[Row]]:
    """This will give each table's rows, with names for identifiers."""
    names = _names()
    return {name: Counter(_rows(apps.get_model("cases", name), names)) for name in COLUMNS}


def _rows(model: type[Model], names: dict[str, str]) -> list[Row]:
    fields = [
        f
        for f in model._meta.concrete_fields
        if f.attname not in NOT_COMPARED and not f.generated and not f.has_db_default()
    ]
    return [
        tuple((f.attname, _named(row[f.attname], names)) for f in fields)
        for row in model._default_manager.values(*(f.attname for f in fields))
    ]


def _named(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, uuid.UUID):
        return names.get(str(value), f"unknown {value}")
    if isinstance(value, str) and value.count(":") == 1 and len(value) > 36:
        kind, _, key = value.partition(":")
        return f"{kind}:{names.get(key, value)}" if key in names else value
    return value


def _names() -> dict[str, str]:
    """What each identifier names, those first that the others' names are made of."""
    names: dict[str, str] = {}
    for model in (Agency, Team, Membership, SiblingGroup):
        names |= {str(row.pk): f"{model.__name__} {row.pk}" for row in model.objects.all()}
    for group in SiblingGroup.objects.all():
        kids = sorted(str(c.born_on or c.expected_on) for c in group.children.all())
        names[str(group.pk)] = f"{group.name} {kids}"
    for batch in ImportBatch.objects.all():
        names[str(batch.pk)] = "the return"
    for child in Child.objects.all():
        born = child.born_on or child.expected_on
        names[str(child.pk)] = f"{child.given_names} {child.family_name} {born}"
    for case in Case.objects.all():
        names[str(case.pk)] = f"{names[str(case.child_id)]} from {case.opened_on}"
    for conference in Conference.objects.all():
        at = sorted(names[str(c)] for c in conference.children.values_list("case_id", flat=True))
        names[str(conference.pk)] = f"{conference.kind} {conference.planned_on} {at}"
    _name_what_cases_have(names)
    return names


def _name_what_cases_have(names: dict[str, str]) -> None:
    for model, day in (
        (ConferenceChild, "conference_id"),
        (StrategyDiscussion, "held_on"),
        (Section47Enquiry, "started_on"),
        (Registration, "registered_on"),
        (Involvement, "starts_at"),
        (Deadline, "starts_on"),
    ):
        for row in model.objects.all():
            when = _named(getattr(row, day), names)
            names[str(row.pk)] = f"{model.__name__} of {names[str(row.case_id)]}: {when}"
    for involvement in Involvement.objects.all():
        names[str(involvement.pk)] += f" {involvement.role} {involvement.team_id}"
    for deadline in Deadline.objects.all():
        names[str(deadline.pk)] += f" {deadline.clock} {_named(deadline.subject, names)}"
    assert CaseGrant.objects.count() == Involvement.objects.count()


def differences(ours: dict[str, Counter[Row]], theirs: dict[str, Counter[Row]]) -> list[str]:
    """This will name the rows that only one of two makings has."""
    found = []
    for name, rows in ours.items():
        found += [f"{name} only in bulk: {dict(row)}" for row in (rows - theirs[name])]
        found += [f"{name} only by services: {dict(row)}" for row in (theirs[name] - rows)]
    return found
