"""Words for who came to a conference, and whether the agencies there are enough."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain import procedures
from cases.domain.errors import Problem
from cases.domain.statuses import Nation
from cases.domain.taking_part import Invitee, Presence
from cases.labels import label
from cases.models import Conference
from cases.queries import attendance
from cases.queries.attendance import Guest


def quorum_band(
    conference: Conference, guests: Sequence[Guest], lacking: Sequence[Problem]
) -> dict[str, str]:
    """This will say whether enough agencies are there, who they are, and how many are needed."""
    quorum = procedures.quorum(Nation(conference.authority.nation))
    there = attendance.present(guests)
    parts = [
        _("Children’s services are there.")
        if there.is_childrens_services
        else _("Children’s services are not recorded as there.")
    ]
    if there.others:
        parts.append(_("Others: %(agencies)s.") % {"agencies": ", ".join(there.others)})
    else:
        parts.append(_("No other agency is recorded as there."))
    detail = ""
    if quorum is not None:
        needed = quorum.other_agencies
        detail = ngettext(
            "%(n)d other agency is needed: a default of this register.",
            "%(n)d other agencies are needed: a default of this register.",
            needed,
        ) % {"n": needed}
    if conference.quorum_reason:
        detail = _("The chair went on: %(reason)s") % {"reason": conference.quorum_reason}
    title = _("Not enough agencies.") if lacking else _("Enough agencies.")
    state = "soon" if lacking else "ok"
    return {"state": state, "title": title, "text": " ".join(parts), "detail": detail}


def part(guest: Guest) -> str:
    """This will say as what somebody is there: mother, advocate, health board."""
    if guest.kind is Invitee.PRACTITIONER:
        return guest.agency
    return guest.relation or label(guest.kind)


def who(guest: Guest) -> str:
    """This will name who sits there, or is expected to."""
    if guest.kind is not Invitee.PRACTITIONER:
        return guest.name
    if guest.came_instead and guest.name:
        return _("%(person)s, instead of %(name)s") % {
            "person": guest.came_instead,
            "name": guest.name,
        }
    return guest.came_instead or guest.name or guest.team


def presence_tag(guest: Guest) -> dict[str, str]:
    """This will say whether they came, and how."""
    if guest.presence is None:
        return {"text": _("Not recorded yet"), "tag": "amber"}
    kind = "grey" if guest.presence is Presence.ABSENT else "green"
    return {"text": label(guest.presence), "tag": kind}


def attendance_table(conference: Conference, guests: Sequence[Guest]) -> dict[str, Any]:
    """This will lay out who is on the list, with the way to record each."""
    rows = [
        [
            part(guest),
            who(guest),
            label(guest.reply) if guest.reply else "",
            presence_tag(guest),
            {
                "text": _("Change") if guest.presence else _("Record"),
                "url": reverse("cases:attendance", args=[conference.pk, guest.id]),
                "hidden": f"{part(guest)}, {who(guest)}",
            },
        ]
        for guest in guests
    ]
    return {
        "caption": _("Who is there"),
        "columns": [
            {"label": _("Agency or part")},
            {"label": _("Who")},
            {"label": _("Reply")},
            {"label": _("There")},
            {"label": _("What to do"), "hide_label": True},
        ],
        "rows": rows,
        "empty": _("Nobody is on the list yet."),
    }
