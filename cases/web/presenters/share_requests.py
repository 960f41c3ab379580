"""The words of requests to share, for those who answer and for those who asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.roles import ROLES
from cases import labels
from cases.domain.statuses import RequestStatus
from cases.queries.share_requests import Asked
from cases.web.presenters import days
from cases.web.presenters.in_welsh import after_preposition

KINDS = {
    RequestStatus.ASKED: "amber",
    RequestStatus.GRANTED: "green",
    RequestStatus.REFUSED: "red",
    RequestStatus.WITHDRAWN: "grey",
}


def to_answer(found: list[Asked]) -> dict[str, Any]:
    """This will give the table of what waits for an answer."""
    return {
        "caption": _("Waiting for your answer"),
        "columns": [
            {"label": text} for text in (_("Child"), _("Who asks"), _("What for"), _("Asked"))
        ],
        "rows": [
            [
                {"text": each.child, "url": reverse("cases:share_request", args=[each.request_id])},
                asker(each),
                f"{labels.label(each.level)}: {each.purpose}",
                days.long(localdate(each.asked_at)),
            ]
            for each in found
        ],
        "empty": _("No request waits for your answer."),
    }


def own(found: list[Asked]) -> list[dict[str, Any]]:
    """This will give what somebody asked for, with the answers."""
    return [
        {
            "title": each.child or known_to(each.authority),
            "url": reverse("cases:case", args=[each.case_id]) if each.case_id else "",
            "tag": {"text": labels.label(each.status), "kind": KINDS[each.status]},
            "asked": _asked_on(each),
            "purpose": each.purpose,
            "answer": answer_words(each),
            "withdraw_url": reverse("cases:share_request_withdraw", args=[each.request_id])
            if each.status is RequestStatus.ASKED
            else "",
        }
        for each in found
    ]


def known_to(authority: str) -> str:
    """This will name a child whom the reader may not see: by the authority alone."""
    return _("A child known to %(authority)s") % {"authority": after_preposition(authority)}


def waiting(asked_at: datetime | None) -> str:
    """This will say that the reader's own request waits for its answer; empty where none does."""
    if asked_at is None:
        return ""
    day = {"day": days.long(localdate(asked_at))}
    return _("You asked on %(day)s. The answer is still to come, and you are told of it.") % day


def facts(each: Asked) -> list[dict[str, str]]:
    """This will tell of one request whatever its answerer must know."""
    rows = [
        (_("Who asks"), asker(each)),
        (_("For whom"), _("The whole team") if each.for_whole_team else _("This person alone")),
        (_("How much"), labels.label(each.level)),
        (_("What for"), each.purpose),
        (_("Under which law"), labels.label(each.legal_basis)),
        (_("Asked"), days.moment(each.asked_at)),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def asker(each: Asked) -> str:
    """This will say who asks: name, role, team, agency."""
    return f"{each.who}, {ROLES[each.role_key].label}, {each.team}, {each.agency}"


def side(waiting: int, found: list[Asked]) -> dict[str, Any] | None:
    """This will give the list for the side of My work; nothing where nothing was asked."""
    url = reverse("cases:share_requests")
    items: list[dict[str, Any]] = []
    if waiting:
        words = ngettext("%(n)d waits for your answer", "%(n)d wait for your answer", waiting)
        items.append({"title": words % {"n": waiting}, "url": url})
    items += [
        {
            "title": each.child or known_to(each.authority),
            "url": url,
            "tag": {"text": labels.label(each.status), "kind": KINDS[each.status]},
            "detail": each.purpose,
        }
        for each in found
    ]
    if not items:
        return None
    return {
        "title": _("Requests to share"),
        "items": items,
        "action": {"label": _("All requests to share"), "url": url},
    }


def asked_words(each: Asked) -> str:
    """This will say which request it was: when it was asked, for how much, what for."""
    return f"{_asked_on(each)}. {each.purpose}"


def _asked_on(each: Asked) -> str:
    return _("Asked on %(day)s: %(level)s, %(whom)s") % {
        "day": days.long(localdate(each.asked_at)),
        "level": labels.label(each.level),
        "whom": _("for my whole team") if each.for_whole_team else _("for me alone"),
    }


def answer_words(each: Asked) -> str:
    """This will say what became of a request, with the reason where it was refused."""
    if each.decided_at is None:
        return _("No answer yet.")
    words = {"day": days.long(localdate(each.decided_at))}
    if each.status is RequestStatus.GRANTED and each.given:
        words["level"] = labels.label(each.given)
        return _("Shared on %(day)s: %(level)s.") % words
    if each.status is RequestStatus.WITHDRAWN:
        return _("Withdrawn on %(day)s.") % words
    return _("Refused on %(day)s: %(reason)s") % (words | {"reason": each.reason})
