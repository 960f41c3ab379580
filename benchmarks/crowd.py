"""Fills a database with a million cases and three million grants, by plain SQL.

The shape is that of a whole country's register over decades: 22 authorities of 30 teams each, 7
health boards of 30, ten people a team; each case with its lead team, a partner team and one
named worker. Nothing here passes the services: what is measured is reading.
"""

from __future__ import annotations

from datetime import date

from django.db import connection

from agencies import reference
from agencies.actors import Actor
from agencies.models import Membership
from cases.domain.statuses import Level

TEAMS, PEOPLE = 30, 10

TEAMS_AND_PEOPLE = """
CREATE TEMP TABLE new_team AS
SELECT gen_random_uuid() AS id, agency.id AS agency_id, agency.kind, n,
       row_number() OVER (PARTITION BY agency.kind ORDER BY agency.code, n) - 1 AS place
FROM agencies_agency AS agency, generate_series(1, {teams}) AS n
WHERE agency.kind IN ('local_authority', 'health_board');

INSERT INTO auth_group (name) SELECT 'team:' || id FROM new_team;
INSERT INTO agencies_team (id, agency_id, name_en, name_cy, phone, principal_id)
SELECT t.id, t.agency_id, 'Team ' || t.n, 'Tîm ' || t.n, '', g.id
FROM new_team AS t JOIN auth_group AS g ON g.name = 'team:' || t.id;

CREATE TEMP TABLE new_person AS
SELECT gen_random_uuid() AS user_id, gen_random_uuid() AS id, t.id AS team_id, t.kind,
       t.place * {people} + p.n - 1 AS place, p.n
FROM new_team AS t, generate_series(1, {people}) AS p(n);

INSERT INTO agencies_user (id, password, is_superuser, email, full_name, language, phone,
                           is_active, is_staff, created_at)
SELECT user_id, '!', false, user_id || '@bench.example', 'Worker ' || place, 'en', '',
       true, false, now() FROM new_person;
INSERT INTO auth_group (name) SELECT 'membership:' || id FROM new_person;
INSERT INTO agencies_membership (id, user_id, team_id, role, started_on, principal_id)
SELECT p.id, p.user_id, p.team_id,
       CASE WHEN p.kind = 'health_board' THEN 'partner_practitioner'
            WHEN p.n = 1 THEN 'team_manager' WHEN p.n = 2 THEN 'register_custodian'
            ELSE 'social_worker' END,
       date '2020-01-01', g.id
FROM new_person AS p JOIN auth_group AS g ON g.name = 'membership:' || p.id;
-- A person is in the group of the team and of the membership, for guardian's own lookup.
INSERT INTO agencies_user_groups (user_id, group_id)
SELECT p.user_id, g.id FROM new_person AS p
JOIN auth_group AS g ON g.name IN ('membership:' || p.id, 'team:' || p.team_id);
"""

CASES = """
CREATE TEMP TABLE new_case AS
SELECT gen_random_uuid() AS id, gen_random_uuid() AS child_id, n,
       n %% (22 * {teams}) AS lead, (n * 7) %% (7 * {teams}) AS partner,
       (n %% (22 * {teams})) * {people} + 2 + (n / (22 * {teams})) %% ({people} - 2) AS worker,
       date '2026-11-01' - (n %% 3650)::int AS opened_on
FROM generate_series(0, %(cases)s - 1) AS n;
CREATE INDEX ON new_case (lead);
CREATE TEMP TABLE lead_team AS SELECT * FROM new_team WHERE kind = 'local_authority';
CREATE TEMP TABLE health_team AS SELECT * FROM new_team WHERE kind = 'health_board';
ANALYZE new_case; ANALYZE lead_team; ANALYZE health_team; ANALYZE new_person;

INSERT INTO cases_child (id, given_names, family_name, known_as, sex, born_on, home_language,
                         address, version, created_at)
SELECT child_id, 'Given' || n %% 1000, 'Family' || n %% 5000, '', 'not_known',
       opened_on - (n %% 6000)::int, '', '', 1, now() FROM new_case;
INSERT INTO cases_case (id, child_id, authority_id, lead_team_id, opened_on, worker_in_return,
                        version)
SELECT c.id, c.child_id, t.agency_id, t.id, c.opened_on, '', 1
FROM new_case AS c JOIN lead_team AS t ON t.place = c.lead;

CREATE TEMP TABLE new_involvement AS
SELECT gen_random_uuid() AS id, c.id AS case_id, c.opened_on, t.id AS team_id,
       NULL::uuid AS membership_id, 'lead_team' AS role, 'lead' AS level,
       'team:' || t.id AS principal
FROM new_case AS c JOIN lead_team AS t ON t.place = c.lead
UNION ALL
SELECT gen_random_uuid(), c.id, c.opened_on, t.id, NULL, 'partner', 'notes', 'team:' || t.id
FROM new_case AS c JOIN health_team AS t ON t.place = c.partner
UNION ALL
SELECT gen_random_uuid(), c.id, c.opened_on, p.team_id, p.id, 'co_ordinator', 'lead',
       'membership:' || p.id
FROM new_case AS c JOIN new_person AS p ON p.place = c.worker AND p.kind = 'local_authority';

INSERT INTO cases_involvement (id, case_id, team_id, membership_id, role, level, purpose,
                               starts_at, created_at)
SELECT id, case_id, team_id, membership_id, role, level, 'Benchmark', opened_on, now()
FROM new_involvement;
INSERT INTO cases_casegrant (group_id, permission_id, content_object_id, involvement_id, starts_at)
SELECT g.id, permission.id, i.case_id, i.id, i.opened_on
FROM new_involvement AS i JOIN auth_group AS g ON g.name = i.principal
JOIN auth_permission AS permission ON permission.codename = 'case_' || i.level;
"""

GENERIC = """
INSERT INTO guardian_groupobjectpermission (object_pk, content_type_id, group_id, permission_id)
SELECT held.content_object_id::text, kind.id, held.group_id, held.permission_id
FROM cases_casegrant AS held,
     (SELECT id FROM django_content_type WHERE app_label = 'cases' AND model = 'case') AS kind
ON CONFLICT DO NOTHING
"""


def people() -> None:
    """This will make the agencies, their teams and the people in them."""
    reference.load(by=Actor.system("reference-data"))
    _run(TEAMS_AND_PEOPLE.format(teams=TEAMS, people=PEOPLE))


def cases(number: int) -> None:
    """This will add so many cases, each with a child and three involvements and grants.

    What a search finds a child by is left out: nobody searches here.
    """
    for table in ("cases_child", "cases_case", "cases_involvement"):
        _run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    _run(CASES.format(teams=TEAMS, people=PEOPLE), {"cases": number})
    for table in ("cases_child", "cases_case", "cases_involvement"):
        _run(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def generic_grants() -> None:
    """This will write the same grants into django-guardian's own generic table."""
    _run(GENERIC)


def somebody(role: str, agency_kind: str = "local_authority", place: int = 0) -> Membership:
    """This will find one of the people in a role."""
    return (
        Membership.objects.filter(role=role, team__agency__kind=agency_kind)
        .select_related("user", "team__agency")
        .order_by("team__agency__code", "team__name_en", "pk")[place]
    )


def levels() -> list[str]:
    """This will name the permissions of guardian that stand for the levels."""
    return [f"case_{level.value}" for level in Level]


def _run(sql: str, params: dict[str, object] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


TODAY = date(2026, 11, 22)
