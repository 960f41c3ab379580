"""Words for agencies' reports for a conference: their list, where each stands, what it says."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.reports import PARTS, FamilyShare, FileKind, ShareWay
from cases.domain.statuses import Nation
from cases.labels import label
from cases.models import Conference, ConferenceReport, Invitation, ReportAttachment, ReportSharing
from cases.queries.reports import ReportState, due_day
from cases.web.presenters import days
from cases.web.presenters.conferences import clock_time

KINDS = {
    FileKind.PDF: "PDF",
    FileKind.WORD: "Word",
    FileKind.PNG: "PNG",
    FileKind.JPEG: "JPEG",
}


def tabs(conference: Conference, current: str) -> list[dict[str, Any]]:
    """This will give the parts of a conference as tabs; ``current`` is the name of an address."""
    named = {"conference": _("Overview"), "conference_reports": _("Reports")}
    return [
        {
            "label": words,
            "url": reverse(f"cases:{name}", args=[conference.pk]),
            "current": name == current,
        }
        for name, words in named.items()
    ]


def when(conference: Conference) -> str:
    """This will give the line under a conference's heading: day, time, place."""
    day = days.long(conference.held_on or conference.planned_on)
    parts = (day, clock_time(conference.planned_time), conference.place)
    return ", ".join(filter(None, parts))


def tag(state: ReportState, today: date) -> dict[str, str]:
    """This will say where a report stands: in 20 November, 1 working day late, due tomorrow."""
    late = state.working_days_late(today)
    late_words = ngettext("%(n)d working day late", "%(n)d working days late", late) % {"n": late}
    if state.submitted_on is not None:
        text = _("In %(day)s") % {"day": days.short(state.submitted_on, today)}
        if late:
            return {"text": f"{text}, {late_words}", "tag": "amber"}
        return {"text": text, "tag": "green"}
    if state.due_on is None:
        return {"text": _("No longer needed"), "tag": "grey"}
    if late:
        return {"text": late_words, "tag": "red"}
    if state.due_on < today:  # a weekend, or holidays, and nothing yet
        return {"text": _("Late"), "tag": "red"}
    if (state.due_on - today).days <= 1:
        text = _("Due %(when)s") % {"when": days.until(state.due_on, today)}
        return {"text": text, "tag": "amber"}
    return {"text": _("Due %(when)s") % {"when": days.short(state.due_on, today)}, "tag": "grey"}


def shared(state: ReportState, today: date) -> str:
    """This will say how the family came to know a report: 21 November, in part."""
    if state.shared is None or state.shared_on is None:
        return ""
    day = days.short(state.shared_on, today)
    said = day if state.shared is FamilyShare.WHOLE else _("%(day)s, in part") % {"day": day}
    if not state.is_newest_shared:
        return _("%(said)s, before it was corrected") % {"said": said}
    return said


def cells(conference: Conference, state: ReportState | None, today: date) -> list[Any]:
    """This will give two cells of a table of the invited: the report, and how it was shared."""
    if state is None:
        return ["", ""]
    cell: dict[str, Any] = dict(tag(state, today))
    if state.number:
        cell["url"] = reverse("cases:report", args=[conference.pk, state.invitation_id])
    return [cell, shared(state, today)]


def who(invitation: Invitation) -> str:
    """This will name an invited agency and who of it: Health board, Carys Puw."""
    team = invitation.team
    if team is None:
        return ""
    person = invitation.membership.user.full_name if invitation.membership else team.name
    return f"{team.agency.name}, {person}"


def table(
    asked: Sequence[Invitation],
    states: dict[uuid.UUID, ReportState],
    read: Sequence[uuid.UUID],
    today: date,
    *,
    may_enter: bool,
) -> dict[str, Any]:
    """This will lay out the reports of a conference; ``read``: those the reader may open.

    ``may_enter``: also what others sent in on paper.
    """
    rows = []
    for invitation in asked:
        state = states[invitation.pk]
        keys = [invitation.conference_id, invitation.pk]
        cell: dict[str, Any] = dict(tag(state, today))
        if invitation.pk in read and state.number:
            cell["url"] = reverse("cases:report", args=keys)
        act: Any = ""
        if state.due_on is not None and (state.is_drafted or (state.is_mine and not state.number)):
            words = _("Go on writing") if state.is_drafted else _("Write the report")
            act = {"text": words, "url": reverse("cases:report_edit", args=keys)}
            act["hidden"] = who(invitation)
        elif may_enter and state.due_on is not None and not state.number:
            act = {"text": _("Enter it for them"), "url": reverse("cases:report_edit", args=keys)}
            act["hidden"] = who(invitation)
        elif cell.get("url"):
            act = {"text": _("Read the report"), "url": cell.pop("url"), "hidden": who(invitation)}
        due = days.short(state.due_on, today) if state.due_on else ""
        rows.append([who(invitation), due, cell, shared(state, today), act])
    return {
        "caption": _("Reports of the agencies"),
        "columns": [
            {"label": _("Agency and person")},
            {"label": _("Due")},
            {"label": _("Report")},
            {"label": _("Shared with family")},
            {"label": _("What to do"), "hide_label": True},
        ],
        "rows": rows,
        "empty": _("No agency is invited to this conference yet."),
    }


