"""Row-level security under the gate: the application's role sees the rows of whoever acts.

``register_act`` is called before every statement (``cpr.postgres``). Once a transaction it looks up
the acting membership, if it is in force, and leaves what follows from it in settings of the
transaction; the policies read those. The clause is that of ``cases.access_clause``, on rows.
"""

from django.db import migrations

from cpr.postgres.policies import protect

# What ``agencies.roles`` says, for the database. A test holds the two to one another; a change of
# a role is a new migration that replaces these functions.
READ = "view_summary view_actions view_plan view_notes view_record view_sharing"
WORK = (
    f"{READ} view_overdue add_note record_work call_conference record_decision share "
    "view_access_log"
)
NIGHT = "search emergency_access"
ROLES = {
    "social_worker": f"{WORK} {NIGHT} add_child overdue_board",
    "support_worker": f"{READ} view_overdue search",
    "team_manager": f"{WORK} assign restrict {NIGHT} add_child overdue_board review_emergency",
    "senior_manager": f"{WORK} assign restrict {NIGHT} overdue_board review_emergency "
    "authorise_emergency",
    "register_custodian": f"{WORK} assign restrict {NIGHT} add_child import_register overdue_board "
    "review_emergency",
    "conference_chair": f"{READ} view_overdue add_note record_decision {NIGHT}",
    "emergency_duty": f"view_summary view_actions view_plan view_notes add_note {NIGHT}",
    "partner_practitioner": f"{READ} add_note {NIGHT}",
    "privacy_officer": "count_emergencies",
    "system_administrator": "manage_people",
}
REACH = {
    "team_manager": "teams_below",
    "senior_manager": "authority",
    "register_custodian": "authority",
    "emergency_duty": "authority",
}


def _cases(values: dict[str, str]) -> str:
    return " ".join(f"WHEN '{key}' THEN '{value}'" for key, value in values.items())


ROLES_SQL = f"""
CREATE FUNCTION register_role_may(role text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE role {_cases(ROLES)} ELSE '' END $$;
CREATE FUNCTION register_role_reach(role text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE role {_cases(REACH)} ELSE 'involved' END $$;
"""

