"""Words for the list of conferences and the page of one conference."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.bank_holidays import calendar_of
from cases.domain.procedures import Unit
from cases.domain.statuses import ConferenceKind, ConferenceStatus, InvolvementRole, Nation
from cases.labels import category_label, clock_label, label
from cases.queries.conference_room import ChildHere, Now, Room, RoomClock
from cases.queries.people import Working
from cases.web.presenters import days
from cases.web.presenters import enquiries as words
from cases.web.presenters.decisions import DECIDED


def family(names: Sequence[str]) -> str:
    """This will name a family, or several: Lloyd family."""
    if not names:
        return _("a family")
    return _("%(names)s family") % {"names": words.names(list(names))}


def title(kind: ConferenceKind, names: Sequence[str]) -> str:
    """This will give a conference's heading: Initial conference: Lloyd family."""
    return _("%(kind)s: %(family)s") % {"kind": label(kind), "family": family(names)}


def clock_time(at: time | None) -> str:
    """This will write a time of day."""
    return time_format(at, "H:i") if at else ""


def meta(room: Room) -> str:
    """This will give the line under the heading: day, time, place, chair."""
    conference = room.conference
    on = conference.held_on or conference.planned_on
    when = ", ".join(
        filter(None, [days.long(on), clock_time(conference.planned_time), conference.place])
    )
    chair = conference.chair.user.full_name if conference.chair else _("not known")
    return f"{when} · " + _("Chair: %(name)s") % {"name": chair}


def band(room: Room, today: date) -> dict[str, str]:
    """This will say where a conference stands, and on which day of its time limit."""
    detail = counted(room, today)
    if room.status is ConferenceStatus.CANCELLED:
        return {"state": "late", "title": _("Cancelled."), "text": "", "detail": detail}
    if room.status is ConferenceStatus.CALLED:
        planned = room.conference.planned_on
        if planned < today:
            text = _("It was planned for %(day)s. Record that it was held, or cancel it.")
            return {
                "state": "late",
                "title": _("Not recorded as held."),
                "text": text % {"day": days.long(planned)},
                "detail": detail,
            }
        return {
            "state": _state_of_booking(room),
            "title": _("Called."),
            "text": _("It takes place %(when)s.") % {"when": days.until(planned, today)},
            "detail": detail,
        }
    if room.undecided:
        total = len(room.children) + room.hidden
        text = ngettext(
            "%(undecided)d of %(total)d child still to be decided.",
            "%(undecided)d of %(total)d children still to be decided.",
            total,
        ) % {"undecided": room.undecided, "total": total}
        return {"state": "soon", "title": _("Held."), "text": text, "detail": detail}
    return {
        "state": "ok",
        "title": _("Held, and every child decided."),
        "text": "",
        "detail": detail,
    }


def _state_of_booking(room: Room) -> str:
    clock = room.called_for
    return "late" if clock and room.conference.planned_on > clock.due_on else "ok"


def counted(room: Room, today: date) -> str:
    """This will say the day of the time limit: Day 11 of 15 from the last strategy discussion."""
    clock = room.called_for
    if clock is None or clock.row is None:
        return ""
    since = words.start(clock.row, clock.starts_on)
    held_on = room.conference.held_on
    if held_on is not None and clock.row.unit is not Unit.WORKING_DAYS:
        told = _("In time: it was due by %(day)s, %(limit)s from %(since)s.")
        if held_on > clock.due_on:
            told = _("Late: it was due by %(day)s, %(limit)s from %(since)s.")
        return told % {
            "day": days.long(clock.due_on),
            "limit": words.limit(clock.row),
            "since": since,
        }
    if clock.row.unit is not Unit.WORKING_DAYS:
        return _("Due by %(day)s, %(limit)s from %(since)s.") % {
            "day": days.long(clock.due_on),
            "limit": words.limit(clock.row),
            "since": since,
        }
    calendar = calendar_of(room.nation)
    upto = room.conference.held_on or today
    return _("Day %(n)d of %(limit)d from %(since)s; latest day %(due)s.") % {
        "n": calendar.working_days_after(clock.starts_on, upto),
        "limit": clock.row.amount,
        "since": since,
        "due": days.long(clock.due_on),
    }


def now_words(child: ChildHere, nation: Nation, today: date) -> str:
    """This will say where a child stands now: on the register since, in which categories."""
    if child.now is None:
        return _("Unborn, not registered") if child.born_on is None else _("Not registered")
    return on_register(child.now, nation, today)


def on_register(now: Now, nation: Nation, today: date) -> str:
    """This will say a registration: since when and in which categories."""
    named = ", ".join(category_label(nation, key, now.registered_on) for key in now.categories)
    since = days.short(now.registered_on, today)
    if not named:
        return _("On the register since %(day)s") % {"day": since}
    return _("On the register since %(day)s: %(categories)s") % {"day": since, "categories": named}


