"""Moving a called conference to a later day; the clock that it was called for goes on."""

from __future__ import annotations

from datetime import date, time

from agencies.actors import Actor
from agencies.models import Membership
from cases.domain.errors import Conflict, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import calling as rules
from cases.domain.statuses import ConferenceStatus
from cases.models import Conference, Notice, Postponement
from cases.models.notice import NoticeKind
from cases.queries.calling import may_authorise
from cases.services import invited, notices
from cases.services.act import act
from cases.services.conferences import lock_conference, record_for_each, require_transition
from cpr.clock import now, today


@act
def postpone_conference(
    *,
    by: Actor,
    conference: Conference,
    version: int,
    to_on: date,
    to_time: time | None,
    reason: str,
    authorised_by: Membership,
    protection: str,
) -> Postponement:
    """This will move a called conference to a later day, and tell its chair and minute taker.

    ``version`` is the conference's as the actor saw it.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was held, cancelled or changed
    meanwhile.
    """
    locked = lock_conference(by, P.CALL_CONFERENCE, conference)
    require_transition(locked, ConferenceStatus.CANCELLED)  # it still is called
    if locked.version != version:
        moved = {"planned_on": locked.planned_on}
        raise Conflict(Problem("conference_changed_meanwhile", params=moved))
    managers = may_authorise(locked, today())
    RuleBroken.raise_if(
        rules.postponing_problems(
            planned_on=locked.planned_on,
            to_on=to_on,
            reason=reason,
            protection=protection,
            may_authorise=authorised_by.pk in {each.pk for each in managers},
        )
    )
    moved_row = Postponement.objects.create(
        conference=locked,
        from_on=locked.planned_on,
        to_on=to_on,
        reason=reason,
        authorised_by=authorised_by,
        protection=protection,
        recorded_by_id=by.acting_membership,
    )
    locked.planned_on, locked.planned_time = to_on, to_time
    locked.version += 1
    locked.save(update_fields=["planned_on", "planned_time", "version"])
    record_for_each(
        by,
        locked,
        "conference.postponed",
        from_on=moved_row.from_on.isoformat(),
        to_on=to_on.isoformat(),
        reason=reason,
        protection=protection,
        authorised_by=str(authorised_by),
    )
    _tell(by, locked)
    invited.ask_again(by=by, conference=locked, from_on=moved_row.from_on)
    return moved_row


def _tell(by: Actor, conference: Conference) -> None:
    """Chair and minute taker hear of each child's conference that has changed."""
    officers = {conference.chair_id, conference.minute_taker_id} - {by.membership_id}
    people = [member for member in officers if member is not None]
    cases = conference.children.values_list("case_id", flat=True)
    Notice.objects.bulk_create(
        [
            Notice(
                membership_id=member,
                case_id=case,
                kind=NoticeKind.CONFERENCE_CHANGED,
                created_at=now(),
            )
            for case in cases
            for member in people
        ]
    )
    notices.send_soon()
