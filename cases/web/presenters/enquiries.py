"""Words for the pages of strategy discussions and section 47 enquiries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import source_words
from cases.domain.procedures import StartEvent, Timescale, Unit
from cases.labels import clock_label
from cases.models import Case
from cases.queries.next_steps import Due
from cases.web.presenters import days
from cpr.ui import forms as ui


def names(words: Sequence[str]) -> str:
    """This will join names as a sentence does."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def children_choices(cases: Sequence[Case], on: date, hints: dict[Any, str]) -> list[ui.Choice]:
    """This will offer children with what matters of each."""
    return [ui.Choice(str(case.pk), _who(case, on), hints.get(case.pk, "")) for case in cases]


def _who(case: Case, on: date) -> str:
    born = days.born(case.child.born_on, case.child.expected_on, on)
    return f"{case.child.full_name}, {born}" if born else case.child.full_name


def limit(row: Timescale) -> str:
    """This will say a time limit: 15 working days, 3 months."""
    words = {
        Unit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", row.amount),
        Unit.DAYS: ngettext("%(n)d day", "%(n)d days", row.amount),
        Unit.WEEKS: ngettext("%(n)d week", "%(n)d weeks", row.amount),
        Unit.MONTHS: ngettext("%(n)d month", "%(n)d months", row.amount),
        Unit.HOURS: ngettext("%(n)d hour", "%(n)d hours", row.amount),
    }.get(row.unit, "")
    return words % {"n": row.amount} if words else ""


STARTS = {
    StartEvent.LAST_STRATEGY_DISCUSSION: lambda: _("the last strategy discussion on %(day)s"),
    StartEvent.STRATEGY_DISCUSSION: lambda: _("the strategy discussion on %(day)s"),
    StartEvent.STRATEGY_DISCUSSION_STARTING_SECTION_47: lambda: _(
        "the strategy discussion that started the enquiry, on %(day)s"
    ),
    StartEvent.INITIAL_CONFERENCE: lambda: _("the initial conference on %(day)s"),
    StartEvent.PREVIOUS_REVIEW: lambda: _("the review on %(day)s"),
    StartEvent.CONFERENCE: lambda: _("the conference on %(day)s"),
}


def start(row: Timescale | None, on: date) -> str:
    """This will say from which event a clock counts."""
    words = STARTS.get(row.starts_at) if row else None
    return (words() if words else "%(day)s") % {"day": days.long(on)}


def rule(due: Due) -> str:
    """This will say where a latest day comes from: 15 working days from the last discussion on …"""
    if due.row is None:
        return ""
    return _("%(limit)s from %(start)s") % {
        "limit": limit(due.row),
        "start": start(due.row, due.starts_on),
    }


def due_sentence(dues: Sequence[Due], today: date, most: int = 4) -> str:
    """This will say what is late and what is due next, each clock once, for a message."""
    first: dict[str, date] = {}
    for due in dues:
        first.setdefault(due.clock, due.due_on)
    late = [
        _("%(clock)s, due %(day)s") % {"clock": clock_label(clock), "day": days.short(on, today)}
        for clock, on in first.items()
        if on < today
    ]
    ahead = [
        _("%(clock)s by %(day)s") % {"clock": clock_label(clock), "day": days.short(on, today)}
        for clock, on in first.items()
        if on >= today
    ]
    parts = []
    if late:
        parts.append(_("Late: %(list)s.") % {"list": "; ".join(late[:most])})
    if ahead:
        parts.append(_("Due now: %(list)s.") % {"list": "; ".join(ahead[:most])})
    return " ".join(parts) or _("Nothing is due.")


def latest_day(due: Due, today: date) -> dict[str, Any]:
    """This will give the notice with the latest lawful day for a conference, and its source."""
    late = due.due_on < today
    title = _("%(clock)s: by %(day)s at the latest.") % {
        "clock": clock_label(due.clock),
        "day": days.long(due.due_on),
    }
    if late:
        title = _("%(clock)s was due by %(day)s.") % {
            "clock": clock_label(due.clock),
            "day": days.long(due.due_on),
        }
    return {
        "state": "late" if late else "soon",
        "title": title,
        "text": f"{rule(due)}." if due.row else "",
        "source": source_words.title(due.row) if due.row else "",
        "source_url": due.row.source_url if due.row else "",
    }


def sibling_enquiries(cases: Sequence[Case], enquiries: dict[Any, Any]) -> list[dict[str, Any]]:
    """This will list the enquiries still open about the brothers and sisters."""
    return [
        {
            "title": case.child.full_name,
            "detail": _("Enquiry since %(day)s") % {"day": days.long(enquiry.started_on)},
            "url": reverse("cases:section47_conclude", args=[case.pk, enquiry.pk]),
        }
        for case in cases
        for enquiry in enquiries.get(case.pk, ())
    ]
