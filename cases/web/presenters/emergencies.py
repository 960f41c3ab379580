"""Emergency access in words: until when, by whom, whom to call, what was done, what it found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Membership
from cases import labels
from cases.access_openings import Ended
from cases.domain.statuses import EmergencyFinding, EmergencyReason, Level
from cases.models import EmergencyAccess
from cases.queries.child_record import ChildRecord
from cases.queries.emergencies import Done, Own, Waiting, is_of_authoriser
from cases.web.presenters import days, events, parts, telephones
from cpr.clock import now, today
from cpr.ui import phones


def until(moment: datetime) -> str:
    """This will give a time of today as a time, and of another day with its day."""
    return clock_time(moment) if localdate(moment) == today() else days.moment(moment)


def clock_time(moment: datetime) -> str:
    """This will give the time of day."""
    return date_format(localtime(moment), "H:i")


def banner(record: ChildRecord) -> dict[str, str] | None:
    """This will say, on a record that its reader opened in an emergency, until when, if so, and
    whom to call by day and by night."""
    own = record.people.own_emergency
    if own is None or own.ends_at is None:
        return None
    lead = record.people.lead_team
    text = _("You opened this in an emergency, until %(when)s. Everything you do here is marked.")
    return {
        "text": text % {"when": until(own.ends_at)},
        "call": telephones.whom(lead.team, lead.team_phone, lead.phone_out_of_hours)
        if lead
        else "",
        "end_url": reverse("cases:emergency_end", args=[own.involvement_id]),
    }


def whom_to_call(agency: Agency) -> SafeString:
    """This will say the authority's telephone numbers; nothing else of the case."""
    return telephones.whom(agency.name, agency.phone, agency.phone_out_of_hours)


def ended(found: Ended) -> dict[str, Any]:
    """This will say that one's own emergency access has ended, and how one goes on from here."""
    words = {
        True: _("Your emergency access to this record ended by itself at %(when)s."),
        False: _("You ended your emergency access to this record at %(when)s."),
    }[found.is_by_itself]
    if found.is_by_another:
        words = _("A reviewer ended your emergency access to this record at %(when)s.")
    return {
        "page_title": _("Your emergency access has ended"),
        "said": words % {"when": until(found.ended_at)},
        "call": whom_to_call(found.authority),
        "find_url": reverse("cases:children"),
        "own_url": reverse("cases:emergency"),
    }


def officers(found: Iterable[Membership]) -> list[dict[str, str]]:
    """This will name the senior officers of a restricted case, and their telephones."""
    return [
        {
            "name": each.user.full_name,
            "phone": phones.link(each.user.phone or each.team.phone or each.team.agency.phone),
        }
        for each in found
    ]


def own(found: Iterable[Own]) -> dict[str, Any]:
    """This will give the table of what one opened oneself."""
    return {
        "caption": _("What you opened in an emergency"),
        "columns": [
            {"label": _("Child")},
            {"label": _("Why")},
            {"label": _("Opened")},
            {"label": _("Until")},
            {"label": _("Review")},
        ],
        "rows": [
            [
                {"text": each.child, "url": reverse("cases:case", args=[each.case_id])}
                if each.case_id
                else _("You may not see this record now"),
                labels.label(each.kind),
                days.moment(each.opened_at),
                {"text": until(each.ends_at), "after_tag": {"text": _("open"), "kind": "red"}}
                if each.is_open
                else days.moment(each.ends_at),
                labels.label(each.finding) if each.finding else _("Not reviewed yet"),
            ]
            for each in found
        ],
    }


def of_case(found: Iterable[EmergencyAccess]) -> dict[str, Any] | None:
    """This will give the table of a record's openings in an emergency, if there was any."""
    rows = [
        [
            f"{each.membership.user.full_name}, {each.membership.team.agency.name}",
            days.moment(each.opened_at),
            days.moment(each.involvement.ends_at or each.opened_at),
            f"{labels.label(EmergencyReason(each.reason_kind))}: {each.reason}",
            labels.label(EmergencyFinding(each.finding))
            if each.finding
            else _since(each.opened_at),
        ]
        for each in found
    ]
    columns = [_("Opened by"), _("Opened"), _("Until"), _("Why"), _("Review")]
    if not rows:
        return None
    return {
        "caption": _("Opened in an emergency"),
        "columns": [{"label": label} for label in columns],
        "rows": rows,
    }


def waiting(found: Iterable[Waiting]) -> dict[str, Any]:
    """This will give the table of openings that wait for a review."""
    return {
        "caption": _("Waiting for review"),
        "hide_caption": True,
        "columns": [
            {"label": _("Child")},
            {"label": _("Opened by")},
            {"label": _("Why")},
            {"label": _("Waiting since")},
            {"label": _("To review")},
        ],
        "rows": [_waiting(each) for each in found],
        "empty": _("Nothing waits for a review."),
    }


