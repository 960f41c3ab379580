"""The problems of loading a return: a part of ``problem_codes``."""

from __future__ import annotations


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


IMPORTS: dict[str, str] = {
    "import_is_uploaded": _("This return is still waiting for its preview"),
    "import_is_previewing": _("The preview of this return is still being made"),
    "import_is_previewed": _("This return is not loaded"),
    "import_is_loading": _("{by} has already asked for this return to be loaded"),
    "import_is_loaded": _("This return is already loaded"),
    "import_is_undone": _("The loading of this return has already been undone"),
    "import_is_failed": _("This return could not be loaded; upload it again"),
    "import_is_discarded": _("This return was discarded; upload it again to load it"),
    "import_undo_reason_missing": _("Enter why the loading is to be undone"),
    "import_added_to": _("Something has been added to these children since the loading"),
    "import_form_changed": _(
        "The register’s form has changed since; this loading can no longer be undone"
    ),
    "import_nothing_to_undo": _(
        "There is nothing to undo: this loading wrote nothing to the register, "
        "or it was made before loadings could be undone"
    ),
}
