"""What somebody types and has not sent is kept on the server, for them alone, until they send it.

A connection that drops, a session that ends, a machine that is changed: it is there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from agencies.actors import Actor
from cases import access
from cases.domain.errors import Problem, RuleBroken
from cases.domain.permissions import P
from cases.models import Case, Draft
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now

LONGEST = 200_000
"""Characters of one page's fields: a named default of ours, ten times the longest form."""
KEPT_FOR = timedelta(days=30)
"""A named default of ours. Older ones go when their owner next keeps one."""

Fields = dict[str, list[str]]


@act
def keep(*, by: Actor, case: Case, page: str, fields: Fields) -> datetime:
    """This will keep a page's fields in place of what was kept of it before, and say when.

    The caller has opened the case for the page. Only the beginning is an event: what is typed is
    not yet said to anybody.

    Raises: NotFound, NotAllowed; RuleBroken if it is too long.
    """
    access.require(by, P.VIEW_SUMMARY, case)
    if sum(len(text) for each in fields.values() for text in each) > LONGEST:
        raise RuleBroken(Problem("draft_too_long"))
    moment = now()
    mine = Draft.objects.filter(membership_id=by.acting_membership)
    mine.filter(saved_at__lt=moment - KEPT_FOR).delete()
    _, is_begun = Draft.objects.update_or_create(
        membership_id=by.acting_membership,
        page=page,
        defaults={"case": case, "fields": fields, "saved_at": moment},
    )
    if is_begun:
        _record(by, case, "draft.begun")
    return moment


@act
def discard(*, by: Actor, case: Case, page: str) -> None:
    """This will throw away what was kept of a page, if anything was."""
    gone, _ = Draft.objects.filter(membership_id=by.acting_membership, page=page).delete()
    if gone:
        _record(by, case, "draft.discarded")


@act
def sent(*, by: Actor, page: str) -> None:
    """This will forget what was kept of a page that has just been sent: the act is the event."""
    Draft.objects.filter(membership_id=by.acting_membership, page=page).delete()


def _record(by: Actor, case: Case, action: str) -> None:
    audit.record(
        by=by,
        action=action,
        subject=case,
        case_id=case.pk,
        child_id=case.child_id,
        child=case.child.full_name,
    )
