"""How many records one person opens in emergencies within a day, and who is told beyond that.

Whoever is stopped has the authority's telephone numbers; a limit that no work comes near stops an
account that is in other hands.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from functools import partial
from operator import itemgetter

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from agencies.actors import Actor
from agencies.models import Membership
from agencies.roles import ROLES, Duty
from cases import access_openings, access_sought
from cases.domain.errors import Problem, RuleBroken
from cases.models import Case
from cases.services import notices
from cases.services.act import act
from cpr import acting
from cpr.audit import writer as audit
from cpr.clock import now, today

WITHIN = timedelta(hours=24)
TOLD_FOR = int(WITHIN.total_seconds())
"""A named default: of one person an officer hears once in that time; the page counts each stop."""


class TooManyOpened(RuleBroken):
    """The person has opened as many records within a day as anybody may."""


class NothingLeft(RuntimeError):
    """The mail was handed over to nobody, so that nothing is recorded as told."""


@acting.as_job("rules")
def require_below(actor: Actor) -> None:
    """This will do nothing where the person may open one more; two at once come one after the
    other, also in two memberships.

    Raises: TooManyOpened.
    """
    most = settings.EMERGENCY_OPENINGS_A_DAY
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"emergency:{actor.user_id}"]
        )
    if access_openings.opened_by_person(actor, since=now() - WITHIN) >= most:
        raise TooManyOpened(Problem("emergency_too_many", params={"most": most}))


@act
def stopped(*, by: Actor, case: Case) -> None:
    """This will record that somebody was stopped before one more record, and have the privacy
    officers of the authority and of the person's own agency told.

    Raises: NotAllowed; NotFound, also for an excluded person.
    """
    case = access_sought.sought(by, case.pk, Duty.EMERGENCY_ACCESS)
    audit.record(
        by=by,
        action="emergency.stopped",
        subject=case,
        case_id=case.pk,
        child_id=case.child_id,
        authority=str(case.authority_id),
        agency=str(by.agency_id),
        most=settings.EMERGENCY_OPENINGS_A_DAY,
        child=case.child.full_name,
    )
    notices.send_soon()


def tell_officers(*, by: Actor) -> int:
    """This will write to the privacy officers of who was stopped within a day: a letter an officer,
    which names nobody; counts the letters. An officer hears of a person once a day.

    A letter that fails is for the next run, and keeps none of the others back.
    """
    due = {
        (officer.pk, person): officer
        for person, agency in access_openings.stopped_people(since=now() - WITHIN)
        for officer in _officers(agency)
    }
    return notices.sent_each_alone(
        partial(_tell_once, by=by, officer=officer, of=of)
        for (_pk, of), officer in sorted(due.items(), key=itemgetter(0))
    )


def _tell_once(*, by: Actor, officer: Membership, of: uuid.UUID) -> int:
    """Kept as told only once the letter has left and is recorded."""
    key = f"stop-told:{officer.pk}:{of}"
    told = _tell(by=by, officer=officer, key=key)
    if told:
        cache.set(key, 1, timeout=TOLD_FOR)
    return told


@act
def _tell(*, by: Actor, officer: Membership, key: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        is_ours = cursor.fetchone()[0]
    if not is_ours or cache.get(key):
        return 0  # another run writes it now, or has
    audit.record(by=by, action="emergency.stop_told", subject=officer)
    with translation.override(officer.user.language):
        page = f"{settings.SITE_URL}{reverse('cases:emergency_counts')}"
        letter = EmailMessage(
            subject=gettext("Emergency access to look at in the child protection register"),
            body=render_to_string("emails/emergency_stopped.txt", {"url": page}),
            to=[officer.user.email],
        )
        if not letter.send():
            raise NothingLeft
    return 1


def _officers(agency: uuid.UUID) -> list[Membership]:
    roles = [key for key, role in ROLES.items() if Duty.COUNT_EMERGENCIES in role.duties]
    live = Membership.objects.live(today()).filter(role__in=roles, team__agency_id=agency)
    return list(live.select_related("user", "team__agency").order_by("pk"))
