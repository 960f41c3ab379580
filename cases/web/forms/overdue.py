"""Reads the filters of the overdue board and its lists from an address."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from cases.domain.errors import DomainError, NotFound, Problem
from cases.queries.overdue_list import SORTS
from cases.queries.overdue_scope import Chosen, Counted, Show
from cases.querysets import BANDS, GROUPS


class FilterForm(forms.Form):
    """Everything a list can be narrowed by; what is not given is not filtered."""

    show = forms.ChoiceField(choices=[(v.value, v.value) for v in Show], required=False)
    count = forms.ChoiceField(choices=[(v.value, v.value) for v in Counted], required=False)
    clock = forms.ChoiceField(choices=[(key, key) for key in GROUPS], required=False)
    band = forms.ChoiceField(choices=[(band.key, band.key) for band in BANDS], required=False)
    week = forms.DateField(input_formats=["%Y-%m-%d"], required=False)
    booked = forms.ChoiceField(choices=[("no", "no")], required=False)
    in_time = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], required=False)
    team = forms.UUIDField(required=False)
    sort = forms.ChoiceField(choices=[(key, key) for key in SORTS], required=False)


def read(query: QueryDict) -> tuple[Chosen, str]:
    """This will give the choice in an address and the order asked for.

    Raises: DomainError where a filter is not one of ours: to show another list under the same
    address would be wrong; NotFound where the team is none.
    """
    form = FilterForm(query)
    if "team" in form.errors:
        raise NotFound(Problem("not_found"))
    if not form.is_valid():
        raise DomainError(Problem("bad_filter"))
    given = form.cleaned_data
    chosen = Chosen(
        show=Show(given["show"] or Show.OVERDUE),
        count=Counted(given["count"] or Counted.CHILDREN),
        clock=given["clock"],
        band=given["band"],
        week=given["week"],
        is_unbooked=given["booked"] == "no",
        in_time={"yes": True, "no": False}.get(given["in_time"]),
        team=given["team"],
    )
    return chosen, given["sort"] or "due"
