"""Agencies' reports for conferences, each version by itself, with its files and its sharing.

A report is seen by whoever may read the record of every child at its conference, and by the team
that wrote it or was asked for it; a draft by the writing team alone.
"""

import cases.domain.reports
import cpr.clock
import cpr.ids
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


from cpr.postgres.policies import protect

# Whether the full record of every child at a conference is open to whoever acts.
SEES_ALL = """
CREATE FUNCTION register_sees_all_at(its_conference uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN coalesce(current_setting('register.level_record', true), '') = '' THEN false
    ELSE (SELECT count(*) > 0 AND bool_and(register_sees(at.case_id, 'record'))
          FROM cases_conferencechild AS at WHERE at.conference_id = its_conference) END
$$;
"""
NOT_SEES_ALL = "DROP FUNCTION register_sees_all_at(uuid);"

TEAM = "(SELECT nullif(current_setting('register.team', true), '')::uuid)"
CONTRIBUTES = (
    "'contribute' = ANY((SELECT string_to_array(current_setting('register.may', true), ' '))"
    "::text[])"
    " AND EXISTS (SELECT 1 FROM cases_conferencechild AS its"
    " WHERE its.conference_id = cases_conferencereport.conference_id)"
)
ASKED = (
    "EXISTS (SELECT 1 FROM cases_invitation AS its"
    f" WHERE its.id = cases_conferencereport.invitation_id AND its.team_id = {TEAM})"
)
SUBMITTED = "cases_conferencereport.state = 'submitted'"
REPORT = (
    f"({SUBMITTED} AND register_sees_all_at(cases_conferencereport.conference_id))"
    f" OR ({CONTRIBUTES} AND (cases_conferencereport.team_id = {TEAM}"
    f" OR ({SUBMITTED} AND {ASKED})))"
)


