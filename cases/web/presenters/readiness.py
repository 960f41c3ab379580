"""Words for how ready a conference is: the table of those invited, the band, what is to be done."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import AdvocateAnswer, ConferenceLanguage, Invitee, KeptOut, Reply
from cases.labels import label
from cases.queries.conference_room import ChildHere, Room
from cases.queries.invited import Invited, Turnout
from cases.queries.readiness import Readiness
from cases.queries.reports import ReportState
from cases.web.presenters import conferences as words
from cases.web.presenters import days, reports

KINDS = {Reply.COMING: "green", Reply.SOMEBODY_ELSE: "green", Reply.APOLOGIES: "grey"}


def who(each: Invited) -> str:
    """This will name who is invited: the agency and the person, or the part in the family."""
    if each.kind is Invitee.PRACTITIONER:
        return f"{each.agency}, {each.name or each.team}"
    part = each.relation or label(each.kind)
    if each.kind is Invitee.ADVOCATE and each.child:
        part = _("Advocate of %(child)s") % {"child": each.child}
    return f"{part}, {each.name}"


def invited_words(each: Invited, today: date) -> str:
    """This will say when somebody was invited, and of the family how: spoken, written."""
    told, written = each.told_on, each.written_on
    if each.kind is Invitee.PRACTITIONER:
        return days.short(written or each.invited_on, today)
    if told and written and told == written:
        return _("%(day)s, spoken and written") % {"day": days.short(told, today)}
    said = []
    if told:
        said.append(_("%(day)s, spoken") % {"day": days.short(told, today)})
    if written:
        said.append(_("%(day)s, written") % {"day": days.short(written, today)})
    return "; ".join(said)


def reply_cell(each: Invited) -> dict[str, Any]:
    """This will show an answer, and whether the chair keeps the person out."""
    if each.kept_out_of is KeptOut.WHOLE:
        return {"text": _("Kept out by the chair"), "tag": "red"}
    if each.reply is None:
        cell: dict[str, Any] = {"text": _("No reply"), "tag": "amber"}
    else:
        text = label(each.reply)
        if each.reply is Reply.COMING and each.language is ConferenceLanguage.WELSH:
            text = _("Coming, in Welsh")
        cell = {"text": text, "tag": KINDS[each.reply]}
        if each.note:
            cell["after"] = f" {each.note}"
    if each.kept_out_of is KeptOut.PART:
        cell["after_tag"] = {"text": _("Kept out of a part"), "kind": "red"}
    return cell


def table(
    room: Room, found: Readiness, states: dict[uuid.UUID, ReportState], today: date
) -> dict[str, Any]:
    """This will lay out who is invited, when, what they answered, and where reports stand."""
    columns: list[dict[str, Any]] = [
        {"label": _("Agency and person")},
        {"label": _("Invited")},
        {"label": _("Reply")},
        {"label": _("Report")},
        {"label": _("Shared with family")},
    ]
    rows: list[list[Any]] = [
        [
            who(each),
            invited_words(each, today),
            reply_cell(each),
            *reports.cells(room.conference, states.get(each.id), today),
        ]
        for each in found.rows
    ]
    if found.may_record:
        columns.append({"label": _("What to do"), "hide_label": True})
        for row, each in zip(rows, found.rows, strict=True):
            row.append(_act(room, each))
    empty = _("Nobody is invited yet.")
    return {
        "caption": _("Who is invited"),
        "hide_caption": True,
        "columns": columns,
        "rows": rows,
        "empty": empty,
    }


def _act(room: Room, each: Invited) -> dict[str, str]:
    text = _("Record the reply") if each.reply is None else _("Change")
    if each.kept_out_of is not None:
        text = _("Reason")
    url = reverse("cases:invitation", args=[room.conference.pk, each.id])
    return {"text": text, "url": url, "hidden": who(each)}


def band(room: Room, found: Readiness, today: date) -> dict[str, str]:
    """This will say whether the conference would be quorate, before the day; else where it is."""
    said = words.band(room, today)
    is_ahead = room.status is ConferenceStatus.CALLED and room.conference.planned_on >= today
    if not is_ahead or found.turnout is None or not found.rows:
        return said
    turnout = found.turnout
    state = "ok" if turnout.is_quorate else "soon"
    title = _("Not quorate with those who accepted.")
    if turnout.is_quorate:
        title = _("Quorate if everyone accepted attends.")
    return {
        "state": "late" if said["state"] == "late" else state,
        "title": title,
        "text": _turnout_words(turnout),
        "detail": " ".join(filter(None, (said["text"], said["detail"]))),
    }


def _turnout_words(turnout: Turnout) -> str:
    if turnout.has_childrens_services:
        said = ngettext(
            "Children’s services and %(others)d other agency; %(needed)d others are needed.",
            "Children’s services and %(others)d other agencies; %(needed)d others are needed.",
            turnout.others,
        )
    else:
        said = ngettext(
            "%(others)d other agency; children’s services and %(needed)d others are needed.",
            "%(others)d other agencies; children’s services and %(needed)d others are needed.",
            turnout.others,
        )
    return said % {"others": turnout.others, "needed": turnout.needed}


def children_table(room: Room, found: Readiness, today: date) -> dict[str, Any]:
    """This will lay out the children at a called conference, with the offer of an advocate."""
    shown = words.children_table(room, today)
    if room.status is not ConferenceStatus.CALLED or not room.children:
        return shown
    columns = [
        {"label": text}
        for text in (_("Child"), _("Now"), _("Advocate offered"), _("The child’s views"))
    ]
    rows = [
        [plain[0], plain[1], *_offer(room, child, found, today)]
        for plain, child in zip(shown["rows"], room.children, strict=True)
    ]
    return shown | {"columns": columns, "rows": rows}


def _offer(room: Room, child: ChildHere, found: Readiness, today: date) -> list[Any]:
    views = _("Recorded") if child.childs_views else ""
    offer = found.offers.get(child.case_id)
    if child.born_on is None or offer is None:
        return ["", views]
    cell: dict[str, Any] = {"text": _("Not yet")}
    if offer.offered_on is not None:
        answer = AdvocateAnswer(offer.answer or AdvocateAnswer.NOT_ANSWERED)
        cell = {"text": f"{days.short(offer.offered_on, today)}: {label(answer)}"}
    if found.may_record:
        cell["url"] = reverse("cases:advocate", args=[room.conference.pk, offer.at_id])
        cell["hidden"] = _("record the offer of an advocate to %(child)s") % {"child": child.name}
    return [cell, views]


def checks(room: Room, found: Readiness) -> list[dict[str, Any]]:
    """This will list what is done before the day, and what is still to do."""
    if room.status is not ConferenceStatus.CALLED:
        return []
    conference = room.conference
    before = reverse("cases:conference_before", args=[conference.pk]) if found.may_record else ""
    invite = reverse("cases:invite", args=[conference.pk]) if found.may_invite else ""
    shown: list[dict[str, Any]] = []
    if not any(each.kind is Invitee.PRACTITIONER for each in found.rows):
        shown.append({"label": _("Agencies invited"), "done": False, "url": invite})
    if conference.interpretation:
        booked = conference.interpreter_booked_on is not None
        shown.append({"label": _("Interpreter booked"), "done": booked, "url": before})
    met = conference.family_met_on is not None
    shown.append({"label": _("Chair met the family"), "done": met, "url": before})
    parents = [each for each in found.rows if each.kind is Invitee.PARENT]
    parents = [each for each in parents if each.kept_out_of is not KeptOut.WHOLE]
    told = bool(parents) and all(each.told_on and each.written_on for each in parents)
    shown.append({"label": _("Parents invited, spoken and written"), "done": told})
    born = {child.case_id for child in room.children if child.born_on is not None}
    if born:
        shown.append({"label": _("Advocate offered"), "done": _all_offered(found, born)})
    if found.rows:
        shown.append({"label": _replies(found.awaited), "done": not found.awaited})
    return shown


def _all_offered(found: Readiness, born: set[uuid.UUID]) -> bool:
    return all(
        offer.offered_on is not None for pk, offer in found.offers.items() if pk in born
    ) and born <= set(found.offers)


def _replies(awaited: int) -> str:
    if not awaited:
        return _("Every reply is in")
    return ngettext("%(n)d reply to come", "%(n)d replies to come", awaited) % {"n": awaited}


def actions(room: Room, found: Readiness) -> list[dict[str, str]]:
    """This will give the ways to invite more people."""
    pk = room.conference.pk
    shown = []
    if found.may_invite:
        shown.append({"label": _("Invite agencies"), "url": reverse("cases:invite", args=[pk])})
    if found.may_record:
        url = reverse("cases:invite_family", args=[pk])
        shown.append({"label": _("Invite the family"), "url": url})
    return shown
