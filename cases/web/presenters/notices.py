"""The words of notices, made when they are read, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.statuses import RequestStatus
from cases.models.notice import NoticeKind
from cases.queries.notices import Told
from cases.web.presenters import days
from cases.web.presenters.in_welsh import after_preposition
from cases.web.presenters.overdue import clock_words, day, late_words
from cases.web.presenters.share_requests import answer_words, asked_words, known_to

SAID_AT_ONCE: dict[NoticeKind, str | Promise] = {
    NoticeKind.CO_ORDINATOR: gettext_lazy("You are now the plan co-ordinator."),
    NoticeKind.REGISTERED: gettext_lazy("The child’s name is now on the register."),
    NoticeKind.OFF_THE_REGISTER: gettext_lazy("The child’s name has come off the register."),
    NoticeKind.CONFERENCE_CALLED: gettext_lazy("You are to chair a conference about this child."),
    NoticeKind.SHARE_ENDS_SOON: gettext_lazy("The sharing of this child’s record ends soon."),
    NoticeKind.SHARE_ASKED: gettext_lazy("Somebody asks for this child’s record to be shared."),
    NoticeKind.SHARE_ANSWERED: gettext_lazy("Your request to share this child was answered."),
    NoticeKind.EMERGENCY_OPENED: gettext_lazy("This child’s record was opened in an emergency."),
    NoticeKind.EMERGENCY_TO_REVIEW: gettext_lazy(
        "This child’s record was opened in an emergency, and you are to review it."
    ),
    NoticeKind.CASE_RESTRICTED: gettext_lazy(
        "This child’s record is restricted now, and you are one of the named people."
    ),
    NoticeKind.NAMED_CHANGED: gettext_lazy(
        "Somebody else changed who may open this restricted record, or how much of it. "
        "See who it is now."
    ),
}
SHARES: dict[NoticeKind, str | Promise] = {
    NoticeKind.CASE_SHARED: gettext_lazy("%(agency)s now shares this child’s record with you."),
    NoticeKind.SHARE_CHANGED: gettext_lazy(
        "%(agency)s has changed how much of this child’s record it shares with you, or until when."
    ),
    NoticeKind.SHARE_ENDED: gettext_lazy("%(agency)s has stopped sharing this record."),
}


def rows(found: list[Told]) -> list[dict[str, Any]]:
    """This will give the notices of a page."""
    return [
        {
            "child": _title(told),
            "url": record_url(told) if told.is_read else _reading_url(told),
            "words": _words(told),
            "more": _more(told),
            "at": told.at,
            "when": date_format(localtime(told.at), "j F Y, H:i"),
            "is_new": not told.is_read,
            "tag": _tag(told),
        }
        for told in found
    ]


def headings() -> list[str]:
    """This will name the columns of the notices as a file."""
    return [_("Child"), _("Authority"), _("What"), _("When"), _("Read")]


def cells(found: list[Told]) -> list[list[object]]:
    """This will give the notices as the rows of a file."""
    return [
        [
            told.child,
            told.authority,
            " ".join(filter(None, (_words(told), _more(told)))),
            f"{localtime(told.at):%Y-%m-%d %H:%M}",
            _("Yes") if told.is_read else _("No"),
        ]
        for told in found
    ]


def _reading_url(told: Told) -> str:
    """The same record, by the way that marks the notification as read."""
    return reverse("cases:notification", args=[told.notice_id])


def record_url(told: Told) -> str:
    """This will give the page that a notification leads to, of the record where it may be seen."""
    if told.kind is NoticeKind.SHARE_ASKED or (told.asked and not _is_granted(told)):
        return reverse("cases:share_requests")
    if told.case_id is None:
        return reverse("cases:share_requests" if told.asked else "cases:notifications")
    if told.kind is NoticeKind.NAMED_CHANGED:
        return reverse("cases:case_sharing", args=[told.case_id])
    if told.kind is NoticeKind.EMERGENCY_TO_REVIEW and told.emergency_id:
        return reverse("cases:emergency_review", args=[told.emergency_id])
    if told.kind is NoticeKind.EMERGENCY_OPENED and not told.is_opened_for_reader:
        return reverse("cases:case_access", args=[told.case_id])
    page = (
        "cases:case_notes"
        if told.kind is NoticeKind.NOTE_SHARED and told.note_from
        else "cases:case"
    )
    return reverse(page, args=[told.case_id])


def _title(told: Told) -> str:
    """The child, or of a hidden one what the reader may know: that an authority knows a child."""
    if told.child or told.authority:
        return told.child or known_to(told.authority)
    return _("Sharing that ended") if _is_ended(told) else _("Requests to share")


def _is_ended(told: Told) -> bool:
    return told.kind is NoticeKind.SHARE_ENDED


def _is_granted(told: Told) -> bool:
    return told.asked is not None and told.asked.status is RequestStatus.GRANTED


def _more(told: Told) -> str:
    """What a second line says: which request it was, or what had been shared."""
    if told.asked:
        return asked_words(told.asked)
    if told.share is None:
        return ""
    agency = after_preposition(told.share.agency)
    since = {"day": days.long(localdate(told.share.since)), "agency": agency}
    if told.share.for_whole_team:
        said = _("It had been shared with your team since %(day)s.") % since
    else:
        said = _("It had been shared with you since %(day)s.") % since
    if told.case_id:
        return said
    return f"{said} {_('If you still work with the child, call %(agency)s.') % since}"


def _words(told: Told) -> str:
    if told.asked:
        return answer_words(told.asked)
    if told.kind in SHARES:
        return _share_words(told)
    if told.kind is NoticeKind.EMERGENCY_OPENED and told.emergency_id is None:
        return _(
            "Somebody asked for this restricted record in an emergency, and was told to call you."
        )
    if told.kind is NoticeKind.EMERGENCY_OPENED and told.is_opened_for_reader:
        return _("This child’s record was opened to you for a short time, in an emergency.")
    if told.kind in SAID_AT_ONCE:
        return str(SAID_AT_ONCE[told.kind])
    if told.kind is NoticeKind.NOTE_SHARED:
        if told.note_from:
            return _("A new note from %(agency)s.") % {"agency": told.note_from}
        return _("A note was written.")
    return _overdue_words(told)


def _share_words(told: Told) -> str:
    if _is_ended(told) and not told.authority:
        return _("A record is not shared with you any more.")
    return str(SHARES[told.kind]) % {"agency": told.authority}


def _overdue_words(told: Told) -> str:
    return _of_a_date(told)


def _of_a_date(told: Told) -> str:
    if not told.clock:
        return _("Something in this child’s plan needs attention.")
    words = {"what": clock_words(told.clock), "day": day(told.due_on)}
    if told.met_on:
        done = words | {"done": day(told.met_on)}
        return _("%(what)s was due on %(day)s and was done on %(done)s.") % done
    if told.stopped_on:
        ended = words | {"ended": day(told.stopped_on)}
        return _("%(what)s was due on %(day)s. It ended on %(ended)s, not done.") % ended
    if told.kind is NoticeKind.OVERDUE_MANAGER:
        return (
            _("%(what)s was due on %(day)s and is still not done. You are told as manager.") % words
        )
    return _("%(what)s was due on %(day)s and is not done.") % words


def _tag(told: Told) -> dict[str, str] | None:
    if not told.clock:
        return None
    if told.met_on:
        return {"text": _("Done"), "kind": "green"}
    if told.stopped_on:
        return {"text": _("Ended, not done"), "kind": "grey"}
    return {
        "text": _("Late: %(late)s") % {"late": late_words(told.working_days_late)},
        "kind": "red",
    }
