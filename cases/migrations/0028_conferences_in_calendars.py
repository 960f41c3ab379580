"""What each invited person's calendar was told of a conference; seen with its children."""

import cpr.ids
import django.db.models.deletion
from django.db import migrations, models

from cpr.postgres.policies import protect

SEEN = (
    "EXISTS (SELECT 1 FROM cases_conferencechild AS its"
    " WHERE its.conference_id = cases_calendarentry.conference_id)"
)


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_minute_takers'),
        ('cases', '0023_who_prepares_conferences'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarEntry',
            fields=[
                ('id', models.UUIDField(default=cpr.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('sequence', models.PositiveIntegerField()),
                ('content', models.CharField(max_length=64)),
                ('is_cancelled', models.BooleanField(default=False)),
                ('sent_at', models.DateTimeField()),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_entries', to='cases.conference')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conference', 'membership'), name='a_calendar_has_a_conference_once')],
            },
        ),
        protect('cases_calendarentry', SEEN),
    ]
