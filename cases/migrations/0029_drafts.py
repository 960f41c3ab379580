"""What somebody has typed and not sent is theirs alone, and only while they see the case."""

import django.db.models.deletion
from django.db import migrations, models

import cpr.ids
from cpr.postgres.policies import protect

OWN = """membership_id = (SELECT nullif(current_setting('register.member', true), '')::uuid)
    AND (case_id IN (SELECT register_listed('cases'))
         OR ((SELECT register_has_many()) AND register_sees(case_id, 'cases')))"""


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_minute_takers"),
        ("cases", "0027_reports_for_conferences"),
    ]
    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=cpr.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("page", models.CharField(max_length=300)),
                ("fields", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="agencies.membership",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="drafts_of_case")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("membership", "page"), name="one_draft_per_person_and_page"
                    )
                ],
            },
        ),
        protect("cases_draft", OWN),
    ]
