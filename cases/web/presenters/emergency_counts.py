"""The privacy officer's page as plain data: figures, each a link to its list; no child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import labels
from cases.access_openings import Stop
from cases.domain.statuses import EmergencyFinding
from cases.queries.emergency_counts import Counts, Opening, Review
from cases.web.presenters import days
from cases.web.presenters.emergencies import until
from cpr.clock import now


def lede(since: date) -> str:
    """This will say since when openings are counted, and that no child is named."""
    return _("Since %(day)s. No child is named here.") % {"day": days.long(since)}


def figures(found: Counts) -> list[dict[str, Any]]:
    """This will give the few figures at the top."""
    reviews = dict(found.reviews)
    waiting, unnamed = reviews[Review.OPEN], reviews[Review.UNNAMED]
    unjustified = reviews[Review.NOT_JUSTIFIED]
    return [
        {
            "number": found.total,
            "words": ngettext(
                "record opened in an emergency", "records opened in an emergency", found.total
            ),
            "url": _url(),
        },
        {
            "number": waiting,
            "words": ngettext("not reviewed yet", "not reviewed yet", waiting),
            "url": _url(review=Review.OPEN),
            "state": "soon" if waiting else "ok",
        },
        {
            "number": unnamed,
            "words": ngettext(
                "of them with nobody named to review",
                "of them with nobody named to review",
                unnamed,
            ),
            "url": _url(review=Review.UNNAMED),
            "state": "late" if unnamed else "ok",
        },
        {
            "number": unjustified,
            "words": ngettext("found not justified", "found not justified", unjustified),
            "url": _url(review=Review.NOT_JUSTIFIED),
            "state": "late" if unjustified else "ok",
        },
    ]


def tables(found: Counts) -> list[dict[str, Any]]:
    """This will count by month, agency, reason and review."""
    months = [(_month(day), {"month": day.isoformat()}, n) for day, n in found.months]
    agencies = [(name, {"agency": pk}, n) for pk, name, n in found.agencies]
    kinds = [(labels.label(kind), {"kind": kind}, n) for kind, n in found.kinds]
    reviews = [(review_words(review), {"review": review}, n) for review, n in found.reviews if n]
    return [
        _table(_("By month"), _("Month"), months),
        _table(_("By agency of who opened"), _("Agency"), agencies),
        _table(_("By reason"), _("Reason"), kinds),
        _table(_("By review"), _("Review"), reviews),
    ]


def stops(found: Iterable[Stop]) -> dict[str, Any] | None:
    """This will give the table of who was stopped at the most of a day, if anybody was."""
    rows = [[each.who, each.agency_name, days.moment(each.at)] for each in found]
    if not rows:
        return None
    return {
        "caption": _("Stopped at the most that one person opens in a day"),
        "columns": [{"label": _("Who")}, {"label": _("Agency")}, {"label": _("When")}],
        "rows": rows,
    }


def choices(found: Counts) -> dict[str, list[tuple[Any, str]]]:
    """This will give what the list can be narrowed to, as far as there is any."""
    return {
        "month": [(day.isoformat(), _month(day)) for day, _n in found.months],
        "agency": [(str(pk), name) for pk, name, _n in found.agencies],
    }


def openings(
    found: Iterable[Opening], columns: list[dict[str, Any]], *, is_narrowed: bool
) -> dict[str, Any]:
    """This will give the table of openings: who, when, why, reviewed or not."""
    nothing = _("Nothing like that. Clear the choice to see every opening.")
    return {
        "caption": _("Openings"),
        "hide_caption": True,
        "columns": columns,
        "rows": [
            [
                each.who,
                each.agency,
                days.moment(each.opened_at),
                {"text": until(each.ends_at), "after_tag": {"text": _("open"), "kind": "red"}}
                if each.ends_at > now()
                else until(each.ends_at),
                _why(each),
                _review(each),
            ]
            for each in found
        ],
        "empty": nothing if is_narrowed else _("No record was opened in an emergency."),
    }


def cells(found: Iterable[Opening]) -> list[list[object]]:
    """This will give the openings as the rows of a file."""
    return [
        [
            each.who,
            each.agency,
            days.moment(each.opened_at),
            days.moment(each.ends_at),
            _why(each),
            _review(each)["text"],
        ]
        for each in found
    ]


def review_words(review: Review) -> str:
    """This will say where a review stands."""
    if review is Review.OPEN:
        return _("Not reviewed yet")
    if review is Review.UNNAMED:
        return _("Nobody named to review")
    if review is Review.AUTHORISER:
        return _("Reviewed by who authorised it")
    return labels.label(EmergencyFinding(review.value))


def _why(each: Opening) -> str:
    words = labels.label(each.kind)
    return f"{words} · {_('restricted, authorised')}" if each.is_authorised else words


def _review(each: Opening) -> dict[str, str]:
    if each.finding:
        kind = "red" if each.finding is EmergencyFinding.NOT_JUSTIFIED else "green"
        text = labels.label(each.finding)
        if each.is_of_authoriser:
            text = _("%(finding)s · reviewed by who authorised it") % {"finding": text}
        return {"text": text, "tag": kind}
    if not each.reviewer:
        return {"text": _("Nobody named to review"), "tag": "red"}
    waits = _("Not reviewed yet: %(name)s")
    if each.is_of_authoriser:
        waits = _("Not reviewed yet: %(name)s, who authorised it")
    return {"text": waits % {"name": each.reviewer}, "tag": "amber"}


def _table(caption: str, what: str, rows: list[tuple[str, dict[str, Any], int]]) -> dict[str, Any]:
    return {
        "caption": caption,
        "columns": [{"label": what}, {"label": _("Openings"), "numeric": True}],
        "rows": [[words, {"text": n, "url": _url(**to)}] for words, to, n in rows],
        "empty": _("No record was opened in an emergency."),
    }


def _url(**to: Any) -> str:
    query = urlencode({key: str(value) for key, value in to.items()}) or "clear=1"
    return f"{reverse('cases:emergency_counts')}?{query}#openings"


def _month(day: date) -> str:
    return date_format(day, "F Y")
