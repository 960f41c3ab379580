"""What the lists of one record can be narrowed by. Who and which agency, the record says."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from cases.domain.statuses import NoteKind
from cases.labels import label
from cases.queries.record_lists import Seen
from cpr.clock import today
from cpr.ui import forms as ui


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, label(kind)) for kind in NoteKind]


class VisitFilters(ui.Form):
    """What came of a visit, and who recorded it."""

    seen = ui.SelectField(
        label=_("What came of it"),
        empty_label=_("Every visit"),
        choices=[
            (Seen.ALONE.value, _("Seen alone")),
            (Seen.SEEN.value, _("Seen")),
            (Seen.AT_HOME.value, _("At home")),
            (Seen.NOT_SEEN.value, _("Not seen")),
            (Seen.REFUSED.value, _("Refused")),
        ],
        coerce=Seen,
    )
    by = ui.SelectField(label=_("Recorded by"), empty_label=_("Anybody"), coerce=uuid.UUID)


class NoteFilters(ui.Form):
    """Kind, agency, writer, and only what is significant."""

    kind = ui.SelectField(
        label=_("Kind"), empty_label=_("Every kind"), choices=_kinds, coerce=NoteKind
    )
    agency = ui.SelectField(label=_("Agency"), empty_label=_("All agencies"), coerce=uuid.UUID)
    by = ui.SelectField(label=_("Written by"), empty_label=_("Anybody"), coerce=uuid.UUID)
    significant = ui.SelectField(
        label=_("Which"), empty_label=_("All notes"), choices=[("yes", _("Significant only"))]
    )


class ReadingFilters(ui.Form):
    """Who, of which agency, between which days."""

    who = ui.SelectField(label=_("Who"), empty_label=_("Anybody"))
    agency = ui.SelectField(label=_("Agency"), empty_label=_("All agencies"))
    since = ui.DateField(label=_("From"), latest=today)
    until = ui.DateField(label=_("Until"), latest=today)