def children_table(room: Room, today: date) -> dict[str, Any]:
    """This will lay out the children at a conference that its reader may see."""
    columns = [
        {"label": _("Child")},
        {"label": _("Now")},
        {"label": _("Decision")},
        {"label": _("What to do"), "hide_label": True},
    ]
    rows = [_child_row(room, child, today) for child in room.children]
    if not any(row[-1] for row in rows):  # nothing to do or read yet
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    return {
        "caption": _("Children at this conference"),
        "columns": columns,
        "rows": rows,
        "empty": _("You may see none of the children at this conference."),
    }


def _child_row(room: Room, child: ChildHere, today: date) -> list[Any]:
    born = _age(child, today)
    url = reverse("cases:decision", args=[room.conference.pk, child.at_id])
    name = {
        "text": child.name,
        "url": reverse("cases:case", args=[child.case_id]),
        "after": f", {born}" if born else "",
    }
    now = now_words(child, room.nation, today)
    if child.decision is not None:
        told = {"text": str(DECIDED[child.decision]), "tag": "blue"}
        link = {"text": _("Reasons"), "url": url, "hidden": child.name}
        return [name, now, told, link]
    waiting = room.status is ConferenceStatus.HELD
    decision: Any = {"text": _("To be decided"), "tag": "amber"} if waiting else _("Not yet")
    act = {"text": _("Record the decision"), "url": url, "hidden": child.name}
    return [name, now, decision, act if waiting and child.may_decide else ""]


def people_table(
    room: Room, working: Sequence[tuple[Working, Sequence[uuid.UUID]]]
) -> dict[str, Any]:
    """This will lay out the agencies that work with the children, the leading one first."""
    columns = [{"label": _("Agency")}, {"label": _("Who")}, {"label": _("Part")}]
    names = {child.case_id: child.name for child in room.children}
    several = len(names) > 1
    if several:
        columns.append({"label": _("Works with")})
    rows = []
    for row, cases in working:
        part = label(row.role)
        if row.role is InvolvementRole.PARTNER:
            part = row.purpose
        who = f"{row.person.name}, {row.team}" if row.person else row.team
        line: list[Any] = [row.agency, who, part]
        if several:
            with_all = len(cases) == len(names)
            line.append(_("all of them") if with_all else ", ".join(names[pk] for pk in cases))
        rows.append(line)
    return {
        "caption": _("Agencies working with the children"),
        "columns": columns,
        "rows": rows,
        "empty": _("Nobody works with these children yet."),
    }


def _age(child: ChildHere, today: date) -> str:
    if child.born_on is not None:
        return days.age(child.born_on, today)
    return days.born(None, child.expected_on, today)


def hidden_words(hidden: int) -> str:
    """This will say how many children the reader may not see."""
    if not hidden:
        return ""
    return ngettext(
        "%(n)d other child is at this conference whom you do not work with.",
        "%(n)d other children are at this conference whom you do not work with.",
        hidden,
    ) % {"n": hidden}


def paper_clocks(room: Room, today: date) -> list[dict[str, str]]:
    """This will give a card for each paper of a held conference."""
    return [_paper(clock, room, today) for clock in room.papers]


def _paper(clock: RoomClock, room: Room, today: date) -> dict[str, str]:
    rule = clock_label(clock.clock)
    if clock.row is not None:
        rule = _("%(clock)s, within %(limit)s") % {"clock": rule, "limit": words.limit(clock.row)}
    card = {"rule": rule, "state": "done", "headline": _("Done")}
    if clock.met_on is not None:
        late = clock.met_on > clock.due_on
        card["headline"] = _("Sent late") if late else _("Sent in time")
        card["detail"] = days.long(clock.met_on)
    elif clock.stopped_on is not None:
        card["headline"] = _("No longer due")
        card["detail"] = days.long(clock.stopped_on)
    elif clock.due_on < today:
        n = calendar_of(room.nation).working_days_after(clock.due_on, today)
        late_words = ngettext("%(n)d working day late", "%(n)d working days late", n) % {"n": n}
        card |= {
            "state": "late",
            "headline": late_words if n else _("Late"),
            "detail": _("was due %(day)s") % {"day": days.long(clock.due_on)},
        }
    else:
        ahead = calendar_of(room.nation).working_days_after(today, clock.due_on)
        is_counted_so = clock.row is not None and clock.row.unit is Unit.WORKING_DAYS
        card |= {
            "state": "soon",
            "headline": days.until(clock.due_on, today, ahead if is_counted_so else None),
            "detail": _("by %(day)s") % {"day": days.long(clock.due_on)},
        }
    return card
