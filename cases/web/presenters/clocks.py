"""The clock cards of a record: the rule in words, the state in words, the day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import labels
from cases.domain import procedures
from cases.domain.procedures import Unit
from cases.domain.statuses import Nation
from cases.queries.child_record import Clock
from cases.web.presenters import days

EVERY = frozenset({"seen", "seen_alone", "seen_at_home"})
APART = frozenset({"later_core_group"})
BARE = frozenset({"first_review", "later_review"})


VISITED = frozenset({"seen", "seen_alone", "seen_at_home", "bedroom_seen"})
MET = frozenset({"first_core_group", "later_core_group"})


def cards(
    clocks: Iterable[Clock], nation: Nation, today: date, *, work_on: uuid.UUID | None = None
) -> list[dict[str, Any]]:
    """This will make the cards, in the order given.

    ``work_on`` is the case whose work the viewer may record: each card then leads to the form
    that answers it.
    """
    return [
        {
            "rule": rule(clock.clock, nation, clock.starts_on),
            "state": clock.state,
            "headline": headline(clock, today),
            "detail": detail(clock, today),
            "url": form_for(clock, work_on) if work_on else "",
        }
        for clock in clocks
    ]


def form_for(clock: Clock, case: uuid.UUID) -> str:
    """This will give the address of the form that meets a clock; empty where there is none."""
    if clock.state == "done":
        return ""
    if clock.clock in VISITED:
        return reverse("cases:visit_add", args=[case])
    if clock.clock in MET:
        return reverse("cases:core_group_add", args=[case])
    kind, _sep, pk = clock.subject.partition(":")
    if clock.clock == "section_47_enquiry" and kind == "section47":
        return reverse("cases:section47_conclude", args=[case, pk])
    return ""


def rule(clock: str, nation: Nation, on: date) -> str:
    """This will say a clock with its limit: Seen alone, every 10 working days."""
    name = labels.clock_label(clock)
    row = procedures.timescale(nation, clock, on)
    if row is None:
        return name
    if row.unit is Unit.ONCE_PER_INTERVAL:
        return _("%(clock)s since the last conference") % {"clock": name}
    span = _span(row.amount, row.unit)
    if not span:
        return name
    if clock in EVERY:
        pattern = _("%(clock)s, every %(span)s")
    elif clock in APART:
        pattern = _("%(clock)s, at most %(span)s apart")
    elif clock in BARE:
        pattern = _("%(clock)s, %(span)s")
    else:
        pattern = _("%(clock)s, within %(span)s")
    return pattern % {"clock": name, "span": span}


def headline(clock: Clock, today: date) -> str:
    """This will say how a clock stands."""
    if clock.state == "done":
        return _("Done")
    if clock.state != "late":
        return days.until(clock.due_on, today, clock.working_days_left)
    if clock.working_days_late == 0:
        return _("Late")
    return ngettext(
        "%(n)d working day late", "%(n)d working days late", clock.working_days_late
    ) % {"n": clock.working_days_late}


def detail(clock: Clock, today: date) -> str:
    """This will give the day that the headline is about."""
    if clock.met_on is not None:
        return days.short(clock.met_on, today)
    due = days.short(clock.due_on, today)
    if clock.booked_on is not None:
        booked = days.short(clock.booked_on, today)
        if clock.state == "late":
            return _("was due %(due)s, booked %(booked)s") % {"due": due, "booked": booked}
        return _("by %(due)s, booked %(booked)s") % {"due": due, "booked": booked}
    if clock.state == "late":
        return _("was due %(day)s") % {"day": due}
    return _("by %(day)s") % {"day": due}


def _span(amount: int, unit: Unit) -> str:
    patterns = {
        Unit.HOURS: ngettext("%(n)d hour", "%(n)d hours", amount),
        Unit.DAYS: ngettext("%(n)d day", "%(n)d days", amount),
        Unit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", amount),
        Unit.WEEKS: ngettext("%(n)d week", "%(n)d weeks", amount),
        Unit.MONTHS: ngettext("%(n)d month", "%(n)d months", amount),
    }
    return patterns[unit] % {"n": amount} if unit in patterns else ""
