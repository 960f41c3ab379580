"""What children are found by is written from what is true at that moment, and never made narrower.

Who writes a child's words anew first waits for whoever else is writing them, then reads the facts
in a statement of its own: so neither a share nor a name noted at the same moment is lost.
"""

from django.db import migrations

FACTS = """
CREATE FUNCTION cases_child_facts(ids uuid[])
RETURNS TABLE (child_id uuid, words text[], known_to uuid[]) LANGUAGE sql STABLE AS $$
    WITH asked AS (SELECT DISTINCT unnest(ids) AS id),
    its AS (SELECT c.id, c.child_id, c.authority_id, c.lead_team_id FROM cases_case AS c
            WHERE c.child_id IN (SELECT id FROM asked)),
    known AS (
        SELECT each.child_id, array_agg(DISTINCT who) AS known_to
        FROM (SELECT its.child_id, unnest(ARRAY[authority_id, lead_team_id]) AS who FROM its
              UNION ALL
              SELECT its.child_id, unnest(ARRAY[part.team_id, part.membership_id])
              FROM its JOIN cases_involvement AS part ON part.case_id = its.id) AS each
        WHERE who IS NOT NULL GROUP BY each.child_id),
    other AS (SELECT name.child_id, string_agg(name.names, ' ') AS names
              FROM cases_childname AS name
              WHERE name.child_id IN (SELECT id FROM asked) GROUP BY name.child_id)
    SELECT child.id,
        cases_child_words(
            concat_ws(' ', child.given_names, child.known_as, child.family_name, other.names),
            child.family_name, child.address),
        coalesce(known.known_to, '{}')
    FROM cases_child AS child
    LEFT JOIN other ON other.child_id = child.id
    LEFT JOIN known ON known.child_id = child.id
    WHERE child.id IN (SELECT id FROM asked)
$$
"""

INDEX = """
CREATE OR REPLACE FUNCTION cases_index_children(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found text[];
BEGIN
    -- On its own, so that the next statement's snapshot is taken after the wait.
    PERFORM 1 FROM cases_childsearch AS search WHERE search.child_id = ANY(ids)
    ORDER BY search.child_id FOR NO KEY UPDATE;
    WITH written AS (
        INSERT INTO cases_childsearch AS kept (child_id, words, known_to)
        SELECT facts.child_id, facts.words, facts.known_to FROM cases_child_facts(ids) AS facts
        ON CONFLICT (child_id) DO UPDATE
            SET words = EXCLUDED.words,
                known_to = cases_more_known(kept.known_to, EXCLUDED.known_to)
        RETURNING kept.words
    )
    SELECT array_agg(DISTINCT word) INTO found FROM written, unnest(written.words) AS word;
    PERFORM cases_keep_words(coalesce(found, '{}'));
END $$
"""

MADE_GOOD = """
SELECT cases_index_children(ARRAY(
    SELECT facts.child_id FROM cases_child_facts(ARRAY(SELECT id FROM cases_child)) AS facts
    LEFT JOIN cases_childsearch AS kept ON kept.child_id = facts.child_id
    WHERE kept.child_id IS NULL OR NOT kept.words @> facts.words
       OR NOT kept.known_to @> facts.known_to))
"""

INDEX_BEFORE = """
CREATE OR REPLACE FUNCTION cases_index_children(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found text[];
BEGIN
    WITH asked AS (SELECT DISTINCT unnest(ids) AS id),
    its AS (SELECT id, child_id, authority_id, lead_team_id FROM cases_case
            WHERE child_id IN (SELECT id FROM asked)),
    known AS (
        SELECT child_id, array_agg(DISTINCT who) AS known_to
        FROM (SELECT child_id, unnest(ARRAY[authority_id, lead_team_id]) AS who FROM its
              UNION ALL
              SELECT its.child_id, unnest(ARRAY[part.team_id, part.membership_id])
              FROM its JOIN cases_involvement AS part ON part.case_id = its.id) AS each
        WHERE who IS NOT NULL GROUP BY child_id),
    other AS (SELECT child_id, string_agg(names, ' ') AS names FROM cases_childname
              WHERE child_id IN (SELECT id FROM asked) GROUP BY child_id),
    written AS (
        INSERT INTO cases_childsearch (child_id, words, known_to)
        SELECT child.id,
            cases_child_words(
                concat_ws(' ', child.given_names, child.known_as, child.family_name, other.names),
                child.family_name, child.address),
            coalesce(known.known_to, '{}')
        FROM cases_child AS child
        LEFT JOIN other ON other.child_id = child.id
        LEFT JOIN known ON known.child_id = child.id
        WHERE child.id IN (SELECT id FROM asked)
        ON CONFLICT (child_id) DO UPDATE
            SET words = EXCLUDED.words, known_to = EXCLUDED.known_to
        RETURNING words
    )
    SELECT array_agg(DISTINCT word) INTO found FROM written, unnest(written.words) AS word;
    PERFORM cases_keep_words(coalesce(found, '{}'));
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_open_deadlines_of_a_case")]
    operations = [
        migrations.RunSQL(FACTS, "DROP FUNCTION cases_child_facts(uuid[])"),
        migrations.RunSQL(INDEX, INDEX_BEFORE),
        migrations.RunSQL(MADE_GOOD, migrations.RunSQL.noop),
    ]
