"""Notices leave the product as e-mail that says only that there is something to read, and where."""

from __future__ import annotations

import logging
from collections import defaultdict

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from kombu.exceptions import OperationalError

from agencies.actors import Actor
from agencies.models import Membership
from cases.models import Notice
from cpr.audit import writer as audit
from cpr.clock import now, today

BATCH = 500
log = logging.getLogger(__name__)


@transaction.atomic
def send_notices(*, by: Actor) -> int:
    """This will send one e-mail to each person with notices not sent yet; counts the e-mails.

    A membership that is over or suspended is not written to; its notices are not kept for later.

    Safe to run at the same time as itself: rows in the other run's hands are passed over. A run
    that dies leaves its rows unsent for the next.
    """
    notices = list(
        Notice.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(sent_at__isnull=True)
        .order_by("created_at")[:BATCH]
    )
    by_person: dict[object, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_person[notice.membership_id].append(notice)
    members = Membership.objects.select_related("user").in_bulk(list(by_person))
    live = set(Membership.objects.live(today()).filter(pk__in=members).values_list("pk", flat=True))
    messages = [_message(members[pk], len(rows)) for pk, rows in by_person.items() if pk in live]
    moment = now()
    Notice.objects.filter(pk__in=[n.pk for n in notices]).update(sent_at=moment)
    audit.record_many(
        by=by,
        entries=[
            audit.Entry("notice.sent", members[pk], details={"notices": len(rows)})
            for pk, rows in by_person.items()
            if pk in live
        ],
    )
    if messages:
        get_connection().send_messages(messages)
    return len(messages)


@transaction.atomic
def mark_read(*, by: Actor) -> int:
    """This will mark the actor's own notices as read, and count them."""
    unread = Notice.objects.filter(membership_id=by.acting_membership, read_at__isnull=True)
    read = unread.update(read_at=now())
    if read:
        member = Membership.objects.select_related("user", "team").get(pk=by.acting_membership)
        audit.record(by=by, action="notice.read", subject=member, notices=read)
    return read


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
