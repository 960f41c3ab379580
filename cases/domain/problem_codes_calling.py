"""The problems of calling and postponing a conference: a part of ``problem_codes``."""

from __future__ import annotations


def _(sentence: str) -> str:
    """This will mark a sentence for the catalogue of translations, and leave it as it is."""
    return sentence


CALLING: dict[str, str] = {
    "chair_in_line_of_management": _(
        "{name} works on the case of {child} or manages those who do; "
        "choose a chair who is independent of it"
    ),
    "not_a_minute_taker_of_authority": _("Choose a minute taker of this authority"),
    "minute_taker_chairs": _("The chair cannot keep the record too; choose somebody else"),
    "minute_taker_has_part": _(
        "{name} has another part in the case of {child}; choose somebody without one"
    ),
    "left_out_without_reason": _("Enter why {child} is not considered"),
    "video_link_unsafe": _("Enter a link that begins with https://"),
    "follows_what_stands": _(
        "A conference is taken up again only if it was cancelled or was not quorate"
    ),
    "follows_other_children": _("Choose at least one child who was at the earlier conference"),
    "already_taken_up": _("Another conference has already been called in place of the earlier one"),
    "postponed_to_earlier": _("The new day must be after the day it is planned for, {planned_on}"),
    "protection_missing": _("Enter how the child is protected until then"),
    "may_not_authorise_postponing": _(
        "Choose the chair of this conference or a manager of the authority"
    ),
    "conference_changed_meanwhile": _(
        "Somebody else has changed this conference since you opened this page; it is now planned "
        "for {planned_on}. What you typed is kept: look at it and send it again"
    ),
}
