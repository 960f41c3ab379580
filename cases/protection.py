"""Which tables hold a child's data and are under row-level security, and which are not, and why.

A system check refuses a model that is in neither list; a test and ``/readyz`` look whether the
database agrees.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

PROTECTED = frozenset(
    {
        "audit_auditevent",
        "cases_case",
        "cases_child",
        "cases_childidentifier",
        "cases_childname",
        "cases_childsearch",
        "cases_conference",
        "cases_conferencechild",
        "cases_coregroupmeeting",
        "cases_deadline",
        "cases_deregistrationdecision",
        "cases_emergencyaccess",
        "cases_exclusion",
        "cases_importbatch",
        "cases_importchange",
        "cases_importedchild",
        "cases_involvement",
        "cases_note",
        "cases_notice",
        "cases_overdueflag",
        "cases_registration",
        "cases_registrationcategory",
        "cases_restriction",
        "cases_section47enquiry",
        "cases_sharerequest",
        "cases_siblinggroup",
        "cases_strategydiscussion",
        "cases_visit",
    }
)
OPEN = {
    "cases_casegrant": "identifiers alone; the policies themselves read it",
    "cases_listchoice": "how somebody last sorted a list",
    "cases_nameword": "words that occur in names and addresses, of nobody in particular",
    "cases_note_teams": "identifiers of a note and a team alone",
    "cases_sweeprun": "when a sweep ran, and how many it flagged",
}
"""Tables of this app without a policy, each with the reason."""

UNPROTECTED = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)
  AND NOT (relrowsecurity AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid))
"""
STANDS_ABOVE = """
SELECT rolsuper OR rolbypassrls OR EXISTS (
    SELECT 1 FROM pg_class WHERE relname = 'cases_case' AND relowner = pg_roles.oid)
FROM pg_roles WHERE rolname = current_user
"""


def undecided() -> Iterator[str]:
    """This will name the tables of this app that are neither protected nor open for a reason."""
    for model in apps.get_app_config("cases").get_models(include_auto_created=True):
        table = model._meta.db_table  # noqa: SLF001 (Django's public name for it)
        if model._meta.managed and table not in PROTECTED and table not in OPEN:  # noqa: SLF001
            yield table


def readiness() -> tuple[str, bool, str]:
    """This will say, for ``/readyz``, whether the database refuses what the gate would hide."""
    with connection.cursor() as cursor:
        cursor.execute(UNPROTECTED, [list(PROTECTED)])
        without = [row[0] for row in cursor.fetchall()]
        cursor.execute(STANDS_ABOVE)
        row = cursor.fetchone()
    if row is None or row[0]:
        return "row-level security", False, "the application's role stands above it"
    if without:
        return "row-level security", False, f"{len(without)} tables are without a policy"
    return "row-level security", True, "in force"
