"""How a name is folded and heard, in SQL, and the triggers that keep what children are found by.

The twins in Python are in ``cases.domain.names``; a test holds the two to one another. A change
of the rules is a new migration that replaces the functions and calls ``cases_index_all()``.
"""

from django.contrib.postgres.operations import CreateExtension
from django.db import migrations

LETTERS = (
    ("ß", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("ł", "l"), ("đ", "d"), ("ð", "d"),
    ("þ", "th"), ("ı", "i"), ("ς", "σ"),
)
SOUNDS = (
    (r"^(kn|gn)", "n"),
    (r"^wr", "r"),
    (r"^wh", "w"),
    (r"(tch|ck|ch)", "k"),
    (r"augha?", "o"),
    (r"(eigh|igh)", "i"),
    (r"(uw|ugh|ew|iw)", "iw"),
    (r"qu", "kw"),
    (r"x", "ks"),
    (r"^c", "k"),
    (r"c([eiy])", r"s\1"),
    (r"c", "k"),
    (r"^si([aeouw])", r"x\1"),
    (r"sh", "x"),
    (r"j", "x"),
    (r"(ph|ff|v)", "f"),
    (r"(dd|th)", "þ"),
    (r"([a-z])h", r"\1"),
    (r"z", "s"),
    (r"([^aeiouwy])es$", r"\1s"),
    (r"([^aeiouwy])e$", r"\1"),
    (r"wes$", "ws"),
    (r"([^aeiouwy])wy", r"\1oi"),
    (r"oy", "oi"),
    (r"oo", "w"),
    (r"[uy]", "i"),
    (r"(ai|ei|ae|ea)", "e"),
    (r"(ee|ie)", "i"),
    (r"(.)\1+", r"\1"),
)
MARKS = r"[\u0300-\u036f]"
SEPARATORS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u3000-\u303f]+"
)


def folded() -> str:
    text = (
        "lower(regexp_replace(normalize(translate(given, '''’‘ʼ`´', ''), NFKD),"
        f" '{MARKS}', '', 'g') COLLATE pg_c_utf8)"
    )
    for letter, plain in LETTERS:
        text = f"replace({text}, '{letter}', '{plain}')"
    return f"btrim(regexp_replace({text}, '{SEPARATORS}', ' ', 'g'), ' ')"


def heard() -> str:
    text = "word"
    for pattern, instead in SOUNDS:
        text = f"regexp_replace({text}, '{pattern}', '{instead}', 'g')"
    return text


PURE = "LANGUAGE sql IMMUTABLE PARALLEL SAFE"
FUNCTIONS = rf"""
CREATE FUNCTION cases_fold(given text) RETURNS text {PURE} AS $$ SELECT {folded()} $$;

CREATE FUNCTION cases_words(given text) RETURNS text[] {PURE} AS $$
    SELECT ARRAY(SELECT DISTINCT word FROM unnest(string_to_array(cases_fold(given), ' ')) AS word
                 WHERE word <> '')
$$;

CREATE FUNCTION cases_sound(word text) RETURNS text {PURE} AS $$ SELECT {heard()} $$;

CREATE FUNCTION cases_slips(word text) RETURNS text[] {PURE} AS $$
    SELECT CASE WHEN length(word) NOT BETWEEN 3 AND 24 THEN ARRAY[word] ELSE ARRAY(
        SELECT word UNION
        SELECT left(word, place - 1) || substr(word, place + 1)
        FROM generate_series(1, length(word)) AS place) END
$$;

-- A word of an address begins with @; its postcode stands there in one word too.
CREATE FUNCTION cases_child_words(names text, family text, address text) RETURNS text[] {PURE} AS $$
    SELECT ARRAY(
        SELECT unnest(cases_words(names))
        UNION SELECT replace(cases_fold(family), ' ', '') WHERE cases_fold(family) <> ''
        UNION SELECT '@' || unnest(cases_words(address))
        UNION SELECT '@' || code[1] || code[2] FROM regexp_matches(cases_fold(address),
            '(?:^| )([a-z]{{1,2}}[0-9][0-9a-z]?) ([0-9][a-z]{{2}})(?= |$)', 'g') AS code)
$$;

CREATE FUNCTION cases_keep_words(words text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO cases_nameword (word, sound, slips)
    SELECT word,
        CASE WHEN bare ~ '[0-9]' THEN word ELSE mark || cases_sound(bare) END,
        CASE WHEN bare ~ '[0-9]' THEN ARRAY[word] ELSE ARRAY(
            SELECT mark || slip FROM unnest(cases_slips(bare)) AS slip
            UNION SELECT mark || '~' || slip FROM unnest(cases_slips(cases_sound(bare))) AS slip)
        END
    FROM (SELECT DISTINCT word, ltrim(word, '@') AS bare,
                 CASE WHEN word LIKE '@%' THEN '@' ELSE '' END AS mark
          FROM unnest(words) AS word) AS each
    WHERE NOT EXISTS (SELECT 1 FROM cases_nameword AS kept WHERE kept.word = each.word)
$$;

CREATE FUNCTION cases_index_children(ids uuid[]) RETURNS void LANGUAGE plpgsql AS $$
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
            coalesce(known.known_to, '{{}}')
        FROM cases_child AS child
        LEFT JOIN other ON other.child_id = child.id
        LEFT JOIN known ON known.child_id = child.id
        WHERE child.id IN (SELECT id FROM asked)
        ON CONFLICT (child_id) DO UPDATE
            SET words = EXCLUDED.words, known_to = EXCLUDED.known_to
        RETURNING words
    )
    SELECT array_agg(DISTINCT word) INTO found FROM written, unnest(written.words) AS word;
    PERFORM cases_keep_words(coalesce(found, '{{}}'));
END $$;

CREATE FUNCTION cases_index_all() RETURNS void LANGUAGE sql AS $$
    SELECT cases_index_children(ARRAY(SELECT id FROM cases_child))
$$;

-- Adds, never takes away: who worked with a child once may come to see the child again.
CREATE FUNCTION cases_more_known(old uuid[], more uuid[]) RETURNS uuid[] LANGUAGE sql IMMUTABLE
PARALLEL SAFE AS $$ SELECT ARRAY(SELECT unnest(old) UNION SELECT unnest(more)) $$;
"""  # noqa: S608 (constants of this module)

