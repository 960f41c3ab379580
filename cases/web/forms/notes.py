"""The form that adds a note: what, when, and for whom."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases import labels
from cases.domain.statuses import NoteAudience, NoteKind
from cpr.clock import today
from cpr.ui import forms as ui


def new_submission() -> str:
    """This will name one filling-in of a form, so that sending it twice is one act."""
    return str(uuid.uuid4())


def submission_of(
    text: str, case_id: uuid.UUID, membership_id: uuid.UUID | None
) -> uuid.UUID | None:
    """This will name one person's one filling-in about one case, whatever the browser sent."""
    return uuid.uuid5(case_id, f"{membership_id}:{text}") if text else None


class NoteForm(ui.Form):
    """A note. Who it can be for depends on who writes and who works with the child."""

    kind = ui.RadiosField(
        label=_("What is it about?"),
        choices=labels.choices(NoteKind),
    )
    happened_on = ui.DateField(
        label=_("Day it happened"), hint=_("For example, 9 11 2026"), latest=today
    )
    text = ui.TextareaField(
        label=_("What happened, or what do you know?"),
        rows=8,
        max_length=20000,
        hint=_("Write what you saw or were told, by whom, and what you did"),
    )
    audience = ui.RadiosField(label=_("Who is it for?"), choices=[])
    teams = ui.CheckboxesField(label=_("Which teams?"), choices=[])
    is_significant = ui.CheckboxField(
        label=_("This is significant"),
        required=False,
        hint=_("It will stand out in the chronology"),
    )
    submission = ui.HiddenField(required=False, initial=new_submission)

    def __init__(
        self, *args: Any, teams: list[tuple[str, str]], is_of_lead_agency: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        words = labels.LABELS
        offered = [ui.Choice(NoteAudience.EVERYONE.value, words[NoteAudience.EVERYONE])]
        if is_of_lead_agency:
            offered.append(
                ui.Choice(NoteAudience.LEAD_AGENCY.value, words[NoteAudience.LEAD_AGENCY])
            )
        if teams:
            offered.append(
                ui.Choice(
                    NoteAudience.NAMED_TEAMS.value,
                    words[NoteAudience.NAMED_TEAMS],
                    hint="" if is_of_lead_agency else _("Children’s services can always read it"),
                    reveals=["teams"],
                )
            )
            self.fields["teams"].choices = teams  # type: ignore[attr-defined]
        else:
            del self.fields["teams"]
        self.fields["audience"].choices = offered  # type: ignore[attr-defined]
