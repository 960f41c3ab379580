"""That what somebody does under emergency access is marked as such, in the event itself.

Part of the gate. The mark is made by the statement that writes the event: it asks the involvements
in force at that moment, costs no query of its own, and no service can forget it.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Func, JSONField

from cpr.audit.writer import Acting, Entry
from cpr.clock import now

IN_FORCE = """FROM cases_emergencyaccess AS opened
    JOIN cases_involvement AS part ON part.id = opened.involvement_id
    WHERE opened.membership_id = %s AND part.starts_at <= %s AND part.ends_at > %s"""

ON_CASE = f"""%s::jsonb || coalesce((
    SELECT jsonb_build_object('emergency', opened.id) {IN_FORCE}
      AND opened.case_id = %s LIMIT 1), '{{}}')"""

ON_SOME = f"""%s::jsonb || coalesce((
    SELECT jsonb_build_object('emergencies', jsonb_agg(opened.id)) {IN_FORCE}
      AND opened.case_id = ANY(%s::uuid[]) HAVING count(*) > 0), '{{}}')"""


class MarkedDetails(Func):
    """An event's details, with the emergency access that it was done under, if there is one."""

    output_field = JSONField()

    def __init__(
        self, details: dict[str, Any], membership_id: uuid.UUID, cases: Any, moment: datetime
    ) -> None:
        super().__init__()
        self.details, self.membership_id = details, membership_id
        self.cases, self.moment = cases, moment

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        """This will write the details and the look for an access in force."""
        said = json.dumps(self.details, cls=DjangoJSONEncoder)
        sql = ON_SOME if isinstance(self.cases, list) else ON_CASE
        return f"({sql})", (said, self.membership_id, self.moment, self.moment, self.cases)


def marked(by: Acting, entry: Entry) -> dict[str, Any] | MarkedDetails:
    """This will give an event's details as the audit writes them; ``AUDIT_DETAILS`` names it.

    An event of one case names its emergency access; one of a list those of the cases it showed.
    """
    cases = entry.case_id or entry.details.get("cases")
    if by.membership_id is None or not isinstance(cases, uuid.UUID | list):
        return entry.details
    return MarkedDetails(entry.details, by.membership_id, cases, now())