def open_now(found: list[Own]) -> dict[str, Any]:
    """This will give the side list of what is open to its reader in an emergency, until when."""
    return {
        "title": _("Open to you in an emergency"),
        "items": [
            {
                "title": each.child,
                "url": reverse("cases:case", args=[each.case_id]),
                "detail": _("until %(time)s, and ends by itself") % {"time": until(each.ends_at)},
            }
            for each in found
        ],
        "empty": "",
        "action": {"label": _("Your emergency access"), "url": reverse("cases:emergency")},
    }


def side(found: list[Waiting]) -> dict[str, Any]:
    """This will give the side list of what the reviewer is to review."""
    return {
        "title": _("Emergency access to review"),
        "items": [
            {
                "title": each.child,
                "url": reverse("cases:emergency_review", args=[each.opening_id]),
                "tag": None if each.is_mine else {"text": _("nobody to review it"), "kind": "red"},
                "detail": _("opened by %(who)s, %(agency)s. %(waiting)s")
                % {"who": each.who, "agency": each.agency, "waiting": _since(each.opened_at)},
            }
            for each in found
        ],
        "empty": "",
        "action": {"label": _("All that wait"), "url": reverse("cases:emergency_reviews")},
    }


def opening(row: EmergencyAccess) -> list[dict[str, Any]]:
    """This will list the facts of an opening for its review."""
    ends_at = row.involvement.ends_at or row.opened_at
    who = row.membership
    facts = [
        (_("Opened by"), f"{who.user.full_name}, {who.team.agency.name}, {who.team.name}"),
        (_("Opened"), days.moment(row.opened_at)),
        (_("Open until") if is_open(row) else _("Was open until"), days.moment(ends_at)),
        (_("What was happening"), labels.label(EmergencyReason(row.reason_kind))),
        (_("Why"), row.reason),
        (_("Opened up to"), labels.label(Level(row.involvement.level))),
        (_("Authorised by"), row.authorised_by.user.full_name if row.authorised_by else ""),
        (_("To be reviewed by"), row.reviewer.user.full_name if row.reviewer else _("Nobody yet")),
    ]
    if row.reviewed_at and row.reviewed_by:
        facts += [
            (_("Reviewed by"), row.reviewed_by.user.full_name),
            (_("Reviewed"), days.moment(row.reviewed_at)),
            (_("Found"), labels.label(EmergencyFinding(row.finding))),
            (_("The reviewer’s note"), row.review_note),
        ]
    else:
        facts.append((_("Review"), _since(row.opened_at)))
    return [{"label": label, "value": value} for label, value in facts if value]


def is_open(row: EmergencyAccess) -> bool:
    """This will say whether an opening is in force."""
    return (row.involvement.ends_at or row.opened_at) > now()


def of_authoriser(row: EmergencyAccess) -> str:
    """This will say that nobody else could review what the senior officer authorised, if so."""
    if not is_of_authoriser(row) or row.reviewer is None:
        return ""
    words = _(
        "%(name)s authorised this and reviews it too: nobody else named on the record could when "
        "it was opened. The privacy officer counts it."
    )
    return words % {"name": row.reviewer.user.full_name}


def done(found: Iterable[Done]) -> dict[str, Any]:
    """This will give the table of everything that was done under an opening."""
    return {
        "caption": _("Everything done under it"),
        "columns": [{"label": _("When")}, {"label": _("What")}],
        "rows": [[days.moment(each.at), _what(each)] for each in found],
        "empty": _("Nothing was done."),
    }


def take_over_title(named: str) -> str:
    """This will say who is to review, where it is not the reader."""
    if not named:
        return _("Nobody is named to review this. Take it over?")
    return _("%(name)s is to review this. Take it over?") % {"name": named}


def _waiting(each: Waiting) -> list[Any]:
    return [
        {"text": each.child, "url": reverse("cases:emergency_review", args=[each.opening_id])},
        f"{each.who}, {each.agency}",
        labels.label(each.kind),
        _since(each.opened_at),
        _to_review(each),
    ]


def _to_review(each: Waiting) -> str | dict[str, str]:
    if each.is_mine and each.is_of_authoriser:
        return {"text": _("You, who authorised it"), "tag": "amber"}
    if each.is_of_authoriser:
        return _("%(name)s, who authorised it") % {"name": each.reviewer}
    return (
        {"text": _("You"), "tag": "amber"} if each.is_mine else each.reviewer or _("Nobody named")
    )


def _since(opened_at: datetime) -> str:
    """How long a review waits is counted from the opening, each time it is read."""
    waited = now() - opened_at
    if waited < timedelta(days=1):
        return _("Waiting since %(when)s") % {"when": days.moment(opened_at)}
    n = waited.days
    words = ngettext(
        "Waiting since %(when)s, for %(n)d day", "Waiting since %(when)s, for %(n)d days", n
    )
    return words % {"when": days.moment(opened_at), "n": n}


def _what(each: Done) -> str:
    if each.action == "record.read" and each.part in parts.PARTS:
        return f"{events.words(each.action)}: {parts.PARTS[each.part]()}"
    words = events.words(each.action)
    words = f"{words} ({each.who})" if each.who else words
    return f"{words}: {each.said}" if each.said else words
