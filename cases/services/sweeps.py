"""The overdue sweep: notices what the dates already say, and tells people once.

Set-based and idempotent: run twice, late or twice at once it ends in the same rows. What is late
is decided by the deadlines' dates, not by this having run.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from agencies.actors import Actor
from cases.bank_holidays import calendar_of
from cases.domain.statuses import Nation
from cases.models import SweepRun
from cases.services.act import act
from cpr.audit import writer as audit
from cpr.clock import now as clock_now

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('overdue-sweep', 0))"

LIVE_MEMBER = """
    member.suspended_at IS NULL AND member.started_on <= %(today)s
    AND (member.ended_on IS NULL OR member.ended_on > %(today)s)
    AND EXISTS (SELECT 1 FROM agencies_user AS person
                WHERE person.id = member.user_id AND person.is_active)
"""

NOT_BARRED = """
    NOT EXISTS (SELECT 1 FROM cases_exclusion AS barred
                WHERE barred.case_id = {case} AND barred.user_id = member.user_id
                  AND barred.ends_at IS NULL)
"""

LATE = f"""
CREATE TEMPORARY TABLE late_date ON COMMIT DROP AS
SELECT deadline.id AS deadline_id, deadline.case_id, deadline.due_on,
       case_row.lead_team_id, case_row.is_restricted, case_row.authority_id, authority.nation,
       co_ordinator.membership_id
FROM cases_deadline AS deadline
JOIN cases_case AS case_row ON case_row.id = deadline.case_id
JOIN agencies_agency AS authority ON authority.id = case_row.authority_id
LEFT JOIN (
    SELECT involvement.case_id, involvement.is_named, member.id AS membership_id
    FROM cases_involvement AS involvement
    JOIN agencies_membership AS member ON member.id = involvement.membership_id
    WHERE involvement.role = 'co_ordinator' AND involvement.starts_at <= %(now)s
      AND (involvement.ends_at IS NULL OR involvement.ends_at > %(now)s)
      AND {LIVE_MEMBER} AND {NOT_BARRED.format(case="involvement.case_id")}
) AS co_ordinator ON co_ordinator.case_id = deadline.case_id
                 AND (co_ordinator.is_named OR NOT case_row.is_restricted)
WHERE deadline.due_on < %(today)s AND deadline.met_on IS NULL AND deadline.stopped_on IS NULL
"""  # noqa: S608 (constants of this module only)

# What comes after is planned for as many rows as there are, even in the first sweep after a whole
# register was loaded, when the tables' own figures still say that they are empty.
KNOW_HOW_MANY = "ANALYZE late_date"

CLEAR = """
UPDATE cases_overdueflag AS flag SET cleared_at = %(now)s
WHERE flag.cleared_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM late_date WHERE late_date.deadline_id = flag.deadline_id)
"""

# What somebody is writing to at this moment is left to the next sweep: nobody waits, and no flag
# is raised on what was met meanwhile.
RAISE = """
INSERT INTO cases_overdueflag AS flag (id, deadline_id, raised_at)
SELECT uuidv7(), still_late.id, %(now)s FROM (
    SELECT deadline.id FROM cases_deadline AS deadline
    WHERE deadline.id = ANY(ARRAY(
        SELECT late_date.deadline_id FROM late_date
        WHERE NOT EXISTS (SELECT 1 FROM cases_overdueflag AS raised
                          WHERE raised.deadline_id = late_date.deadline_id
                            AND raised.cleared_at IS NULL)))
      AND deadline.met_on IS NULL AND deadline.stopped_on IS NULL
    FOR SHARE OF deadline SKIP LOCKED
) AS still_late
ON CONFLICT (deadline_id) DO UPDATE SET cleared_at = NULL
"""
MANY = 1000
"""Flags at once after which their number is news to the planner."""

TELL_CO_ORDINATOR = """
INSERT INTO cases_notice (id, membership_id, case_id, kind, flag_id, created_at)
SELECT uuidv7(), late_date.membership_id, late_date.case_id, 'overdue', flag.id, %(now)s
FROM late_date JOIN cases_overdueflag AS flag ON flag.deadline_id = late_date.deadline_id
WHERE late_date.membership_id IS NOT NULL AND flag.cleared_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM cases_notice AS told
                  WHERE told.flag_id = flag.id AND told.membership_id = late_date.membership_id
                    AND told.kind = 'overdue')
