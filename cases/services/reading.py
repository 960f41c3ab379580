"""Reading a child's record is an event: written before the answer, in the same transaction."""

from __future__ import annotations

import uuid

from django.db import transaction

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.models import Case
from cpr.audit import writer as audit


@transaction.atomic
def open_record(*, by: Actor, case_id: uuid.UUID, permission: P, part: str) -> Case:
    """This will give a case to be read and record that it was; ``part`` names the page.

    Raises: NotFound, NotAllowed.
    """
    access.get_for(by, permission, case_id)
    case = Case.objects.select_related("child__sibling_group", "authority", "lead_team").get(pk=case_id)
    audit.record(
        by=by, action="record.read", subject=case, case_id=case.pk, child_id=case.child_id, part=part
    )
    return case