TRIGGERS = """
CREATE FUNCTION cases_search_of_child() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM cases_index_children(ARRAY(SELECT id FROM written));
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM cases_index_children(ARRAY[NEW.id]);
    ELSE
        DELETE FROM cases_childsearch WHERE child_id = OLD.id;
        RETURN OLD;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER child_is_found AFTER INSERT ON cases_child
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cases_search_of_child();
CREATE TRIGGER child_is_found_by_new_words
    AFTER UPDATE OF given_names, known_as, family_name, address ON cases_child
    FOR EACH ROW EXECUTE FUNCTION cases_search_of_child();
CREATE TRIGGER child_is_found_no_more BEFORE DELETE ON cases_child
    FOR EACH ROW EXECUTE FUNCTION cases_search_of_child();

CREATE FUNCTION cases_search_of_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM cases_index_children(ARRAY[OLD.child_id]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM cases_index_children(ARRAY[NEW.child_id]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER child_is_found_by_other_name AFTER INSERT OR UPDATE OR DELETE ON cases_childname
    FOR EACH ROW EXECUTE FUNCTION cases_search_of_name();

CREATE FUNCTION cases_search_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE cases_childsearch AS found SET known_to = cases_more_known(known_to, more)
        FROM (SELECT child_id,
                     array_agg(DISTINCT authority_id) || array_agg(DISTINCT lead_team_id) AS more
              FROM written GROUP BY child_id) AS fresh
        WHERE found.child_id = fresh.child_id AND NOT known_to @> more;
    ELSE
        UPDATE cases_childsearch
        SET known_to = cases_more_known(known_to, ARRAY[NEW.authority_id, NEW.lead_team_id])
        WHERE child_id = NEW.child_id
          AND NOT known_to @> ARRAY[NEW.authority_id, NEW.lead_team_id];
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER child_is_known_by_case AFTER INSERT ON cases_case
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cases_search_of_case();
CREATE TRIGGER child_is_known_by_changed_case
    AFTER UPDATE OF child_id, authority_id, lead_team_id ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_search_of_case();

CREATE FUNCTION cases_search_of_involvement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE cases_childsearch AS found SET known_to = cases_more_known(known_to, more)
        FROM (SELECT cases_case.child_id, array_agg(DISTINCT team_id)
                     || (array_agg(DISTINCT membership_id)
                         FILTER (WHERE membership_id IS NOT NULL)) AS more
              FROM written JOIN cases_case ON cases_case.id = written.case_id
              GROUP BY cases_case.child_id) AS fresh
        WHERE found.child_id = fresh.child_id AND NOT known_to @> more;
    ELSE
        UPDATE cases_childsearch SET known_to = cases_more_known(
            known_to, array_remove(ARRAY[NEW.team_id, NEW.membership_id], NULL))
        WHERE child_id = (SELECT child_id FROM cases_case WHERE id = NEW.case_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER child_is_known_by_involvement AFTER INSERT ON cases_involvement
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION cases_search_of_involvement();
CREATE TRIGGER child_is_known_by_changed_involvement
    AFTER UPDATE OF case_id, team_id, membership_id ON cases_involvement
    FOR EACH ROW EXECUTE FUNCTION cases_search_of_involvement();
"""

UNDO = """
DROP FUNCTION cases_search_of_involvement() CASCADE;
DROP FUNCTION cases_search_of_case() CASCADE;
DROP FUNCTION cases_search_of_name() CASCADE;
DROP FUNCTION cases_search_of_child() CASCADE;
DROP FUNCTION cases_more_known(uuid[], uuid[]);
DROP FUNCTION cases_index_all();
DROP FUNCTION cases_index_children(uuid[]);
DROP FUNCTION cases_keep_words(text[]);
DROP FUNCTION cases_child_words(text, text, text);
DROP FUNCTION cases_slips(text);
DROP FUNCTION cases_sound(text);
DROP FUNCTION cases_words(text);
DROP FUNCTION cases_fold(text);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_other_names_and_search_words")]
    operations = [
        CreateExtension("fuzzystrmatch"),
        migrations.RunSQL([(FUNCTIONS, None), (TRIGGERS, None)], UNDO),
        migrations.RemoveIndex(model_name="child", name="child_by_name"),
        migrations.RemoveField(model_name="child", name="search_name"),
        migrations.RunSQL("SELECT cases_index_all()", migrations.RunSQL.noop),
    ]
