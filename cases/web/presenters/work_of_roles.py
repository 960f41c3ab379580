"""My work of a chair, a partner, a custodian and a duty worker as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import labels
from cases.domain.imports import ImportState
from cases.queries.work_of_roles import Chaired, Change, Upload
from cases.web.presenters import days
from cases.web.presenters.conferences import clock_time, title
from cases.web.presenters.imports import STATES, loader


def chaired(found: Sequence[Chaired], today: date) -> dict[str, Any]:
    """This will give the chair's conferences with what each lacks; what lacks comes first."""
    rows = sorted(found, key=lambda each: not _lacks_now(each))
    return {
        "caption": _("My conferences"),
        "columns": [
            {"label": _("Conference")},
            {"label": _("Day")},
            {"label": _("Children"), "numeric": True},
            {"label": _("What is to do")},
        ],
        "rows": [_chaired(each, today) for each in rows],
        "empty": _(
            "You have no conference to chair, and none of yours lacks a decision or a paper. You"
            " are told when you are asked to chair one."
        ),
        "empty_action": {"label": _("All conferences"), "url": reverse("cases:conferences")},
    }


def _lacks_now(each: Chaired) -> bool:
    return each.is_past or bool(each.row.held_on)


def _chaired(each: Chaired, today: date) -> list[Any]:
    row = each.row
    when, at = row.held_on or row.planned_on, clock_time(row.planned_time)
    return [
        {"text": title(row.kind, row.families), "url": reverse("cases:conference", args=[row.id])},
        days.long(when) + (f", {at}" if at and not row.held_on else ""),
        row.children,
        _to_do(each, today),
    ]


def _to_do(each: Chaired, today: date) -> dict[str, Any]:
    row = each.row
    if each.is_past:
        url = reverse("cases:conference_hold", args=[row.id])
        return {"text": _("Record that it was held"), "url": url, "tag": "red"}
    if row.held_on and row.undecided:
        words = ngettext("%(n)d child to decide", "%(n)d children to decide", row.undecided)
        url = reverse("cases:conference", args=[row.id])
        return {"text": words % {"n": row.undecided}, "url": url, "tag": "amber"}
    if each.papers and row.held_on:
        clock, due_on = each.papers[0]
        words = _("%(paper)s: by %(day)s") % {
            "paper": labels.clock_label(clock),
            "day": days.short(due_on, today),
        }
        url = reverse("cases:conference_papers", args=[row.id])
        return {"text": words, "url": url, "tag": "red" if due_on < today else "amber"}
    if row.due_on is not None and row.planned_on > row.due_on:
        words = _("After the latest day, %(day)s") % {"day": days.short(row.due_on, today)}
        return {"text": words, "tag": "red"}
    return {"text": days.until(row.planned_on, today), "tag": "blue"}


def changes(
    found: Sequence[Change], today: date, *, is_register: bool, has_board: bool
) -> dict[str, Any]:
    """This will give the side list of names placed or taken off lately.

    ``is_register``: of the whole authority; ``has_board``: whose reader may open its list.
    """
    side: dict[str, Any] = {
        "title": _("Changes to the register") if is_register else _("On and off the register"),
        "items": [
            {
                "title": each.child,
                "url": reverse("cases:case", args=[each.case_id]),
                "detail": (
                    _("placed on the register on %(day)s")
                    if each.is_placed
                    else _("came off the register on %(day)s")
                )
                % {"day": days.short(each.on, today)},
            }
            for each in found
        ],
        "empty": _("No name was placed or taken off in the last four weeks."),
    }
    if is_register and has_board:
        side["action"] = {
            "label": _("The whole register"),
            "url": reverse("cases:overdue_list") + "?show=register&sort=-due",
        }
    return side


def uploads(found: Sequence[Upload], today: date) -> dict[str, Any]:
    """This will give the side list of returns sent in lately."""
    return {
        "title": _("Returns"),
        "items": [
            {
                "title": each.file_name,
                "url": reverse("cases:import", args=[each.batch_id]),
                "detail": _("%(state)s, %(name)s, %(when)s")
                % {
                    "state": STATES[ImportState(each.state)][0],
                    "name": loader(each.by),
                    "when": days.short(localtime(each.at).date(), today),
                },
            }
            for each in found
        ],
        "empty": _("No return was loaded yet. A register kept elsewhere can be loaded from one."),
        "action": {"label": _("Load a return"), "url": reverse("cases:imports")},
    }


def asked(found: Sequence[str]) -> dict[str, Any]:
    """This will give the side list of what was last asked of the search."""
    base = reverse("cases:children")
    return {
        "title": _("You asked lately for"),
        "items": [{"title": words, "url": f"{base}?{urlencode({'q': words})}"} for words in found],
        "empty": _("What you search for stands here for four weeks, for you alone."),
    }
