"""The way to a restricted case: the senior officers named on it, to be called, and told.

Only what is asked for tells anybody; looking whom to call is recorded and rings for nobody.
"""

from __future__ import annotations

from datetime import timedelta

from agencies.actors import Actor
from agencies.models import Membership
from agencies.roles import Duty
from cases import access_sought
from cases.models import Case
from cases.services import emergencies
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now

TOLD_AGAIN_AFTER = timedelta(minutes=30)
"""A named default: who asks for a restricted case again within it does not ring twice."""


@act
def look_for_officers(*, by: Actor, case: Case) -> list[Membership]:
    """This will give the senior officers named on a restricted case, to be called, and record that
    the actor looked; nobody is told by it.

    Raises: NotAllowed; NotFound, also for an excluded person.
    """
    case = access_sought.sought(by, case.pk, Duty.EMERGENCY_ACCESS)
    return _officers(by, case, "emergency.officers_read")


@act
def ask_officers(*, by: Actor, case: Case) -> list[Membership]:
    """This will tell the senior officers named on a restricted case that the actor stands before
    it in an emergency, and record it; it gives them, to be called.

    Raises: NotAllowed; NotFound, also for an excluded person.
    """
    case = access_sought.sought(by, case.pk, Duty.EMERGENCY_ACCESS, locked=True)
    officers, moment = _officers(by, case, "emergency.refused"), now()
    told = access_sought.told_lately(case, officers, since=moment - TOLD_AGAIN_AFTER)
    hear = [each for each in officers if each.pk not in told]
    emergencies.tell(case=case, hear=hear, review=[], moment=moment)
    return officers


def _officers(by: Actor, case: Case, action: str) -> list[Membership]:
    officers = access_sought.officers(case)
    audit.record(
        by=by,
        action=action,
        subject=case,
        case_id=case.pk,
        child_id=case.child_id,
        officers=[str(each) for each in officers],
        child=case.child.full_name,
    )
    return officers
