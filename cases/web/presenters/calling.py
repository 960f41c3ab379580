"""Words for calling a conference: kinds, each child's state, days that are no working days."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.bank_holidays import calendar_of
from cases.domain.statuses import ConferenceKind, Nation
from cases.labels import clock_label, label
from cases.models import Case
from cases.queries.next_steps import Due
from cases.web.presenters import days
from cases.web.presenters import enquiries as words
from cpr.ui import forms as ui


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
