"""The words for what can have been added to a child since a loading, for page and command."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain.imports import RecordKind

RECORDS: dict[RecordKind, Promise] = {
    RecordKind.CHILD: _("The child’s own details"),
    RecordKind.NUMBER: _("The child’s numbers"),
    RecordKind.NAME: _("Other names of the child"),
    RecordKind.CASE: _("Cases"),
    RecordKind.ELSEWHERE: _("Cases of another authority"),
    RecordKind.INVOLVEMENT: _("Who works with the child"),
    RecordKind.DISCUSSION: _("Strategy discussions"),
    RecordKind.ENQUIRY: _("Section 47 enquiries"),
    RecordKind.CONFERENCE: _("Conferences and their decisions"),
    RecordKind.REGISTRATION: _("Registrations"),
    RecordKind.CATEGORY: _("Categories of registration"),
    RecordKind.ENDING: _("Removals from the register"),
    RecordKind.VISIT: _("Visits"),
    RecordKind.CORE_GROUP: _("Core group meetings"),
    RecordKind.NOTE: _("Notes"),
}