ON CONFLICT DO NOTHING
"""

TELL_MANAGERS = f"""
WITH RECURSIVE above(team_id, higher_id) AS (
    SELECT id, id FROM agencies_team
    UNION
    SELECT above.team_id, team.parent_id
    FROM above JOIN agencies_team AS team ON team.id = above.higher_id
    WHERE team.parent_id IS NOT NULL
),
manager AS (
    SELECT above.team_id, member.id AS membership_id
    FROM above JOIN agencies_membership AS member ON member.team_id = above.higher_id
    WHERE member.role = 'team_manager' AND {LIVE_MEMBER}
),
custodian AS (
    SELECT team.id AS team_id, member.id AS membership_id
    FROM agencies_team AS team
    JOIN agencies_team AS office ON office.agency_id = team.agency_id
    JOIN agencies_membership AS member ON member.team_id = office.id
    WHERE member.role = 'register_custodian' AND {LIVE_MEMBER}
      AND NOT EXISTS (SELECT 1 FROM manager WHERE manager.team_id = team.id)
),
hearer AS (SELECT * FROM manager UNION SELECT * FROM custodian),
step(nation, since) AS (SELECT * FROM unnest(%(nations)s::text[], %(since)s::date[])),
told AS (
    SELECT flag.id AS flag_id, late_date.* FROM late_date
    JOIN step ON step.nation = late_date.nation
    JOIN cases_overdueflag AS flag ON flag.deadline_id = late_date.deadline_id
    WHERE flag.cleared_at IS NULL
      AND (late_date.due_on <= step.since OR late_date.membership_id IS NULL)
),
named AS (
    SELECT DISTINCT part.case_id, member.id AS membership_id, member.role
    FROM cases_involvement AS part
    JOIN agencies_membership AS member ON member.id = part.membership_id
    WHERE part.is_named AND part.role <> 'emergency' AND part.starts_at <= %(now)s
      AND (part.ends_at IS NULL OR part.ends_at > %(now)s)
      AND {LIVE_MEMBER} AND {NOT_BARRED.format(case="part.case_id")}
),
barred AS (
    SELECT barred.case_id, member.id AS membership_id
    FROM cases_exclusion AS barred JOIN agencies_membership AS member USING (user_id)
    WHERE barred.ends_at IS NULL
),
heard AS (
    SELECT told.flag_id, told.case_id, hearer.membership_id
    FROM told JOIN hearer ON hearer.team_id = told.lead_team_id
    WHERE NOT told.is_restricted AND (told.case_id, hearer.membership_id) NOT IN (TABLE barred)
    UNION ALL
    SELECT told.flag_id, told.case_id, named.membership_id
    FROM told JOIN named ON named.case_id = told.case_id
    WHERE told.is_restricted AND (named.role = 'senior_manager' OR EXISTS (
        SELECT 1 FROM hearer WHERE hearer.membership_id = named.membership_id
                               AND hearer.team_id = told.lead_team_id))
),
officer AS (
    SELECT told.flag_id, told.case_id, member.id AS membership_id
    FROM told JOIN agencies_team AS team ON team.agency_id = told.authority_id
    JOIN agencies_membership AS member ON member.team_id = team.id
    WHERE told.case_id IN (SELECT case_id FROM barred) AND NOT told.is_restricted
      AND NOT EXISTS (SELECT 1 FROM heard WHERE heard.flag_id = told.flag_id)
      AND member.role IN ('senior_manager', 'register_custodian')
      AND {LIVE_MEMBER} AND {NOT_BARRED.format(case="told.case_id")}
)
INSERT INTO cases_notice (id, membership_id, case_id, kind, flag_id, created_at)
SELECT uuidv7(), membership_id, case_id, 'overdue_manager', flag_id, %(now)s
FROM (TABLE heard UNION ALL TABLE officer) AS one
WHERE NOT EXISTS (SELECT 1 FROM cases_notice AS told
                  WHERE told.flag_id = one.flag_id AND told.membership_id = one.membership_id
                    AND told.kind = 'overdue_manager')
ON CONFLICT DO NOTHING
"""  # noqa: S608 (constants of this module only)


@act
def sweep_overdue(*, by: Actor, today: date) -> SweepRun:
    """This will flag what has become overdue and tell who is to hear of it.

    The co-ordinator hears at once; the managers of the lead team and above it after
    ``TELL_MANAGER_AFTER_WORKING_DAYS``, or at once where there is no co-ordinator. Where the
    lead team has no manager above it, the custodian of the register hears instead. Of a
    restricted case the named senior manager hears, and a manager only if named too; nobody hears
    who is excluded, and if that is everybody, the senior manager or custodian does. Sweeps that
    overlap wait for one another. Runs as a database role that may read dates and who works with
    whom, write flags and notices, and nothing else.
    """
    started_at = clock_now()
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        moment = clock_now()
        _run(cursor, "DROP TABLE IF EXISTS late_date", today, moment)
        _run(cursor, LATE, today, moment)
        _run(cursor, KNOW_HOW_MANY, today, moment)
        cleared = _run(cursor, CLEAR, today, moment)
        raised = _run(cursor, RAISE, today, moment)
        if raised >= MANY:
            _run(cursor, "ANALYZE cases_overdueflag", today, moment)
        told = _run(cursor, TELL_CO_ORDINATOR, today, moment)
        after = settings.TELL_MANAGER_AFTER_WORKING_DAYS
        told += _run(
            cursor,
            TELL_MANAGERS,
            today,
            moment,
            nations=[nation.value for nation in Nation],
            since=[calendar_of(n).subtract_working_days(today, after) for n in Nation],
        )
    run = SweepRun.objects.create(
        started_at=started_at,
        finished_at=clock_now(),
        for_day=today,
        flags_raised=raised,
        flags_cleared=cleared,
        notices_written=told,
    )
    audit.record(
        by=by,
        action="overdue.swept",
        subject=run,
        flags_raised=raised,
        flags_cleared=cleared,
        notices_written=told,
    )
    return run


def _run(cursor: Any, sql: str, today: date, moment: datetime, **extra: Any) -> int:
    cursor.execute(sql, {"today": today, "now": moment, **extra})
    return int(cursor.rowcount)
