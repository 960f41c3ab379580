"""What the lists of conferences can be narrowed by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.domain.statuses import ConferenceKind
from cases.labels import label
from cases.queries.conferences import Whose
from cpr.ui import forms as ui


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, label(kind)) for kind in ConferenceKind]


class ConferenceFilters(ui.Form):
    """Whose, and of which kind."""

    whose = ui.SelectField(
        label=_("Whose"),
        empty_label=None,
        choices=[
            (Whose.ALL.value, _("All that I may see")),
            (Whose.TEAM.value, _("My team’s children")),
            (Whose.MINE.value, _("Those I chair")),
        ],
        coerce=Whose,
    )
    kind = ui.SelectField(
        label=_("Kind"), empty_label=_("Every kind"), choices=_kinds, coerce=ConferenceKind
    )
