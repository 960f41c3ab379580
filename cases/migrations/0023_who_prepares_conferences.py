"""A conference's invitations, views and postponements are seen by whoever sees its children.

What an agency thinks of a child is of the full record, but its own team reads its own. And the
database learns what a minute taker may, and that partners answer for their team.
"""

from django.db import migrations

from cpr.postgres.policies import protect

READ = "view_summary view_actions view_plan view_notes view_record view_sharing"
WORK = (
    f"{READ} view_overdue add_note record_work call_conference record_decision record_conference "
    "contribute share view_access_log"
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
    "conference_chair": f"{READ} view_overdue add_note record_decision record_conference {NIGHT}",
    "minute_taker": f"{READ} view_overdue record_conference",
    "emergency_duty": f"view_summary view_actions view_plan view_notes add_note {NIGHT}",
    "partner_practitioner": f"{READ} add_note contribute {NIGHT}",
    "privacy_officer": "count_emergencies",
    "system_administrator": "manage_people",
}


def _function(roles: dict[str, str]) -> str:
    cases = " ".join(f"WHEN '{key}' THEN '{may}'" for key, may in roles.items())
    return f"""
        CREATE OR REPLACE FUNCTION register_role_may(role text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT CASE role {cases} ELSE '' END $$;
    """


def _before() -> dict[str, str]:
    without = {key: may for key, may in ROLES.items() if key != "minute_taker"}
    return {
        key: may.replace(" record_conference", "").replace(" contribute", "")
        for key, may in without.items()
    }


def listed(level: str, column: str) -> str:
    return (
        f"({column} IN (SELECT register_listed('{level}'))"
        f" OR ((SELECT register_has_many()) AND register_sees({column}, '{level}')))"
    )


def at_conference(table: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM cases_conferencechild AS its"
        f" WHERE its.conference_id = {table}.conference_id)"
    )


OWN_TEAM = (
    "EXISTS (SELECT 1 FROM cases_invitation AS its WHERE its.id = cases_agencyview.invitation_id"
    " AND its.team_id = (SELECT nullif(current_setting('register.team', true), '')::uuid))"
)
VIEW = (
    f"{listed('record', 'cases_agencyview.case_id')}"
    f" OR ({listed('plan', 'cases_agencyview.case_id')} AND {OWN_TEAM})"
)

# What writes many rows at once names the columns that it fills.
DEFAULTS = """
ALTER TABLE cases_conference ALTER COLUMN video_link SET DEFAULT '',
    ALTER COLUMN interpretation SET DEFAULT '', ALTER COLUMN quorum_reason SET DEFAULT '';
ALTER TABLE cases_conferencechild ALTER COLUMN parents_views SET DEFAULT '',
    ALTER COLUMN harm_evidence SET DEFAULT '', ALTER COLUMN risk_evidence SET DEFAULT '',
    ALTER COLUMN support SET DEFAULT '', ALTER COLUMN chairs_reason SET DEFAULT '',
    ALTER COLUMN version SET DEFAULT 1;
"""

# A rule of the register does not depend on who is looking.
DEFINED = """
DO $$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN
        SELECT DISTINCT trigger.tgfoid::regprocedure FROM pg_trigger AS trigger
        JOIN pg_class AS tab ON tab.oid = trigger.tgrelid
        WHERE NOT trigger.tgisinternal AND tab.relname IN
            ('cases_invitation', 'cases_agencyview', 'cases_postponement')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp',
                       each);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_conferences_in_full")]
    operations = [
        protect("cases_invitation", at_conference("cases_invitation")),
        protect("cases_postponement", at_conference("cases_postponement")),
        protect("cases_childleftout", listed("plan", "cases_childleftout.case_id")),
        protect("cases_agencyview", VIEW),
        migrations.RunSQL(DEFAULTS, migrations.RunSQL.noop),
        migrations.RunSQL([(DEFINED, None)], migrations.RunSQL.noop),
        migrations.RunSQL(_function(ROLES), _function(_before())),
    ]
