"""What the board and My work count first is found without a look at the rest of its table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_need_to_know")]

    operations = [
        migrations.AddIndex(
            model_name="conference",
            index=models.Index(
                fields=["planned_on", "planned_time", "id"],
                name="called_conferences_by_day",
                condition=models.Q(status="called"),
            ),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                fields=["case", "due_on"],
                name="reviews_of_a_case_by_day",
                condition=models.Q(clock__in=["first_review", "later_review"]),
                include=["clock", "met_on", "stopped_on", "meeting"],
            ),
        ),
    ]
