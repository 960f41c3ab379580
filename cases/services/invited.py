"""Those who are invited to a conference when something becomes of it: moved, cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q
from django.utils.timezone import get_current_timezone

from agencies.actors import Actor
from agencies.models import Membership, Team
from cases.domain.rules import taking_part as rules
from cases.domain.statuses import InvolvementRole, LegalBasis, Level
from cases.models import Case, Conference, Invitation, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.services import notices, shares
from cpr.clock import now, today


def is_inside(case: Case, team: Team, membership: Membership | None) -> bool:
    """This will say whether a team, or one of it, works with a child at this moment."""
    mine = Q(team=team, membership__isnull=True)
    if membership is not None:
        mine |= Q(membership=membership)
    rows = Involvement.objects.filter(mine, case=case, starts_at__lte=now())
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now())).exists()


def let_in_end(planned_on: date, on: date) -> datetime:
    """This will give the moment at which those let in for a conference are out again."""
    day_after = rules.let_in_until(planned_on, on) + timedelta(days=1)
    return datetime.combine(day_after, time.min, tzinfo=get_current_timezone())


def tell(
    *,
    by: Actor,
    cases: Iterable[Case],
    team: Team,
    membership: Membership | None,
    kind: NoticeKind,
) -> None:
    """This will tell a team, or one of it, in each of some cases; not the one who acts."""
    Notice.objects.bulk_create(
        [
            Notice(membership=each, case=case, kind=kind, created_at=now())
            for case in cases
            for each in notices.may_hear(case, shares.recipients(case, team, membership))
            if each.pk != by.membership_id
        ]
    )
    notices.send_soon()


def tell_invited(*, by: Actor, conference: Conference) -> None:
    """This will tell everybody who is invited that their conference has changed.

    The caller has gate, lock and audit.
    """
    cases = _cases(conference)
    for row in _practitioners(conference):
        if row.team is None:
            continue
        inside = [case for case in cases if is_inside(case, row.team, row.membership)]
        kind = NoticeKind.CONFERENCE_CHANGED
        tell(by=by, cases=inside, team=row.team, membership=row.membership, kind=kind)


def ask_again(*, by: Actor, conference: Conference, from_on: date) -> None:
    """This will ask everybody anew for a conference that was moved: a reply was for its day.

    Who was let in for it stays in until some weeks after the new day. The caller has gate, lock
    and audit.
    """
    standing = Invitation.objects.filter(conference=conference, withdrawn_at=None)
    standing.filter(reply__isnull=False).update(
        reply=None, replied_on=None, reply_note="", version=F("version") + 1
    )
    asked = {(row.team_id, row.membership_id) for row in _practitioners(conference)}
    let_in = Involvement.objects.filter(
        case__in=_cases(conference),
        role=InvolvementRole.PARTNER,
        ends_at=let_in_end(from_on, from_on),
    )
    for share in let_in.select_related("team", "membership"):
        if (share.team_id, share.membership_id) in asked:
            shares.change_share(
                by=by,
                involvement=share,
                level=Level(share.level),
                purpose=share.purpose,
                legal_basis=LegalBasis(share.legal_basis or LegalBasis.CO_OPERATION),
                ends_at=let_in_end(conference.planned_on, today()),
            )
    tell_invited(by=by, conference=conference)


def _practitioners(conference: Conference) -> list[Invitation]:
    rows = Invitation.objects.filter(conference=conference, withdrawn_at=None, team__isnull=False)
    return list(rows.select_related("team", "membership"))


def _cases(conference: Conference) -> list[Case]:
    rows = Case.objects.filter(at_conferences__conference=conference)
    return list(rows.select_related("child", "authority").order_by("pk"))
