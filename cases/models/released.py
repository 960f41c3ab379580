"""The one exception to what is never deleted or changed: the rows of a loading that is undone.

The database's own words for it, for the triggers of the models; they hold against raw SQL too.
"""

from __future__ import annotations

NOTED = """EXISTS (
            SELECT 1 FROM cases_importchange AS note
            JOIN cases_importbatch AS batch ON batch.id = note.batch_id
            WHERE note.table_name = TG_TABLE_NAME AND note.row_id = OLD.id
              AND batch.state = 'undone' AND {which}
        )"""

MADE_BY_AN_UNDONE_LOADING = NOTED.format(which="note.before IS NULL")

DELETED_ONLY_WITH_ITS_LOADING = f"""
        IF NOT {MADE_BY_AN_UNDONE_LOADING} THEN
            RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
        END IF;
        RETURN OLD;
"""

CHANGED_NEVER_DELETED_ONLY_WITH_ITS_LOADING = f"""
        IF TG_OP = 'UPDATE' OR NOT {MADE_BY_AN_UNDONE_LOADING} THEN
            RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
        END IF;
        RETURN OLD;
"""

DECIDED_BEFORE_AN_UNDONE_LOADING = NOTED.format(
    which="(NEW.decision, NEW.conference_id::text, NEW.case_id::text) IS NOT DISTINCT FROM"
    " (note.before ->> 'decision', note.before ->> 'conference_id', note.before ->> 'case_id')"
)

DECISION_STAYS = f"""
        IF NOT {DECIDED_BEFORE_AN_UNDONE_LOADING} THEN
            RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
        END IF;
        RETURN NEW;
"""