ACT = """
CREATE FUNCTION register_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(nullif(current_setting('register.at', true), '')::timestamptz,
                    statement_timestamp())
$$;

CREATE FUNCTION register_set(name text, value text) RETURNS void LANGUAGE sql AS $$
    SELECT set_config('register.' || name, coalesce(value, ''), true)
$$;

-- The cases that are open to whoever acts, at the level of a table; of whom reaches more than
-- 50,000 only a part, which register_has_many tells. A set, and no expression: the planner would
-- work it out again and again while it guesses how many rows there are.
CREATE FUNCTION register_listed(its_level text) RETURNS SETOF uuid LANGUAGE plpgsql STABLE
SECURITY DEFINER ROWS 500 SET search_path = public, pg_temp AS $$
DECLARE
    levels int[] := nullif(current_setting('register.level_' || its_level, true), '')::int[];
    excluded uuid[];
    authority uuid;
    agency uuid;
    below uuid[];
    at timestamptz;
    granted int;
    reached int := 0;
BEGIN
    IF levels IS NULL OR current_setting('register.many', true) = 'yes' THEN
        RETURN;
    END IF;
    excluded := current_setting('register.excluded')::uuid[];
    authority := nullif(current_setting('register.authority'), '')::uuid;
    agency := nullif(current_setting('register.agency'), '')::uuid;
    below := nullif(current_setting('register.below'), '{}')::uuid[];
    at := register_at();
    RETURN QUERY
        SELECT content_object_id FROM cases_casegrant
        WHERE group_id = ANY(current_setting('register.groups')::int[])
          AND permission_id = ANY(levels) AND NOT is_barred
          AND starts_at <= at AND (ends_at IS NULL OR ends_at > at)
          AND content_object_id <> ALL(excluded) LIMIT 50001;
    GET DIAGNOSTICS granted = ROW_COUNT;
    IF authority IS NOT NULL THEN
        RETURN QUERY
            SELECT id FROM cases_case WHERE authority_id = authority
            AND NOT is_restricted AND id <> ALL(excluded) LIMIT 50001;
        GET DIAGNOSTICS reached = ROW_COUNT;
    ELSIF below IS NOT NULL THEN
        RETURN QUERY
            SELECT id FROM cases_case WHERE lead_team_id = ANY(below)
            AND authority_id = agency AND NOT is_restricted AND id <> ALL(excluded) LIMIT 50001;
        GET DIAGNOSTICS reached = ROW_COUNT;
    END IF;
    IF granted + reached > 50000 THEN
        PERFORM register_set('many', 'yes');
    ELSIF its_level = 'cases' THEN
        PERFORM register_set('many', 'no');
    END IF;
END $$;

-- Whether whoever acts reaches too many cases to list them.
CREATE FUNCTION register_has_many() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF coalesce(current_setting('register.many', true), '') = '' THEN
        PERFORM count(*) FROM register_listed('cases');  -- which finds it out
    END IF;
    RETURN current_setting('register.many', true) = 'yes';
END $$;

-- Whether a case is open to whoever acts at a level: for those who reach too many to list them.
CREATE FUNCTION register_sees(its_case uuid, its_level text) RETURNS boolean LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    levels int[] := nullif(current_setting('register.level_' || its_level, true), '')::int[];
BEGIN
    RETURN levels IS NOT NULL AND EXISTS (
        SELECT 1 FROM cases_case AS its WHERE its.id = its_case
        AND its.id <> ALL(current_setting('register.excluded')::uuid[])
        AND ((NOT its.is_restricted AND (
                its.authority_id = nullif(current_setting('register.authority'), '')::uuid
                OR (its.lead_team_id = ANY(current_setting('register.below')::uuid[])
                    AND its.authority_id = current_setting('register.agency')::uuid)))
            OR EXISTS (
                SELECT 1 FROM cases_casegrant AS held
                WHERE held.content_object_id = its.id AND NOT held.is_barred
                  AND held.group_id = ANY(current_setting('register.groups')::int[])
                  AND held.permission_id = ANY(levels) AND held.starts_at <= register_at()
                  AND (held.ends_at IS NULL OR held.ends_at > register_at()))));
END $$;
-- Whose case it is: all that a privacy officer may know of it.
CREATE FUNCTION register_authority_of(its_case uuid) RETURNS uuid LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT authority_id FROM cases_case WHERE id = its_case
$$;

CREATE FUNCTION register_act(who text, told text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    moment timestamptz := coalesce(nullif(told, '')::timestamptz, statement_timestamp());
    on_day date := (moment AT TIME ZONE 'Europe/London')::date;
    key text := concat_ws(' ', who, on_day, told);
    member record;
    may text[] := '{}';
    groups int[] := '{}';
    authority uuid;
    below uuid[] := '{}';
    excluded uuid[] := '{}';
    ranks int[];
BEGIN
    IF who LIKE 's:_%' THEN  -- a job, whose role sees every row
        IF who NOT IN ('s:sought', 's:rules', 's:figures') THEN  -- those only read
            PERFORM set_config('register.key', '', true);
        END IF;
        RETURN;
    END IF;
    PERFORM set_config('register.at', told, true);
    IF current_setting('register.key', true) = key THEN
        RETURN;  -- looked up already in this transaction, and no job has written since
    END IF;
    SELECT m.id, m.role, m.user_id, m.team_id, team.agency_id,
           ARRAY[team.principal_id, m.principal_id] AS groups
    INTO member
    FROM agencies_membership AS m
    JOIN agencies_team AS team ON team.id = m.team_id
    JOIN agencies_user AS person ON person.id = m.user_id AND person.is_active
    WHERE who LIKE 'p:%' AND m.id = substr(who, 3)::uuid AND m.suspended_at IS NULL
      AND m.started_on <= on_day AND (m.ended_on IS NULL OR m.ended_on > on_day);
    PERFORM
        register_set('acts', CASE WHEN member.id IS NOT NULL THEN 'yes' END),
        register_set('member', member.id::text),
        register_set('person', member.user_id::text),
        register_set('team', member.team_id::text),
        register_set('agency', member.agency_id::text),
        register_set('key', key);
    IF member.id IS NOT NULL THEN
        may := string_to_array(register_role_may(member.role), ' ');
    END IF;
    IF 'view_summary' = ANY(may) THEN
        groups := member.groups;
        CASE register_role_reach(member.role)
            WHEN 'authority' THEN authority := member.agency_id;
            WHEN 'teams_below' THEN below := ARRAY(
                WITH RECURSIVE below(id) AS (
                    SELECT member.team_id UNION
                    SELECT team.id FROM agencies_team AS team JOIN below ON team.parent_id = below.id
                ) SELECT id FROM below);
            ELSE NULL;
        END CASE;
        excluded := ARRAY(SELECT case_id FROM cases_exclusion
                          WHERE user_id = member.user_id AND starts_at <= moment
                            AND (ends_at IS NULL OR ends_at > moment));
    END IF;
    -- The permissions that stand for the levels, least first; five of them open something more.
    SELECT array_agg(id ORDER BY array_position(
        '{case_summary,case_actions,case_plan,case_notes,case_full,case_lead}', codename::text))
    INTO ranks FROM auth_permission
    WHERE codename IN ('case_summary', 'case_actions', 'case_plan', 'case_notes', 'case_full',
                       'case_lead');
    PERFORM
        register_set('may', array_to_string(may, ' ')),
        register_set('groups', groups::text),
        register_set('authority', authority::text),
        register_set('below', below::text),
        register_set('excluded', excluded::text),
        register_set('many', ''),
        register_set('level_cases', CASE WHEN 'view_summary' = ANY(may) THEN ranks::text END),
        register_set('level_plan', CASE WHEN 'view_plan' = ANY(may) THEN ranks[3:]::text END),
        register_set('level_notes', CASE WHEN 'view_notes' = ANY(may) THEN ranks[4:]::text END),
        register_set('level_record', CASE WHEN 'view_record' = ANY(may) THEN ranks[5:]::text END);
END $$;
"""
UNACT = """
DROP FUNCTION register_act(text, text);
DROP FUNCTION register_authority_of(uuid);
DROP FUNCTION register_listed(text);
DROP FUNCTION register_has_many();
DROP FUNCTION register_sees(uuid, text);
DROP FUNCTION register_set(text, text);
DROP FUNCTION register_at();
DROP FUNCTION register_role_reach(text);
DROP FUNCTION register_role_may(text);
"""


