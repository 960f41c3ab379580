"""What the notifications can be narrowed by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.queries.notices import About
from cpr.ui import forms as ui


class NoticeFilters(ui.Form):
    """What they are about, and only those not read yet."""

    about = ui.SelectField(
        label=_("About"),
        empty_label=_("Everything"),
        choices=[
            (About.OVERDUE.value, _("Overdue dates")),
            (About.ATTENTION.value, _("A plan that needs attention")),
            (About.NOTE.value, _("Notes")),
            (About.WORKING.value, _("Records shared with you, children you co-ordinate")),
            (About.REGISTER.value, _("The register")),
            (About.CONFERENCE.value, _("Conferences")),
            (About.SHARING.value, _("Who may see a record")),
            (About.EMERGENCY.value, _("Emergency access")),
        ],
        coerce=About,
    )
    unread = ui.SelectField(
        label=_("Which"), empty_label=_("Read or not"), choices=[("yes", _("Not read yet"))]
    )
