"""The forms about returns: the file to upload, and why a loading is undone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.imports.wording import UNREADABLE, filled
from cpr.ui import forms as ui


class UploadForm(ui.Form):
    """One file. What is in it is judged by its content, never by its name."""

    file = ui.FileField(
        label=_("The return"),
        label_size="s",
        accept=".xml,.xlsx",
        required_message=_("Choose the return to upload"),
        allow_empty_file=True,  # an empty one is refused with the other unreadable ones
    )

    def __init__(self, *args: Any, is_too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_big = is_too_big
        most = settings.UPLOAD_MEGABYTES
        self.fields["file"].help_text = _(
            "A children in need census (XML) or an Annex A workbook (.xlsx), at most %(most)s MB"
        ) % {"most": most}

    def clean(self) -> dict[str, Any]:
        """This will say that a file was left out for its size, instead of that there is none."""
        cleaned = super().clean()
        if self.is_too_big:
            self.errors.pop("file", None)
            words = filled(UNREADABLE["too_big"], {"megabytes": settings.UPLOAD_MEGABYTES})
            self.add_error("file", words)
        return cleaned


class LoadForm(ui.Form):
    """Asks for a yes where a return names another authority, or is another nation's form."""

    all_the_same = ui.CheckboxField(
        label="", required_message=_("Say that it is to be loaded all the same, or discard it")
    )

    def __init__(self, *args: Any, authority: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["all_the_same"].label = _("Load it for %(authority)s all the same") % {
            "authority": authority
        }


class UndoForm(ui.Form):
    """Why a loading is undone."""

    reason = ui.TextareaField(
        label=_("Why is this loading to be undone?"),
        rows=3,
        max_length=2000,
        hint=_("Kept with the loading for everybody who looks at it later"),
        required_message=_("Enter why the loading is to be undone"),
    )