def setting(name: str) -> str:
    return f"current_setting('register.{name}', true)"


def one(name: str) -> str:
    return f"(SELECT nullif({setting(name)}, '')::uuid)"


def many(name: str, kind: str) -> str:
    return f"(SELECT nullif({setting(name)}, '')::{kind}[])"


def listed(name: str) -> str:
    """In a subquery, so that the list is hashed once and not read through for every row."""
    return f"(SELECT register_listed('{name}'))"


def may(permission: str) -> str:
    return f"'{permission}' = ANY((SELECT string_to_array({setting('may')}, ' '))::text[])"


TOO_MANY = "(SELECT register_has_many())"
AT = "(SELECT register_at())"


def of_case(column: str, level: str = "cases") -> str:
    """Rows of a case. Who reaches few cases has them listed; else the case is looked at."""
    return f"({column} IN {listed(level)} OR ({TOO_MANY} AND register_sees({column}, '{level}')))"


def of_child(column: str) -> str:
    """Rows of a child: by its cases, each looked at by itself. No EXISTS, which the planner may
    answer by listing every case there is."""
    return f"(SELECT true FROM cases_case AS its WHERE its.child_id = {column} LIMIT 1)"


def through(table: str, column: str, mine: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} AS its WHERE its.{column} = {mine})"


def either(*clauses: str) -> str:
    return " OR ".join(clauses)


# First what a role reaches, by the row's own columns: no list is hashed where that suffices.
CASE = f"""(((cases_case.authority_id = {one("authority")}
        OR (cases_case.lead_team_id = ANY({many("below", "uuid")}::uuid[])
            AND cases_case.authority_id = {one("agency")}))
        AND NOT cases_case.is_restricted
        AND cases_case.id <> ALL({many("excluded", "uuid")}::uuid[]))
    OR cases_case.id IN {listed("cases")}
    OR ({TOO_MANY} AND cases_case.id <> ALL({many("excluded", "uuid")}::uuid[]) AND EXISTS (
        SELECT 1 FROM cases_casegrant AS held
        WHERE held.content_object_id = cases_case.id AND NOT held.is_barred
          AND held.group_id = ANY({many("groups", "int")}::int[])
          AND held.starts_at <= {AT} AND (held.ends_at IS NULL OR held.ends_at > {AT}))))"""
