"""Three more kinds of notice; and what is news of oneself is read by oneself, seen case or not.

The policy stands beside that of the cases: either lets a row through. Whose notice it is, is all
that it asks; that nothing of a hidden child is told with it, is the gate's and the page's.
"""

from django.db import migrations, models

KINDS = [
    "overdue",
    "overdue_manager",
    "note_shared",
    "case_shared",
    "co_ordinator",
    "registered",
    "off_the_register",
    "conference_called",
    "share_ends_soon",
    "share_asked",
    "share_answered",
    "emergency_opened",
    "emergency_to_review",
    "case_restricted",
    "named_changed",
    "share_changed",
    "share_ended",
]
OWN = """membership_id = (SELECT nullif(current_setting('register.member', true), '')::uuid)
    AND kind IN ('share_answered', 'share_ended')"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0020_grants_of_a_principal")]
    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_kind_is_known"),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=30),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS), ("kind__isnull", True), _connector="OR"),
                name="notice_kind_is_known",
            ),
        ),
        migrations.RunSQL(
            f"""
            CREATE POLICY own_seen ON cases_notice FOR SELECT TO register_app USING ({OWN});
            CREATE POLICY own_changed ON cases_notice FOR UPDATE TO register_app USING ({OWN});
            """,
            "DROP POLICY own_seen ON cases_notice; DROP POLICY own_changed ON cases_notice;",
        ),
    ]
