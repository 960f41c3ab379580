"""Words for one invitation: what is recorded, what can be done, what an invited worker is told."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.domain.taking_part import AdvocateAnswer, ConferenceLanguage, Reply
from cases.labels import label
from cases.models import Conference, ConferenceChild, Invitation
from cases.queries.invited import Invited
from cases.web.presenters import days
from cases.web.presenters.conferences import clock_time
from cases.web.presenters.readiness import invited_words, who

Row = dict[str, Any]


def recorded(each: Invited, today: date) -> list[Row]:
    """This will say what is stored of an invitation."""
    reply = label(each.reply) if each.reply else _("No reply yet")
    if each.replied_on:
        reply = _("%(reply)s, on %(day)s") % {"reply": reply, "day": days.long(each.replied_on)}
    rows = [
        (_("Who is invited"), who(each)),
        (_("Invited"), invited_words(each, today)),
        (_("Language"), label(each.language) if each.language else ""),
        (_("Reply"), reply),
        (_("Who comes instead, or why not"), each.note),
        (_("Kept out of"), label(each.kept_out_of) if each.kept_out_of else ""),
        (_("Why"), each.kept_out_reason),
    ]
    return _listed(rows)


def links(conference_id: uuid.UUID, each: Invited, *, is_chair: bool) -> list[dict[str, str]]:
    """This will give what else can be done with an invitation."""
    ids = [conference_id, each.id]
    found = [
        {
            "label": _("Withdraw the invitation"),
            "url": reverse("cases:invitation_withdraw", args=ids),
        }
    ]
    if is_chair:
        text = _("Let them in again, or change it")
        if each.kept_out_of is None:
            text = _("Keep them out of the conference")
        found.append({"label": text, "url": reverse("cases:keep_out", args=ids)})
    return found


def prepared(conference: Conference) -> list[Row]:
    """This will say what is stored of what comes before the day."""
    rows = [
        (_("Interpretation"), conference.interpretation),
        (_("Interpreter booked on"), _day(conference.interpreter_booked_on)),
        (_("The chair met the family on"), _day(conference.family_met_on) or _("Not yet")),
    ]
    return _listed(rows)


def offered(at: ConferenceChild) -> list[Row]:
    """This will say what is stored of the offer of an advocate."""
    answer = label(AdvocateAnswer(at.advocate_answer)) if at.advocate_answer else ""
    rows = [
        (_("Offered on"), _day(at.advocate_offered_on) or _("Not yet")),
        (_("Answer"), answer),
    ]
    return _listed(rows)


def details(conference: Conference, children: Sequence[str]) -> list[Row]:
    """This will tell an invited worker when, where and in which language, about whom."""
    language = conference.language
    rows = [
        (_("Day"), days.long(conference.planned_on)),
        (_("Time"), clock_time(conference.planned_time)),
        (_("Place"), conference.place),
        (_("Language"), label(ConferenceLanguage(language)) if language else ""),
        (_("Interpretation"), conference.interpretation),
        (_("Children"), ", ".join(children)),
    ]
    shown = _listed(rows)
    if conference.video_link:
        video = {"label": _("Video link"), "value": conference.video_link}
        shown.insert(-1, video | {"url": conference.video_link})
    return shown


def answered(row: Invitation) -> str:
    """This will say what an invitation's team answered so far; empty for nothing."""
    if not row.reply:
        return ""
    said = label(Reply(row.reply))
    return f"{said}: {row.reply_note}" if row.reply_note else said


def _day(day: date | None) -> str:
    return days.long(day) if day else ""


def _listed(rows: Sequence[tuple[str, str]]) -> list[Row]:
    return [{"label": name, "value": value} for name, value in rows if value]