NOTE = f"""((cases_note.author_team_id = {one("team")} AND {of_case("cases_note.case_id")})
    OR ({of_case("cases_note.case_id", "notes")} AND (
        cases_note.audience = 'everyone'
        OR EXISTS (SELECT 1 FROM cases_case AS home WHERE home.id = cases_note.case_id
                   AND home.authority_id = {one("agency")})
        OR EXISTS (SELECT 1 FROM cases_note_teams AS named WHERE named.note_id = cases_note.id
                   AND named.team_id = {one("team")}))))"""
OWN_LOADING = f"(authority_id = {one('agency')} AND {may('import_register')})"

BY_CASE = ("registration", "deadline", "notice", "restriction")
IN_FULL = ("visit", "coregroupmeeting", "strategydiscussion", "section47enquiry")
USING = {
    "cases_case": either(CASE),
    "cases_child": either(of_child("cases_child.id")),
    "cases_childname": either(of_child("cases_childname.child_id")),
    "cases_childidentifier": either(of_child("cases_childidentifier.child_id")),
    "cases_childsearch": either(of_child("cases_childsearch.child_id")),
    "cases_siblinggroup": either(
        through("cases_child", "sibling_group_id", "cases_siblinggroup.id")
    ),
    "cases_involvement": either(
        f"(role = 'emergency' AND {may('count_emergencies')})",
        of_case("cases_involvement.case_id"),
    ),
    **{f"cases_{name}": either(of_case(f"cases_{name}.case_id")) for name in BY_CASE},
    **{f"cases_{name}": either(of_case(f"cases_{name}.case_id", "record")) for name in IN_FULL},
    "cases_registrationcategory": either(
        through("cases_registration", "id", "cases_registrationcategory.registration_id")
    ),
    "cases_deregistrationdecision": either(
        through("cases_registration", "id", "cases_deregistrationdecision.registration_id")
    ),
    "cases_overdueflag": either(through("cases_deadline", "id", "cases_overdueflag.deadline_id")),
    "cases_conferencechild": either(of_case("cases_conferencechild.case_id", "plan")),
    "cases_conference": either(
        through("cases_conferencechild", "conference_id", "cases_conference.id")
    ),
    "cases_note": either(NOTE),
    "cases_exclusion": either(f"user_id = {one('person')}", of_case("cases_exclusion.case_id")),
    "cases_emergencyaccess": either(
        f"membership_id = {one('member')}",
        f"reviewer_id = {one('member')}",
        may("count_emergencies"),
        of_case("cases_emergencyaccess.case_id"),
    ),
    "cases_sharerequest": either(
        f"membership_id = {one('member')}", of_case("cases_sharerequest.case_id")
    ),
    "cases_importbatch": either(OWN_LOADING),
    "cases_importchange": either(through("cases_importbatch", "id", "cases_importchange.batch_id")),
    "cases_importedchild": either(
        through("cases_importbatch", "id", "cases_importedchild.batch_id")
    ),
}
AUDIT = either(
    f"user_id = {one('person')}",
    "(case_id IS NOT NULL AND " + of_case("audit_auditevent.case_id") + ")",
)

# A rule of the register, and what children are found by, do not depend on who is looking: the
# functions of triggers read every row.
DEFINED = """
DO $$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN
        SELECT DISTINCT proc.oid::regprocedure FROM pg_proc AS proc
        WHERE proc.pronamespace = 'public'::regnamespace AND (
            proc.proname ~ '^cases_(search_of|index_|child_facts|keep_words)'
            OR proc.oid IN (SELECT tgfoid FROM pg_trigger AS trigger
                            JOIN pg_class AS tab ON tab.oid = trigger.tgrelid
                            WHERE tab.relname LIKE 'cases\\_%' AND NOT trigger.tgisinternal))
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp',
                       each);
    END LOOP;
END $$;
"""

