"""The problems of inviting people to a conference and preparing it: a part of ``problem_codes``."""

from __future__ import annotations


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


TAKING_PART: dict[str, str] = {
    "nobody_invited": _("Choose whom to invite"),
    "invited_already": _("{name} is invited already"),
    "let_in_to_nobody": _(
        "Choose at least one child whose plan they may see: they do not work with any of them yet"
    ),
    "invited_name_missing": _("Enter the name"),
    "child_of_invitation_missing": _("Choose which child"),
    "child_is_not_born": _("An unborn child cannot be invited"),
    "told_on_in_future": _("The day they were told must be today or in the past"),
    "written_on_in_future": _("The day the letter was sent must be today or in the past"),
    "who_comes_missing": _("Enter who comes instead"),
    "invitation_changed": _(
        "Somebody else changed this meanwhile. Yours was not saved; what you typed is kept below"
    ),
    "invitation_withdrawn": _("This invitation has been withdrawn"),
    "not_invited": _("You are not invited to this conference"),
    "only_the_chair": _("Only the chair of this conference may do this"),
    "not_kept_out": _("Nobody keeps this person out"),
    "offered_on_in_future": _("The day of the offer must be today or in the past"),
    "offered_on_missing": _("Enter the day on which an advocate was offered"),
    "interpreter_booked_on_in_future": _(
        "The day the interpreter was booked must be today or in the past"
    ),
    "interpretation_not_named": _("The record of this conference names no interpretation"),
    "family_met_on_in_future": _("The day the chair met the family must be today or in the past"),
}
