"""Reads the filters of the overdue board and its lists from an address."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.domain.errors import DomainError, NotFound, Problem
from cases.queries.overdue_scope import NOBODY, Chosen, Counted, Show
from cases.querysets import BANDS, GROUPS
from cpr.clock import today
from cpr.ui import forms as ui

YEARS_AROUND = 5
NONE = "none"
"""In an address: the children who have no co-ordinator."""


class FilterForm(forms.Form):
    """Everything a list can be narrowed by; what is not given is not filtered."""

    show = forms.ChoiceField(choices=[(v.value, v.value) for v in Show], required=False)
    count = forms.ChoiceField(choices=[(v.value, v.value) for v in Counted], required=False)
    clock = forms.ChoiceField(choices=[(key, key) for key in GROUPS], required=False)
    band = forms.ChoiceField(choices=[(band.key, band.key) for band in BANDS], required=False)
    week = forms.DateField(input_formats=["%Y-%m-%d"], required=False)
    month = forms.DateField(input_formats=["%Y-%m"], required=False)
    booked = forms.ChoiceField(choices=[("no", "no")], required=False)
    in_time = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False)
    team = forms.UUIDField(required=False)
    worker = forms.CharField(max_length=40, required=False)


class WhoseFilters(ui.Form):
    """The questions over a list of the board; which teams and people, the page says."""

    team = ui.SelectField(label=_("Team"), empty_label=_("All teams"))
    worker = ui.SelectField(label=_("Co-ordinator"), empty_label=_("All"))


def read(query: QueryDict) -> Chosen:
    """This will give the choice in an address.

    Raises: DomainError where a filter is not one of ours: to show another list under the same
    address would be wrong; NotFound where the team or the worker is none.
    """
    form = FilterForm(query)
    if "team" in form.errors:
        raise NotFound(Problem("not_found"))
    if not form.is_valid() or not _is_near(form.cleaned_data):
        raise DomainError(Problem("bad_filter"))
    given = form.cleaned_data
    return Chosen(
        show=Show(given["show"] or Show.OVERDUE),
        count=Counted(given["count"] or Counted.CHILDREN),
        clock=given["clock"],
        band=given["band"],
        week=given["week"],
        month=given["month"],
        is_unbooked=given["booked"] == "no",
        in_time={"yes": True, "no": False}.get(given["in_time"]),
        team=given["team"],
        worker=_worker(given["worker"]),
    )


def _is_near(given: dict[str, Any]) -> bool:
    """No figure of the board leads further away, and the calendar ends somewhere."""
    days = [day for day in (given["week"], given["month"]) if day]
    return all(abs(day.year - today().year) <= YEARS_AROUND for day in days)


def _worker(text: str) -> uuid.UUID | None:
    if not text:
        return None
    if text == NONE:
        return NOBODY
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFound(Problem("not_found")) from error
