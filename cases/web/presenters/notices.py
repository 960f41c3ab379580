"""The words of notices, made when they are read, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cases.models.notice import NoticeKind
from cases.queries.notices import Told
from cases.web.presenters.overdue import clock_words, day, late_words


def rows(found: list[Told]) -> list[dict[str, Any]]:
    """This will give the notices of a page."""
    return [
        {
            "child": told.child,
            "url": _url(told),
            "words": _words(told),
            "at": told.at,
            "when": date_format(localtime(told.at), "j F Y, H:i"),
            "is_new": not told.is_read,
            "tag": _tag(told),
        }
        for told in found
    ]


def _url(told: Told) -> str:
    page = (
        "cases:case_notes"
        if told.kind is NoticeKind.NOTE_SHARED and told.note_from
        else "cases:case"
    )
    return reverse(page, args=[told.case_id])


def _words(told: Told) -> str:
    if told.kind is NoticeKind.CO_ORDINATOR:
        return _("You are now the plan co-ordinator.")
    if told.kind is NoticeKind.CASE_SHARED:
        return _("%(agency)s now shares this child’s record with you.") % {"agency": told.authority}
    if told.kind is NoticeKind.NOTE_SHARED:
        if told.note_from:
            return _("A new note from %(agency)s.") % {"agency": told.note_from}
        return _("A note was written.")
    if not told.clock:
        return _("Something in this child’s plan needs attention.")
    words = {"what": clock_words(told.clock), "day": day(told.due_on)}
    if told.is_settled:
        return _("%(what)s was due on %(day)s and is no longer outstanding.") % words
    if told.kind is NoticeKind.OVERDUE_MANAGER:
        return (
            _("%(what)s was due on %(day)s and is still not done. You are told as manager.") % words
        )
    return _("%(what)s was due on %(day)s and is not done.") % words


def _tag(told: Told) -> dict[str, str] | None:
    if not told.clock:
        return None
    if told.is_settled:
        return {"text": _("Settled"), "kind": "green"}
    return {
        "text": _("Late: %(late)s") % {"late": late_words(told.working_days_late)},
        "kind": "red",
    }
