"""Words for what the agencies at a conference think of one child."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.statuses import Nation
from cases.domain.taking_part import Opinion
from cases.labels import category_label, label
from cases.queries.agency_views import View
from cases.queries.attendance import Guest
from cases.web.presenters import days

TAGS = {Opinion.ON: "red", Opinion.OFF: "green", Opinion.NONE: "grey"}


def tally(views: Sequence[View]) -> str:
    """This will count the views: 3 on, 1 off, 1 without a view."""
    counted = {opinion: sum(view.opinion is opinion for view in views) for opinion in Opinion}
    return _("%(on)d on the register, %(off)d off it, %(none)d without a view") % {
        "on": counted[Opinion.ON],
        "off": counted[Opinion.OFF],
        "none": counted[Opinion.NONE],
    }


def table(views: Sequence[View], nation: Nation, on: date) -> dict[str, Any]:
    """This will lay out each agency's view on one child, for the page of the decision."""
    return {
        "caption": _("What the agencies there think"),
        "columns": [{"label": _("Agency")}, {"label": _("View")}, {"label": _("Why")}],
        "rows": [[said_by(view), tag(view), why(view, nation, on)] for view in views],
        "empty": _("No agency’s view is recorded."),
    }


def said_by(view: View) -> str:
    """This will name the agency and who spoke for it."""
    return f"{view.agency}, {view.who}" if view.who else view.agency


def tag(view: View) -> dict[str, Any]:
    """This will give the view as a tag, with a dissent beside it."""
    cell: dict[str, Any] = {"text": label(view.opinion), "tag": TAGS[view.opinion]}
    if view.is_dissent:
        cell["after_tag"] = {"text": _("Dissents"), "kind": "amber"}
    return cell


def why(view: View, nation: Nation, on: date) -> str:
    """This will give the categories an agency sees, and its reasons."""
    named = ", ".join(category_label(nation, key, on) for key in view.categories)
    return f"{named}: {view.reasons}" if named and view.reasons else named or view.reasons


def live_table(
    conference_id: uuid.UUID, at_id: uuid.UUID, asked: Sequence[Guest], views: Sequence[View]
) -> dict[str, Any]:
    """This will lay out, for one child, each agency that is there, its view, and how to record it.

    A view of somebody who is no longer recorded as there is shown still.
    """
    heard = {view.invitation_id: view for view in views if view.at_id == at_id}
    rows = []
    for guest in asked:
        view = heard.pop(guest.id, None)
        shown: Any = tag(view) if view else {"text": _("Not asked yet"), "tag": "amber"}
        address = reverse("cases:agency_view", args=[conference_id, at_id, guest.id])
        act = {"text": _("Change") if view else _("Record"), "url": address, "hidden": guest.who}
        rows.append([guest.who, shown, view.reasons if view else "", act])
    rows += [[said_by(view), tag(view), view.reasons, ""] for view in heard.values()]
    return {
        "caption": _("What the agencies there think"),
        "hide_caption": True,
        "columns": [
            {"label": _("Agency")},
            {"label": _("View")},
            {"label": _("Why")},
            {"label": _("What to do"), "hide_label": True},
        ],
        "rows": rows,
        "empty": _("Record first which agencies are there."),
    }


def stands(view: View, nation: Nation, on: date) -> list[dict[str, Any]]:
    """This will show a recorded view beside what somebody else typed meanwhile."""
    by = _("%(name)s, %(at)s") % {"name": view.recorded_by, "at": days.moment(view.recorded_at)}
    named = ", ".join(category_label(nation, key, on) for key in view.categories)
    return [
        {"label": _("View"), "value": label(view.opinion)},
        {"label": _("Categories"), "value": named},
        {"label": _("Why"), "value": view.reasons},
        {"label": _("Dissents"), "value": _("Yes") if view.is_dissent else _("No")},
        {"label": _("Recorded by"), "value": by},
    ]
