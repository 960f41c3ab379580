"""Another name of a child is noted: what she is also called, was called, or how others spell it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from agencies.actors import Actor
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import people as rules
from cases.domain.statuses import NameKind
from cases.models import Case, ChildName
from cases.services.act import act
from cases.services.cases import lock
from cpr.audit import writer as audit


@act
def add_name(*, by: Actor, case: Case, names: str, kind: NameKind) -> ChildName:
    """This will note another name of a case's child; the child is found by it from now on.

    A closed case takes it too: who looks for the child later may know no other name.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict where the name is noted already.
    """
    case = lock(by, P.RECORD_WORK, case)
    names = " ".join(names.split())
    RuleBroken.raise_if(
        rules.other_name_problems(
            names, recorded=f"{case.child.given_names} {case.child.family_name}"
        )
    )
    try:
        with transaction.atomic():
            row = ChildName.objects.create(
                child=case.child, names=names, kind=kind, noted_by_id=by.acting_membership
            )
    except IntegrityError as error:  # the database keeps one row of a child, name and kind
        raise Conflict(Problem("name_already_noted", "names")) from error
    audit.record(
        by=by,
        action="child.named",
        subject=case.child,
        case_id=case.pk,
        child_id=case.child_id,
        names=names,
        kind=kind.value,
    )
    return row