def of_report(table: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM cases_conferencereport AS its WHERE its.id = {table}.report_id)"
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
        WHERE NOT trigger.tgisinternal AND tab.relname IN
            ('cases_conferencereport', 'cases_reportattachment', 'cases_reportsharing')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp',
                       each);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0003_minute_takers'),
        ('cases', '0028_conferences_in_calendars'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConferenceReport',
            fields=[
                ('id', models.UUIDField(default=cpr.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted')], default=cases.domain.reports.ReportStage['DRAFT'], max_length=30)),
                ('is_lead', models.BooleanField(default=False)),
                ('facts', models.TextField(blank=True)),
                ('chronology', models.TextField(blank=True)),
                ('strengths', models.TextField(blank=True)),
                ('risks', models.TextField(blank=True)),
                ('lived_experience', models.TextField(blank=True)),
                ('view', models.TextField(blank=True)),
                ('correction', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('begun_at', models.DateTimeField(default=cpr.clock.now, editable=False)),
                ('saved_at', models.DateTimeField(default=cpr.clock.now)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='cases.conference')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='cases.invitation')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='cases.conferencereport')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.team')),
            ],
        ),
        migrations.CreateModel(
            name='ReportAttachment',
            fields=[
                ('id', models.UUIDField(default=cpr.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('pdf', 'pdf'), ('docx', 'docx'), ('png', 'png'), ('jpg', 'jpg')], max_length=30)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_as', models.CharField(max_length=100)),
                ('attached_at', models.DateTimeField(default=cpr.clock.now, editable=False)),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='cases.conferencereport')),
            ],
        ),
        migrations.CreateModel(
            name='ReportSharing',
            fields=[
                ('id', models.UUIDField(default=cpr.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('extent', models.CharField(choices=[('whole', 'whole'), ('part', 'part')], max_length=30)),
                ('way', models.CharField(choices=[('in_person', 'in_person'), ('read_out', 'read_out'), ('by_post', 'by_post'), ('electronically', 'electronically')], max_length=30)),
                ('with_whom', models.CharField(max_length=200)),
                ('withheld', models.TextField(blank=True)),
                ('shared_on', models.DateField()),
                ('recorded_at', models.DateTimeField(default=cpr.clock.now, editable=False)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agencies.membership')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='cases.conferencereport')),
            ],
        ),
        migrations.AddIndex(
            model_name='conferencereport',
            index=models.Index(fields=['conference'], name='reports_of_conference'),
        ),
        migrations.AddConstraint(
            model_name='conferencereport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted']), ('state__isnull', True), _connector='OR'), name='report_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='conferencereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'submitted'), _negated=True), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('state', 'submitted'), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='a_submitted_report_has_its_time_and_author'),
        ),
        migrations.AddConstraint(
            model_name='conferencereport',
            constraint=models.CheckConstraint(condition=models.Q(('is_lead', False), ('view', ''), _connector='OR'), name='the_social_workers_report_has_no_opinion'),
        ),
        migrations.AddConstraint(
            model_name='conferencereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'submitted'), _negated=True), models.Q(models.Q(('facts', ''), _negated=True), models.Q(('risks', ''), _negated=True), models.Q(('lived_experience', ''), _negated=True), models.Q(('is_lead', True), models.Q(('view', ''), _negated=True), _connector='OR')), _connector='OR'), name='a_submitted_report_is_filled_in'),
        ),
        migrations.AddConstraint(
            model_name='conferencereport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction', ''), ('number', 1), ('replaces__isnull', True)), models.Q(('number__gt', 1), ('replaces__isnull', False), models.Q(('correction', ''), _negated=True)), _connector='OR'), name='a_correction_replaces_a_report_and_says_why'),
        ),
        migrations.AddConstraint(
            model_name='conferencereport',
            constraint=models.UniqueConstraint(fields=('invitation', 'number'), name='a_report_has_one_of_each_version'),
        ),
        migrations.AddConstraint(
            model_name='conferencereport',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('invitation',), name='a_report_has_one_draft_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conferencereport',
            trigger=pgtrigger.compiler.Trigger(name='a_submitted_report_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state = 'submitted')", func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0fdb7f0a5872f81569d5f780248351c85826d39f', operation='UPDATE OR DELETE', pgid='pgtrigger_a_submitted_report_stays_e1292', table='cases_conferencereport', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='reportattachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['pdf', 'docx', 'png', 'jpg']), ('kind__isnull', True), _connector='OR'), name='attachment_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reportattachment',
            constraint=models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='an_attachment_holds_something'),
        ),
        migrations.AddConstraint(
            model_name='reportattachment',
            constraint=models.UniqueConstraint(fields=('report', 'sha256'), name='a_file_is_attached_to_a_report_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportattachment',
            trigger=pgtrigger.compiler.Trigger(name='attachments_stay_with_a_submitted_report', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF (SELECT its.state FROM cases_conferencereport AS its\n        WHERE its.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END)\n       IS DISTINCT FROM 'draft' THEN\n        RAISE EXCEPTION 'attachments stay as they are with a submitted report';\n    END IF;\n    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n    RETURN NEW;\n", hash='9aa27bc159cc4385eec5959e636b8b87a2449aba', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_attachments_stay_with_a_submitted_report_37fa7', table='cases_reportattachment', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='reportsharing',
            index=models.Index(fields=['report', 'recorded_at'], name='sharings_of_report'),
        ),
        migrations.AddConstraint(
            model_name='reportsharing',
            constraint=models.CheckConstraint(condition=models.Q(('extent__in', ['whole', 'part']), ('extent__isnull', True), _connector='OR'), name='family_share_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reportsharing',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['in_person', 'read_out', 'by_post', 'electronically']), ('way__isnull', True), _connector='OR'), name='share_way_is_known'),
        ),
        migrations.AddConstraint(
            model_name='reportsharing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('extent', 'whole'), ('withheld', '')), models.Q(('extent', 'part'), models.Q(('withheld', ''), _negated=True)), _connector='OR'), name='what_is_held_back_has_its_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportsharing',
            trigger=pgtrigger.compiler.Trigger(name='a_sharing_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='2fb2b0676ec732abfc9f17d7bdb4a11f2b4f798c', operation='UPDATE OR DELETE', pgid='pgtrigger_a_sharing_stays_e0725', table='cases_reportsharing', when='BEFORE')),
        ),
        migrations.RunSQL(SEES_ALL, NOT_SEES_ALL),
        protect('cases_conferencereport', REPORT),
        protect('cases_reportattachment', of_report('cases_reportattachment')),
        protect('cases_reportsharing', of_report('cases_reportsharing')),
        migrations.RunSQL([(DEFINED, None)], migrations.RunSQL.noop),
    ]
