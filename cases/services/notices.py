"""Notices leave the product as e-mail that says only that there is something to read, and where."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable
from functools import partial

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from kombu.exceptions import OperationalError

from agencies.actors import Actor, teams_above
from agencies.models import Membership
from cases import access
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole
from cases.models import Case, Exclusion, Notice
from cases.models.notice import NoticeKind
from cases.queries.restrictions import ROLES_THAT_AUTHORISE
from cases.services.act import act
from cpr import acting
from cpr.audit import writer as audit
from cpr.clock import now, today

MOST_PEOPLE = 500
log = logging.getLogger(__name__)


def send_notices(*, by: Actor) -> int:
    """This will send one e-mail to each person with notices not sent yet; counts the e-mails.

    What is to be told later, as of a share that begins then, waits.
    One transaction a person: a letter that fails keeps only that person's notices unsent for the
    next run. Safe to run at the same time as itself: what another run holds is passed over.
    """
    waiting = (
        Notice.objects.filter(sent_at__isnull=True, created_at__lte=now())
        .order_by("membership_id")
        .values_list("membership_id", flat=True)
        .distinct()[:MOST_PEOPLE]
    )
    return sent_each_alone(partial(send_to, by=by, membership_id=pk) for pk in list(waiting))


def sent_each_alone(letters: Iterable[Callable[[], int]]) -> int:
    """This will send letters of which one that fails keeps no other back, and count those sent.

    The log says what went wrong and not to whom: a mail server's refusal holds the address.
    """
    sent = 0
    for send in letters:
        try:
            sent += send()
        except Exception as error:  # noqa: BLE001 (the next person is to hear)
            log.error("a letter stays for the next run: %s", type(error).__name__)  # noqa: TRY400
    return sent


@act
def send_to(*, by: Actor, membership_id: uuid.UUID) -> int:
    """This will send one person the e-mail of the notices not sent yet, if there are; counts it."""
    notices = list(
        Notice.objects.select_for_update(skip_locked=True, no_key=True).filter(
            membership_id=membership_id, sent_at__isnull=True, created_at__lte=now()
        )
    )
    if not notices:
        return 0
    member = Membership.objects.select_related("user", "team__agency").get(pk=membership_id)
    ids = [n.pk for n in notices]
    Notice.objects.filter(pk__in=ids).update(sent_at=now())
    if not Membership.objects.live(today()).filter(pk=membership_id).exists():
        return 0  # ended or suspended: nothing is written to them, nor kept for later
    own = access.visible(Actor.of(member), P.VIEW_SUMMARY, Notice)
    to_read = own.filter(pk__in=ids).count()
    if not to_read:
        return 0  # of records that have been closed to them since: there is nothing to read
    audit.record(by=by, action="notice.sent", subject=member, notices=to_read)
    return _message(member, to_read).send()


@act
def tell_involved(*, by: Actor, case: Case, kind: NoticeKind) -> None:
    """This will tell everybody who works with a case, and the managers of its lead team, once.

    Partners hear by name where they are involved by name, else every live member of the team.
    The one who acts is not told. Of a restricted case the named people hear, and nobody else.
    """
    moment = now()
    in_force = case.involvements.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment
    )
    people = (
        Membership.objects.live(today())
        .filter(
            Q(pk__in=in_force.filter(membership__isnull=False).values("membership_id"))
            | Q(
                team_id__in=in_force.filter(
                    membership__isnull=True, role=InvolvementRole.PARTNER
                ).values("team_id")
            )
            | Q(role="team_manager", team__in=teams_above(case.lead_team_id))
        )
        .exclude(pk=by.acting_membership)
    )
    Notice.objects.bulk_create(
        [
            Notice(membership=m, case=case, kind=kind, created_at=moment)
            for m in may_hear(case, people)
        ]
    )
    send_soon()


def may_hear(case: Case, people: QuerySet[Membership]) -> QuerySet[Membership]:
    """This will leave those to whom a notice of a case would open: nobody who is excluded from it,
    and of a restricted one the named people alone."""
    moment = now()
    barred = Exclusion.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment), case=case)
    people = people.exclude(user_id__in=barred.values("user_id"))
    if case.is_restricted:
        named = case.involvements.filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment, is_named=True
        )
        people = people.filter(pk__in=named.values("membership_id"))
    return people


def tell_of_naming(*, by: Actor, case: Case, newcomers: Iterable[Membership]) -> None:
    """This will tell those who answer for a restriction that somebody came to be named by another,
    or came to see more or less of the record than before."""
    known = {each.pk for each in newcomers}
    if not case.is_restricted or not known:
        return
    moment = now()
    Notice.objects.bulk_create(
        [
            Notice(membership=m, case=case, kind=NoticeKind.NAMED_CHANGED, created_at=moment)
            for m in who_answers(case)
            if m.pk not in known and m.pk != by.acting_membership
        ]
    )
    send_soon()


@acting.as_job("rules")
def who_answers(case: Case) -> list[Membership]:
    """This will list who answers for a restriction: who restricted the record and the senior
    managers named on it, as far as they see it.

    A door of its own: whoever hands over their own part sees nothing of the record any more.
    """
    restriction = case.restrictions.filter(ends_at__isnull=True)
    people = Membership.objects.live(today()).filter(
        Q(pk__in=restriction.values("restricted_by_id"))
        | Q(role__in=ROLES_THAT_AUTHORISE, team__agency_id=case.authority_id)
    )
    return list(may_hear(case, people))


@act
def mark_read(*, by: Actor) -> int:
    """This will mark the actor's own notices as read, and count them."""
    unread = Notice.objects.filter(
        membership_id=by.acting_membership, read_at__isnull=True, created_at__lte=now()
    )
    read = unread.update(read_at=now())
    if read:
        member = Membership.objects.select_related("user", "team").get(pk=by.acting_membership)
        audit.record(by=by, action="notice.read", subject=member, notices=read)
    return read


def settle(*, by: Actor, case_id: uuid.UUID, kind: NoticeKind) -> None:
    """This will mark as read what asked the actor for what the actor has done now."""
    asked = Notice.objects.filter(membership_id=by.acting_membership, case_id=case_id, kind=kind)
    asked.filter(read_at__isnull=True).update(read_at=now())


@act
def open_notice(*, by: Actor, notice_id: uuid.UUID) -> Notice:
    """This will give one of the actor's own notices and mark it as read, once.

    Raises: NotFound, also where it is somebody else's or its case may be seen no more.
    """
    notice = access.get_for(by, P.VIEW_SUMMARY, notice_id, Notice)
    unread = Notice.objects.filter(pk=notice.pk, read_at__isnull=True)
    if unread.update(read_at=now()):
        member = Membership.objects.select_related("user", "team").get(pk=by.acting_membership)
        audit.record(by=by, action="notice.read", subject=member, notices=1)
    return notice


def send_soon() -> None:
    """This will ask a worker to send notices once this transaction has ended.

    Only a courtesy: beat asks every few minutes, so a broker that cannot be reached loses nothing.
    """

    def ask() -> None:
        try:
            current_app.send_task("cases.send_notices", retry=False)
        except OperationalError:
            log.warning("the broker could not be reached; notices leave with the next beat")

    transaction.on_commit(ask)


def _message(member: Membership, count: int) -> EmailMessage:
    with translation.override(member.user.language):
        body = render_to_string(
            "emails/notices.txt", {"count": count, "url": f"{settings.SITE_URL}/notifications/"}
        )
        return EmailMessage(
            subject=gettext("Something new to read in the child protection register"),
            body=body,
            to=[member.user.email],
        )