WORDS = """
-- The children who have, of one of the alternatives, every word: identifiers and no more. The
-- indexes of words are of no use under a policy (the operators of arrays are not leakproof).
CREATE FUNCTION cases_found_by_words(alternatives jsonb, known uuid[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100 SET search_path = public, pg_temp AS $$
DECLARE
    clause text;
BEGIN
    SELECT string_agg('(' || coalesce(every.clause, 'true') || ')', ' OR ') INTO clause
    FROM jsonb_array_elements(alternatives) AS one(words), LATERAL (
        SELECT string_agg(format('words && %L::text[]',
            ARRAY(SELECT jsonb_array_elements_text(each.words))::text), ' AND ') AS clause
        FROM jsonb_array_elements(one.words) AS each(words)) AS every;
    RETURN QUERY EXECUTE format(
        'SELECT child_id FROM cases_childsearch WHERE known_to && %L::uuid[] AND (%s)',
        known::text, coalesce(clause, 'false'));
END $$;
"""

DEFAULTS = """
ALTER TABLE cases_case ALTER COLUMN is_restricted SET DEFAULT false;
ALTER TABLE cases_involvement ALTER COLUMN is_named SET DEFAULT false;
ALTER TABLE cases_involvement ALTER COLUMN ended_reason SET DEFAULT '';
"""


MADE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN RAISE EXCEPTION
        'the role {role} is missing, and this sign-in may not make it'
        USING HINT = 'As an administrator: CREATE ROLE {role} NOLOGIN; GRANT {role} TO '
            || quote_ident(current_user);
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{role}', 'SET') THEN
        EXECUTE format('GRANT {role} TO %I', current_user);
    END IF;
END $$;
"""
# What is made later, by whichever migration, is the application's to use as well: but no table of
# a child without a policy, which a system check sees to.
PRIVILEGES = """
GRANT USAGE ON SCHEMA public TO register_app, register_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO register_app, register_system;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO register_app, register_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO register_app, register_system;
ALTER DEFAULT PRIVILEGES IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO register_app, register_system;
-- To plan anew after much was loaded.
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO register_system;
REVOKE UPDATE, DELETE ON audit_auditevent FROM register_app, register_system;
-- Grants are written by one module, as a job.
REVOKE INSERT, UPDATE, DELETE ON cases_casegrant FROM register_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM register_app, register_system;
"""
SWEEP = """
DO $$ BEGIN
    IF NOT (pg_has_role('register_app', 'register_sweep', 'SET')
            AND pg_has_role('register_app', 'register_system', 'SET')) THEN
        GRANT register_sweep, register_system TO register_app WITH INHERIT FALSE, SET TRUE;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO register_sweep;
GRANT SELECT ON cases_deadline, cases_case, cases_involvement, cases_casegrant, cases_overdueflag,
    cases_notice, agencies_agency, agencies_team, agencies_membership TO register_sweep;
GRANT SELECT (case_id, user_id, starts_at, ends_at) ON cases_exclusion TO register_sweep;
GRANT SELECT (id, is_active) ON agencies_user TO register_sweep;
GRANT UPDATE (id) ON cases_deadline TO register_sweep;  -- to lock, and no more
GRANT INSERT, UPDATE, MAINTAIN ON cases_overdueflag TO register_sweep;
GRANT INSERT ON cases_notice, cases_sweeprun, audit_auditevent TO register_sweep;
"""
UNSWEPT = "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM register_sweep"
UNPRIVILEGED = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM register_app, register_system;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM register_app, register_system;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_need_to_know"),
        ("audit", "0001_initial"),
        ("cases", "0017_reviews_and_called_conferences"),
    ]
    operations = [
        *[
            migrations.RunSQL([(MADE.format(role=role), None)], migrations.RunSQL.noop)
            for role in ("register_app", "register_system", "register_sweep")
        ],
        migrations.RunSQL([(PRIVILEGES, None)], [(UNPRIVILEGED, None)]),
        migrations.RunSQL([(SWEEP, None)], [(UNSWEPT, None)]),
        migrations.RunSQL([(ROLES_SQL, None), (ACT, None)], UNACT),
        migrations.RunSQL(DEFAULTS, migrations.RunSQL.noop),
        migrations.RunSQL([(WORDS, None)], "DROP FUNCTION cases_found_by_words(jsonb, uuid[])"),
        migrations.RunSQL([(DEFINED, None)], migrations.RunSQL.noop),
        *[protect(table, using) for table, using in USING.items()],
        protect("audit_auditevent", AUDIT, check="true"),
    ]
