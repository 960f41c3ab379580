"""The sentences of the OpenAPI document, for the page that shows it in the language of the moment.

The document itself stays English: programs are written against it. A test holds this list to it.
"""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

DESCRIPTIONS: tuple[str, ...] = (
    _("Read-only. Each answer holds what the signed-in membership may see."),
    _("The children the caller sees, newest record first."),
    _("Date of birth."),
    _("The pagination cursor value."),
    _("true: only names on the register today."),
    _("Number of results to return per page."),
    _("A parameter that is not one of ours."),
    _("Not signed in, or in no team."),
    _("Too many requests."),
    _("One child. The reading is recorded, and the child's co-ordinator can see it."),
    _("No such record, or not to be seen."),
    _("Every overdue date that the caller sees, longest overdue first."),
    _("Of one child."),
    _("One clock, or a row of the overdue board such as review_conference."),
    _("One overdue date. The reading is recorded. Not found once it is met or stopped."),
    _("The names on the register that the caller sees; with `on`, as it was on a day."),
    _("The register as it was on this day. Without it, every episode."),
    _("One registration. The reading is recorded."),
    _("One authority's episode with the child; only those the caller sees."),
    _("The authority's name."),
    _("The team that leads."),
    _("A category of abuse or neglect, from a day until a day."),
    _("A child, or an unborn child with an expected date of birth."),
    _("Given and family name."),
    _("Whether the name is on the register today, in a case the caller sees."),
    _("A child with the numbers they are known by and every registration the caller sees."),
    _("A number the child is known by."),
    _("A date that has passed without the step being taken or the clock stopped."),
    _("The clock in words."),
    _("Working days of the authority's nation past the due date."),
    _("Null: nobody is named."),
    _("A refusal, as ``application/problem+json``."),
    _("A stable name of the kind of problem."),
    _("What is wrong, in words."),
    _("The HTTP status."),
    _("By parameter, what is wrong with it."),
    _("A name on the register, from a day until the first day off it."),
)


def words(description: str) -> str:
    """This will give a sentence of the document in the language of the moment."""
    return gettext(description) if description else ""
