"""What comes next on a child's record: the steps on offer, and a birth that is to be recorded."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.permissions import P
from cases.queries.child_record import ChildRecord
from cases.web.presenters import days


def birth_notice(record: ChildRecord, today: date) -> str:
    """This will say that a birth was expected by now and is not recorded."""
    expected_on = record.expected_on
    if not record.is_unborn or record.closed_on or expected_on is None or expected_on >= today:
        return ""
    return _("The baby was expected on %(day)s. Record the birth, or check the date.") % {
        "day": days.long(expected_on)
    }


def more_actions(
    record: ChildRecord, *, may_open: bool, may_authorise: bool
) -> list[dict[str, str]]:
    """This will list the steps of the procedures that the viewer may take next, for the side.

    A closed case takes no more work; whoever may open cases can open the child's next one. The
    named senior officer of a restricted one can open it to somebody in an emergency.
    """
    also = [*_restriction(record), *(_emergency(record) if may_authorise else [])]
    case = record.case_id
    if record.closed_on is not None:
        url = reverse("cases:case_new_episode", args=[case])
        is_shown = may_open and P.RECORD_WORK in record.held
        opening = [{"title": _("Open a new episode"), "url": url}] if is_shown else []
        return [*opening, *also]
    offered: list[tuple[P, str, str]] = []
    offered.append(
        (
            P.RECORD_WORK,
            _("Record a strategy discussion"),
            reverse("cases:strategy_add", args=[case]),
        )
    )
    offered.append(
        (P.CALL_CONFERENCE, _("Call a conference"), reverse("cases:conference_call", args=[case]))
    )
    if record.is_registered:
        offered.append(
            (P.RECORD_WORK, _("Record a core group"), reverse("cases:core_group_add", args=[case]))
        )
    register = record.register
    if register is not None and record.is_registered:
        url = reverse("cases:registration_end", args=[register.registration_id])
        offered.append((P.RECORD_DECISION, _("Record 18th birthday, death or leaving the UK"), url))
    steps = [{"title": each, "url": url} for needed, each, url in offered if needed in record.held]
    return [*steps, *also]


def _emergency(record: ChildRecord) -> list[dict[str, str]]:
    if not record.is_restricted or P.RESTRICT not in record.held:
        return []
    url = reverse("cases:emergency_for", args=[record.case_id])
    return [{"title": _("Open it to somebody in an emergency"), "url": url}]


def _restriction(record: ChildRecord) -> list[dict[str, str]]:
    """The way to the restriction and the exclusions, for those who may change them."""
    url = reverse("cases:case_restriction", args=[record.case_id])
    title = _("Restrict the record or exclude a person")
    if record.is_restricted:
        title = _("Who is named, and who is excluded")
    return [{"title": title, "url": url}] if P.RESTRICT in record.held else []
