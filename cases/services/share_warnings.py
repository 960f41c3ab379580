"""Warning that a share is about to end: to those it is with, and to who answers for the case.

Set-based and idempotent, decided by dates: missed, run twice or twice at once it ends in the same
rows. Access ends on time whether or not this has run.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection

from agencies.actors import Actor
from agencies.models import Agency
from cases.services import notices
from cases.services.act import act
from cases.services.sweeps import LIVE_MEMBER, NOT_BARRED
from cpr.audit import writer as audit
from cpr.clock import now, today

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('share-warnings', 0))"

WARN = f"""
WITH RECURSIVE ending AS (
    SELECT part.id, part.case_id, part.team_id, part.membership_id, kase.lead_team_id,
           kase.is_restricted, greatest(part.starts_at, (
               date_trunc('day', part.ends_at AT TIME ZONE %(zone)s) - %(days)s * interval '1 day'
           ) AT TIME ZONE %(zone)s) AS since
    FROM cases_involvement AS part JOIN cases_case AS kase ON kase.id = part.case_id
    WHERE part.role = 'partner' AND part.starts_at <= %(now)s
      AND part.ends_at > %(now)s AND part.ends_at <= %(now)s + (%(days)s + 2) * interval '1 day'
      AND (NOT kase.is_restricted OR part.is_named)
),
due AS (SELECT * FROM ending WHERE since <= %(now)s),
above(team_id, higher_id) AS (
    SELECT lead_team_id, lead_team_id FROM due
    UNION
    SELECT above.team_id, team.parent_id
    FROM above JOIN agencies_team AS team ON team.id = above.higher_id
    WHERE team.parent_id IS NOT NULL
),
co_ordinator AS (
    SELECT due.id, member.id AS membership_id
    FROM due JOIN cases_involvement AS part ON part.case_id = due.case_id
    JOIN agencies_membership AS member ON member.id = part.membership_id
    WHERE part.role = 'co_ordinator' AND part.starts_at <= %(now)s
      AND (part.ends_at IS NULL OR part.ends_at > %(now)s)
      AND (part.is_named OR NOT due.is_restricted) AND {LIVE_MEMBER}
      AND {NOT_BARRED.format(case="due.case_id")}
),
answering AS (
    SELECT * FROM co_ordinator
    UNION
    SELECT due.id, member.id
    FROM due JOIN above ON above.team_id = due.lead_team_id
    JOIN agencies_membership AS member ON member.team_id = above.higher_id
    WHERE member.role = 'team_manager' AND NOT due.is_restricted
      AND NOT EXISTS (SELECT 1 FROM co_ordinator WHERE co_ordinator.id = due.id)
      AND {LIVE_MEMBER} AND {NOT_BARRED.format(case="due.case_id")}
    UNION
    SELECT due.id, member.id
    FROM due JOIN cases_involvement AS part ON part.case_id = due.case_id
    JOIN agencies_membership AS member ON member.id = part.membership_id
    WHERE due.is_restricted AND part.is_named AND part.level = 'lead'
      AND part.starts_at <= %(now)s AND (part.ends_at IS NULL OR part.ends_at > %(now)s)
      AND NOT EXISTS (SELECT 1 FROM co_ordinator WHERE co_ordinator.id = due.id)
      AND {LIVE_MEMBER} AND {NOT_BARRED.format(case="due.case_id")}
),
hearer AS (
    SELECT * FROM answering
    UNION
    SELECT due.id, member.id
    FROM due JOIN agencies_membership AS member ON member.id = due.membership_id
        OR (due.membership_id IS NULL AND member.team_id = due.team_id)
    WHERE {LIVE_MEMBER} AND {NOT_BARRED.format(case="due.case_id")}
)
INSERT INTO cases_notice (id, membership_id, case_id, kind, created_at)
SELECT uuidv7(), new.membership_id, new.case_id, 'share_ends_soon', %(now)s
FROM (
    SELECT DISTINCT hearer.membership_id, due.case_id
    FROM hearer JOIN due ON due.id = hearer.id
    WHERE NOT EXISTS (SELECT 1 FROM cases_notice AS told
                      WHERE told.membership_id = hearer.membership_id
                        AND told.case_id = due.case_id AND told.kind = 'share_ends_soon'
                        AND told.created_at >= due.since)
) AS new
"""  # noqa: S608 (constants of this module and of the sweep only)
"""``since``: from when a share's warning is due. What was written since then warned of it too; a
share that is made longer is another share, and is warned of anew."""


@act
def warn_of_ends(*, by: Actor) -> int:
    """This will tell of each share that ends within ``SHARE_WARNING_DAYS``, once; counts notices.

    Told are those it is with, and the co-ordinator; where there is none, the managers of the lead
    team and above; of a restricted case its named people who lead. Nobody who is excluded.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        moment: datetime = now()
        days, zone = settings.SHARE_WARNING_DAYS, settings.TIME_ZONE
        cursor.execute(WARN, {"now": moment, "today": today(), "days": days, "zone": zone})
        told = int(cursor.rowcount)
    if told:
        audit.record(by=by, action="shares.warned", subject=Agency(), notices_written=told)
        notices.send_soon()
    return told
