"""The problems of emergency access and its review: a part of ``problem_codes``."""

from __future__ import annotations


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


EMERGENCY: dict[str, str] = {
    "emergency_reason_missing": _("Enter why you need to see this record now"),
    "emergency_reason_too_short": _(
        "Write at least {words} words on why you need to see this record now"
    ),
    "emergency_too_long": _("Emergency access lasts {hours} hours at the most"),
    "emergency_too_many": _(
        "You have opened {most} records in emergencies within 24 hours, and nobody opens more: "
        "call the authority, which can read the record to you; the privacy officer is told"
    ),
    "emergency_case_restricted": _(
        "This record is restricted: only its named senior officer can open it in an emergency"
    ),
    "record_open_to_you": _("You may see this record already; find it by the search"),
    "emergency_is_open": _("This record is open to you until {until}; nothing was made longer"),
    "emergency_has_ended": _("This emergency access has already ended"),
    "emergency_not_restricted": _(
        "This record is not restricted: share it, or let the person open it themselves"
    ),
    "emergency_not_for_them": _(
        "Choose somebody else who works there now and may open records in an emergency"
    ),
    "emergency_person_excluded": _("This person is excluded from this record"),
    "review_note_missing": _("Enter what you looked at and why you come to this finding"),
    "review_note_too_short": _(
        "Write at least {words} words on what you looked at and why you come to this finding"
    ),
    "taking_over_note_missing": _("Enter why you review this instead of the person named"),
    "taking_over_note_too_short": _(
        "Write at least {words} words on why you review this instead of the person named"
    ),
    "ending_reason_missing": _("Enter why you end this now"),
    "ending_reason_too_short": _("Write at least {words} words on why you end this now"),
    "review_of_what_you_authorised": _(
        "You authorised this yourself, and somebody else named on the record can review it"
    ),
    "review_yours_already": _("You are already the one who is to review this"),
    "review_is_anothers": _("Somebody else is named to review this; take it over first"),
    "emergency_reviewed_already": _("Somebody else has already closed this review"),
    "emergency_is_own": _("Nobody reviews what they opened themselves"),
}
