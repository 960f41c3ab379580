"""The problems of agencies' reports for conferences: a part of ``problem_codes``."""

from __future__ import annotations


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


REPORTS: dict[str, str] = {
    "report_of_practitioners_only": _("Only agencies write reports; the family has its own words"),
    "report_invitation_withdrawn": _("This invitation was withdrawn, so no report is needed"),
    "report_conference_cancelled": _("This conference is cancelled, so no report is needed"),
    "report_holds_an_opinion": _(
        "The social worker’s report must not contain an opinion on registration"
    ),
    "report_facts_missing": _("Enter the facts that your agency knows"),
    "report_risks_missing": _("Enter the risks as your agency sees them"),
    "report_lived_experience_missing": _("Enter what life is like for the child"),
    "report_view_missing": _("Enter your agency’s view"),
    "report_is_empty": _("Enter something to save"),
    "report_changed_meanwhile": _(
        "{name} has saved this report since you opened it. Yours was not saved: what you typed is "
        "kept in the form, and theirs is shown beside it"
    ),
    "report_submitted_meanwhile": _(
        "This report has been submitted since you opened it, and does not change any more"
    ),
    "report_not_submitted": _("This report is not submitted yet"),
    "report_is_corrected_already": _("A correction of this report is already being written"),
    "report_correction_reason_missing": _("Enter what is corrected, and why"),
    "report_written_elsewhere": _("Somebody else is already writing this report"),
    "report_shared_with_nobody": _("Enter with whom the report was shared"),
    "report_withheld_without_reason": _("Enter what was held back, and why"),
    "report_shared_on_in_future": _("The day it was shared must be today or in the past"),
    "report_shared_before_submitted": _(
        "It cannot have been shared before it was submitted, on {submitted_on}"
    ),
    "attachment_empty": _("This file is empty"),
    "attachment_too_big": _("This file is larger than {megabytes} MB"),
    "attachment_too_many": _("A report has at most {most} attachments"),
    "attachment_is_there": _("This file is attached already"),
    "attachment_wrong_type": _(
        "Attach a PDF, a Word document (.docx), or a PNG or JPEG picture; this file is none of them"
    ),
    "attachment_damaged": _("This file is damaged or not what it says; save it anew and try again"),
    "attachment_is_two_things": _("This file hides another one inside it, so it was not taken"),
    "attachment_has_macros": _("This Word document holds macros; save it as .docx without them"),
    "attachment_grows": _("This Word document is far larger when unpacked, so it was not taken"),
}
