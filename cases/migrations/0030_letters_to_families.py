"""Letters to families, seen with the children of their conference."""

import cases.domain.taking_part
import cpr.clock
import cpr.ids
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from cpr.postgres.policies import protect

SEEN = (
    "EXISTS (SELECT 1 FROM cases_invitation AS its"
    " WHERE its.id = cases_conferenceletter.invitation_id)"
)

# A rule of the register does not depend on who is looking.
DEFINED = """
DO $$
DECLARE
    each regprocedure;
BEGIN
    FOR each IN
        SELECT DISTINCT trigger.tgfoid::regprocedure FROM pg_trigger AS trigger
        JOIN pg_class AS tab ON tab.oid = trigger.tgrelid
        WHERE NOT trigger.tgisinternal AND tab.relname = 'cases_conferenceletter'
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp',
                       each);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_minute_takers'),
        ('cases', '0029_drafts'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConferenceLetter',
            fields=[
                ('id', models.UUIDField(default=cpr.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(choices=[('english', 'english'), ('welsh', 'welsh'), ('both', 'both')], max_length=30)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('made', 'made'), ('failed', 'failed')], default=cases.domain.taking_part.LetterState['ASKED'], max_length=30)),
                ('asked_at', models.DateTimeField(default=cpr.clock.now, editable=False)),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('stored_as', models.CharField(blank=True, max_length=100)),
                ('content', models.CharField(blank=True, max_length=64)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='cases.invitation')),
            ],
            options={
                'indexes': [models.Index(fields=['invitation', '-asked_at'], name='letters_of_invitation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['english', 'welsh', 'both']), ('language__isnull', True), _connector='OR'), name='letter_language_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'made', 'failed']), ('state__isnull', True), _connector='OR'), name='letter_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('made_at__isnull', False), ('state', 'made'), models.Q(('stored_as', ''), _negated=True)), models.Q(models.Q(('state', 'made'), _negated=True), ('made_at__isnull', True), ('stored_as', '')), _connector='OR'), name='a_made_letter_has_its_file'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('invitation', 'language'), name='a_letter_is_asked_for_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conferenceletter',
            trigger=pgtrigger.compiler.Trigger(name='a_letter_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='62c72b3bc7cb608af14592d01352ca3f1debd4be', operation='DELETE', pgid='pgtrigger_a_letter_stays_b15cb', table='cases_conferenceletter', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conferenceletter',
            trigger=pgtrigger.compiler.Trigger(name='a_made_letter_is_not_written_again', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'asked')", func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cf3a29ba810a6656a4d969a9b0496279f2e85a8e', operation='UPDATE', pgid='pgtrigger_a_made_letter_is_not_written_again_9d624', table='cases_conferenceletter', when='BEFORE')),
        ),
        protect('cases_conferenceletter', SEEN),
        migrations.RunSQL([(DEFINED, None)], migrations.RunSQL.noop),
    ]
