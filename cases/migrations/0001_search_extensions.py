"""The database extensions the register uses, and the one function that makes names searchable."""

from django.contrib.postgres.operations import (
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

FUNCTION = """
CREATE FUNCTION cases_search_name(given text, known text, family text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        lower(public.unaccent('public.unaccent'::regdictionary,
              coalesce(given, '') || ' ' || coalesce(known, '') || ' ' || coalesce(family, ''))),
        '\\s+', ' ', 'g'))
$$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("agencies", "0001_initial")]  # which brings btree_gist
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION cases_search_name(text, text, text)"),
    ]
