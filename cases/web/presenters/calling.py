"""Words for calling a conference: kinds, each child's state, days that are no working days.

And for what is told of one that was called: its language, whom it leaves out, how it was moved.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.bank_holidays import calendar_of
from cases.domain.statuses import ConferenceKind, ConferenceStatus, Nation
from cases.domain.taking_part import ConferenceLanguage
from cases.labels import clock_label, label
from cases.models import Case, ChildLeftOut, Conference
from cases.queries.calling import Moved
from cases.queries.next_steps import Due
from cases.web.presenters import days
from cases.web.presenters import enquiries as words
from cpr.ui import forms as ui

ENGLISH = ("English", "Saesneg")


def kinds(cases: Sequence[Case], registered: dict[uuid.UUID, date]) -> list[ui.Choice]:
    """This will offer the conferences that the children's present states allow."""
    on = [case for case in cases if case.child_id in registered]
    off = [case for case in cases if case.child_id not in registered]
    offered: list[ConferenceKind] = []
    if off:
        offered.append(ConferenceKind.INITIAL)
        if any(case.child.is_unborn for case in off):
            offered.append(ConferenceKind.PRE_BIRTH)
    if on:
        offered.append(ConferenceKind.REVIEW)
    if off:
        offered.append(ConferenceKind.TRANSFER_IN)
    hints = {
        ConferenceKind.INITIAL: _("Decides whether names are placed on the register."),
        ConferenceKind.PRE_BIRTH: _("The same, for unborn children only."),
        ConferenceKind.REVIEW: _("Decides whether names stay on, change category or come off."),
        ConferenceKind.TRANSFER_IN: _(
            "For a child on another register who has moved here for good."
        ),
    }
    return [ui.Choice(kind.value, label(kind), hints[kind]) for kind in offered]


def child_hints(
    cases: Sequence[Case],
    registered: dict[uuid.UUID, date],
    dues: dict[uuid.UUID, Due],
    today: date,
) -> dict[uuid.UUID, str]:
    """This will say beside each child where the child stands and what is due by when."""
    found = {}
    for case in cases:
        since = registered.get(case.child_id)
        stands = (
            _("On the register since %(day)s.") % {"day": days.short(since, today)}
            if since
            else _("Not on the register.")
        )
        due = dues.get(case.pk)
        if due is not None:
            stands += " " + _("%(clock)s due by %(day)s.") % {
                "clock": clock_label(due.clock),
                "day": days.short(due.due_on, today),
            }
        if due is not None and due.is_booked:
            stands += " " + _("Already booked.")
        if case.child.home_language not in ("", *ENGLISH):
            spoken = {"language": case.child.home_language}
            stands += " " + _("Home language: %(language)s.") % spoken
        found[case.pk] = stands
    return found


def closed_days(nation: Nation, start: date, end: date | None, today: date) -> str:
    """This will name the bank holidays between two days, so that nobody plans for one."""
    if end is None or end < start:
        return _("Weekends and bank holidays are not working days.")
    holidays = sorted(
        d for d in calendar_of(nation).holidays if start <= d <= end and d.weekday() < 5
    )
    if not holidays:
        return _("Weekends and bank holidays are not working days.")
    named = words.names([days.short(d, today) for d in holidays])
    return _("Bank holidays until then: %(days)s.") % {"days": named}


def warnings(nation: Nation, planned_on: date, due_on: date | None) -> list[str]:
    """This will say what is odd about a planned day; none of it forbids the day."""
    found = []
    calendar = calendar_of(nation)
    if planned_on.weekday() >= 5:
        found.append(_("%(day)s is at a weekend.") % {"day": days.long(planned_on)})
    elif not calendar.is_working_day(planned_on):
        found.append(_("%(day)s is a bank holiday.") % {"day": days.long(planned_on)})
    if due_on is not None and planned_on > due_on:
        late = max(calendar.working_days_after(due_on, planned_on), 1)
        found.append(
            ngettext(
                "That is %(n)d working day after the latest day, %(day)s.",
                "That is %(n)d working days after the latest day, %(day)s.",
                late,
            )
            % {"n": late, "day": days.long(due_on)}
        )
    return found


def chair_is_named() -> str:
    """This will say what choosing a chair means where a record is restricted."""
    return _("A record here is restricted: the chair you choose is named on it, and can open it.")


def language(conference: Conference) -> str:
    """This will say in which language a conference is held: In Welsh, with interpretation."""
    held = label(ConferenceLanguage(conference.language)) if conference.language else ""
    if not conference.interpretation:
        return held
    return (
        _("%(language)s, with interpretation") % {"language": held}
        if held
        else _("With interpretation")
    )


def moved(postponements: Sequence[Moved]) -> str:
    """This will say from which day a conference was moved first, and who authorised it last."""
    if not postponements:
        return ""
    said = {
        "day": days.long(postponements[0].from_on),
        "name": postponements[-1].authorised_by,
        "n": len(postponements),
    }
    return (
        ngettext(
            "Postponed from %(day)s, authorised by %(name)s.",
            "Postponed %(n)d times, first from %(day)s; the last authorised by %(name)s.",
            len(postponements),
        )
        % said
    )


def moved_table(postponements: Sequence[Moved], today: date) -> dict[str, Any] | None:
    """This will lay out each time that a conference was moved, if it was."""
    if not postponements:
        return None
    return {
        "caption": _("Postponed"),
        "columns": [
            {"label": _("From")},
            {"label": _("Moved to")},
            {"label": _("Why")},
            {"label": _("Protection until then")},
            {"label": _("Authorised by")},
        ],
        "rows": [
            [
                days.short(row.from_on, today),
                days.short(row.to_on, today),
                row.reason,
                row.protection,
                row.authorised_by,
            ]
            for row in postponements
        ],
    }


def left_out_table(rows: Sequence[ChildLeftOut]) -> dict[str, Any] | None:
    """This will lay out the children of the household who are not considered, and why."""
    if not rows:
        return None
    return {
        "caption": _("Not considered at this conference"),
        "columns": [{"label": _("Child")}, {"label": _("Why not")}],
        "rows": [
            [
                {
                    "text": row.case.child.full_name,
                    "url": reverse("cases:case", args=[row.case_id]),
                },
                row.reason,
            ]
            for row in rows
        ],
    }


def left_out_hidden(hidden: int) -> str:
    """This will say how many more are not considered whom the reader may not see."""
    if not hidden:
        return ""
    return ngettext(
        "%(n)d other child of the household is not considered, with whom you do not work.",
        "%(n)d other children of the household are not considered, with whom you do not work.",
        hidden,
    ) % {"n": hidden}


def in_place_of(earlier: Conference) -> str:
    """This will say which conference this one takes up again."""
    if earlier.status == ConferenceStatus.CANCELLED:
        text = _("In place of the conference planned for %(day)s, which was cancelled.")
    else:
        text = _("In place of the conference of %(day)s, which was not quorate.")
    return text % {"day": days.long(earlier.held_on or earlier.planned_on)}