def heading_of(part: str) -> str:
    """This will give the heading of a part of a report."""
    return {
        "facts": _("The facts"),
        "chronology": _("Chronology"),
        "strengths": _("Strengths"),
        "risks": _("Risks"),
        "lived_experience": _("What life is like for the child"),
        "view": _("The agency’s view"),
    }[part]


def parts(report: ConferenceReport) -> list[dict[str, str]]:
    """This will give what a report says, part by part; a social worker's has no view."""
    return [
        {"title": heading_of(part), "text": getattr(report, part) or _("Nothing was written here.")}
        for part in PARTS
        if part != "view" or not report.is_lead
    ]


def facts(report: ConferenceReport, state: ReportState | None, today: date) -> list[dict[str, str]]:
    """This will say by whom and when a version was submitted, and what it corrects."""
    rows = []
    if report.submitted_at and report.submitted_by:
        day = days.moment(report.submitted_at)
        rows.append({"label": _("Submitted"), "value": day})
        by = f"{report.submitted_by.user.full_name}, {report.team.name}"
        rows.append({"label": _("By"), "value": by})
    if state is not None and state.due_on is not None:
        rows.append({"label": _("Due"), "value": days.long(state.due_on)})
    if report.number > 1:
        rows.append({"label": _("Version"), "value": str(report.number)})
        rows.append({"label": _("What was corrected"), "value": report.correction})
    return rows


def files(found: Sequence[ReportAttachment], invitation: Invitation) -> list[dict[str, Any]]:
    """This will list the files of a report: name, kind and size, each a link to take it."""
    keys = [invitation.conference_id, invitation.pk]
    return [
        {
            "id": file.pk,
            "name": file.name,
            "detail": f"{KINDS[FileKind(file.kind)]}, {size(file.size)}",
            "url": reverse("cases:report_attachment", args=[*keys, file.pk]),
        }
        for file in sorted(found, key=lambda file: (file.attached_at, file.name))
    ]


def size(of_bytes: int) -> str:
    """This will give a file's size: 12 KB, 3.4 MB."""
    if of_bytes < 1024 * 1024:
        return f"{max(1, round(of_bytes / 1024))} KB"
    return f"{of_bytes / 1024 / 1024:.1f} MB"


def sharings(found: Sequence[ReportSharing], newest: int, today: date) -> list[dict[str, Any]]:
    """This will say how a report was shared with the family, the last time first."""
    return [
        {
            "title": _("%(how_much)s, %(day)s")
            % {
                "how_much": label(FamilyShare(each.extent)),
                "day": days.short(each.shared_on, today),
            },
            "detail": f"{each.with_whom}. {label(ShareWay(each.way))}.",
            "withheld": each.withheld,
            "older": each.report.number if each.report.number != newest else None,
        }
        for each in found
    ]


def versions(found: Sequence[ConferenceReport], shown: ConferenceReport) -> list[dict[str, Any]]:
    """This will list the submitted versions of a report, where there are several."""
    if len(found) < 2:
        return []
    keys = [shown.conference_id, shown.invitation_id]
    url = reverse("cases:report", args=keys)
    return [
        {
            "label": _("Version %(n)d, %(day)s")
            % {"n": each.number, "day": days.long(localdate(each.submitted_at))},
            "url": "" if each.pk == shown.pk else f"{url}?version={each.number}",
        }
        for each in found
    ]


def due_words(conference: Conference) -> str:
    """This will say by when a report is due, before how it stands."""
    due = due_day(conference, Nation(conference.authority.nation))
    return _("Due by %(day)s") % {"day": days.long(due)} if due else ""


def saved(draft: ConferenceReport | None) -> str:
    """This will say who saved a draft last, and when."""
    if draft is None:
        return ""
    return _("Saved by %(name)s, %(when)s") % {
        "name": draft.saved_by.user.full_name,
        "when": days.moment(draft.saved_at),
    }
