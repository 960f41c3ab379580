"""The planner is told that a lead team says which authority a case is of.

It took the two for unrelated, guessed a tenth of a manager's cases and looked at each by itself: of a
manager's own work the database's part went from 78 ms to 61.
"""

from django.db import migrations

MADE = """
CREATE STATISTICS case_of_a_team_of_an_authority (dependencies) ON authority_id, lead_team_id
FROM cases_case
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0018_row_level_security")]
    operations = [
        migrations.RunSQL(MADE, "DROP STATISTICS case_of_a_team_of_an_authority"),
    ]
