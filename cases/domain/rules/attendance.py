"""Who came to a conference, and what those who came think of a child: what can be recorded when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_text
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import Invitee, KeptOut, Opinion, Presence

CAME = frozenset({Presence.IN_PERSON, Presence.BY_VIDEO, Presence.BY_TELEPHONE})


def live_problems(*, status: ConferenceStatus, planned_on: date, today: date) -> Iterator[Problem]:
    """Yield why nothing can be recorded of a conference: it is cancelled, or still to come."""
    if status is ConferenceStatus.CANCELLED:
        yield Problem("conference_was_cancelled")
    elif status is ConferenceStatus.CALLED and planned_on > today:
        yield Problem("conference_is_to_come", None, {"planned_on": planned_on})


def presence_problems(
    *, kind: Invitee, presence: Presence | None, came_instead: str, kept_out_of: KeptOut | None
) -> Iterator[Problem]:
    """Yield what is wrong with how somebody took part.

    Only an agency sends somebody else, and then it was there. Whom the chair keeps out of the
    whole conference was not (c3pt2-p8).
    """
    if presence is None:
        yield Problem("presence_missing", "presence")
        return
    if came_instead.strip() and presence is Presence.ABSENT:
        yield Problem("absent_with_somebody_instead", "came_instead")
    if came_instead.strip() and kind is not Invitee.PRACTITIONER:
        yield Problem("only_agencies_send_somebody", "came_instead")
    if kept_out_of is KeptOut.WHOLE and presence in CAME:
        yield Problem("kept_out_was_not_there", "presence")


def view_problems(
    *,
    opinion: Opinion | None,
    reasons: str,
    categories: Collection[str],
    allowed: Collection[str],
    is_present: bool,
    decided_with: Opinion | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with an agency's view on one child.

    Those present give one, with why (c3pt2-p9); categories go with the register alone. Once the
    child is decided, ``decided_with`` is the view the decision had before it, which stands.
    """
    if not is_present:
        yield Problem("only_who_came_has_a_view")
    if opinion is None:
        yield Problem("opinion_missing", "opinion")
        return
    if opinion is not Opinion.NONE:
        yield from check_text("reasons", reasons, code="view_reasons_missing")
    if categories and opinion is not Opinion.ON:
        yield Problem("categories_not_wanted", "categories")
    for unknown in sorted(frozenset(categories) - frozenset(allowed)):
        yield Problem("category_unknown", "categories", {"category": unknown})
    if decided_with is not None and opinion is not decided_with:
        yield Problem("view_stood_before_decision", "opinion")
