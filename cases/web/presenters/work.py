"""My work as plain data: a table of children, side lists of dates and conferences, news."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.actors import Actor
from agencies.roles import Duty
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind
from cases.labels import label
from cases.queries.called import Coming
from cases.queries.my_work import Due, MyChild, News, Work
from cases.queries.next_steps import CALLED_FOR
from cases.web.presenters import days
from cases.web.presenters.clocks import MET
from cases.web.presenters.overdue import clock_words, day, late_words

SOON_DAYS = 7
TO_DO: dict[str, str | Promise] = {
    "seen": gettext_lazy("To be seen by a worker"),
    "seen_alone": gettext_lazy("To be seen alone"),
    "seen_at_home": gettext_lazy("To be seen at home"),
    "bedroom_seen": gettext_lazy("Bedroom to be seen"),
}
"""The names of these clocks read as if it were done."""


def children(work: Work, actor: Actor, *, is_own: bool) -> dict[str, Any]:
    """This will give the table of children: what is late, then what is next."""
    has_dates = actor.holds(P.VIEW_OVERDUE)
    columns = [{"label": _("Child")}, {"label": _("Born")}]
    columns += (
        [{"label": _("What is next")}, {"label": _("When")}]
        if has_dates
        else [{"label": _("Authority")}, {"label": _("Register")}]
    )
    row = _with_dates if has_dates else _without_dates
    answer = _answer if is_own and has_dates and actor.holds(P.RECORD_WORK) else _note_form
    is_asked = work.children and actor.holds(P.ADD_NOTE)
    if is_asked:
        columns.append({"label": _("Record")})
    return {
        "caption": _("My children") if is_own else _("Children I work with"),
        "columns": columns,
        "rows": [
            [*row(child), answer(child)] if is_asked else row(child) for child in work.children
        ],
        **_nothing(actor, is_own=is_own),
    }


def without_co_ordinator(found: list[MyChild], *, team: str, is_cut: bool) -> dict[str, Any] | None:
    """This will give the table of the team's children who are on nobody's day yet, or nothing."""
    if not found:
        return None
    # Those of the teams below stand on the board: the figure above can be larger.
    words = (
        _("No co-ordinator yet, led by %(team)s: the %(n)s most urgent")
        if is_cut
        else _("No co-ordinator yet, led by %(team)s")
    )
    return {
        "caption": words % {"team": team, "n": len(found)},
        "columns": [
            {"label": _("Child")},
            {"label": _("Born")},
            {"label": _("What is next")},
            {"label": _("When")},
        ],
        "rows": [_with_dates(child) for child in found],
    }


def _nothing(actor: Actor, *, is_own: bool) -> dict[str, Any]:
    if is_own:
        text = _(
            "No child has you as plan co-ordinator yet. A team manager names the co-ordinator."
        )
    else:
        text = _(
            "No child’s record is shared with you or your team at present. When one is, it"
            " stands here at once and you are told."
        )
    if not actor.has_duty(Duty.SEARCH):
        none: dict[str, Any] = {"empty": _("Your role gives no access to children’s records.")}
        if actor.has_duty(Duty.COUNT_EMERGENCIES):
            url = reverse("cases:emergency_counts")
            none["empty_action"] = {"label": _("How often records were opened"), "url": url}
        return none
    action = {"label": _("Find a child"), "url": reverse("cases:children")}
    if actor.has_duty(Duty.ADD_CHILD):
        action = {"label": _("Find or add a child"), "url": reverse("cases:children")}
    return {"empty": text, "empty_action": action}


def _answer(child: MyChild) -> dict[str, Any]:
    """The form that answers what is late or next; else a visit, which is recorded most often."""
    next_ = child.late[0] if child.late else child.following
    clock = next_.clock if next_ is not None else ""
    if clock in CALLED_FOR and next_ is not None and not next_.is_booked:
        return _form(_("Call a conference"), "cases:conference_call", child)
    if clock in MET:
        return _form(_("Record a core group"), "cases:core_group_add", child)
    if child.born_on is None:
        return _note_form(child)
    return _form(_("Record a visit"), "cases:visit_add", child)


def _note_form(child: MyChild) -> dict[str, Any]:
    return _form(_("Add a note"), "cases:note_add", child)


def _form(words: str, route: str, child: MyChild) -> dict[str, Any]:
    return {"text": words, "url": reverse(route, args=[child.case_id]), "hidden": child.name}


def _named(child: MyChild) -> dict[str, Any]:
    cell: dict[str, Any] = {"text": child.name, "url": _case_url(child.case_id)}
    if child.registered_on is not None:
        cell["after_tag"] = {"text": _("On the register"), "kind": "red"}
    return cell


def _with_dates(child: MyChild) -> list[Any]:
    if child.late:
        first, others = child.late[0], len(child.late) - 1
        more = ngettext(", %(n)s other late", ", %(n)s others late", others) % {"n": others}
        return [
            _named(child),
            _born(child),
            {"text": _to_do(first.clock), "after": more if others else ""},
            {"text": _late(first), "tag": "red"},
        ]
    following = child.following
    if following is None:
        return [_named(child), _born(child), _("Nothing is due"), None]
    kind = {"tag": "amber"} if following.days_left <= SOON_DAYS else {}
    return [
        _named(child),
        _born(child),
        _to_do(following.clock),
        {"text": _in_days(following), **kind, "after": ""},
    ]


def _without_dates(child: MyChild) -> list[Any]:
    since = _("since %(day)s") % {"day": day(child.registered_on)} if child.registered_on else None
    return [
        {"text": child.name, "url": _case_url(child.case_id)},
        _born(child),
        child.authority,
        {"text": _("On the register"), "tag": "red", "after": f" {since}"}
        if since
        else _("Not on the register"),
    ]


def next_days(work: Work) -> dict[str, Any]:
    """This will give the side list of what falls due in the next days."""
    return {
        "title": _("Due in the next 7 days"),
        "items": [
            {
                "title": each.child,
                "url": _case_url(each.case_id),
                "detail": _("%(what)s, %(when)s")
                % {"what": _to_do(each.clock), "when": _in_days(each)},
            }
            for each in work.next_days
        ],
        "empty": _("Nothing more falls due in the next 7 days."),
    }


def conferences(work: Work) -> dict[str, Any]:
    """This will give the side list of conferences that were called."""
    return {
        "title": _("Conferences"),
        "items": [_conference(each) for each in work.conferences],
        "empty": _("There is no conference that you may open."),
        "action": {"label": _("All conferences"), "url": reverse("cases:conferences")},
    }


def _conference(each: Coming) -> dict[str, Any]:
    when = date_format(each.planned_on, "j F Y")
    if each.planned_time:
        when = f"{when}, {each.planned_time:%H:%M}"
    item: dict[str, Any] = {
        "title": _("%(kind)s, %(when)s") % {"kind": label(ConferenceKind(each.kind)), "when": when},
        "detail": " · ".join(part for part in (", ".join(each.children), each.place) if part),
    }
    if each.conference_id is not None:
        item["url"] = reverse("cases:conference", args=[each.conference_id])
    if each.is_past:
        item["tag"] = {"text": _("Not recorded yet"), "kind": "amber"}
    return item


def news(work: Work) -> dict[str, Any]:
    """This will give the side list of notes that other teams wrote lately."""
    return {
        "title": _("New notes"),
        "items": [_note(each) for each in work.news],
        "empty": _("No new notes from others in the last four weeks."),
    }


def _note(each: News) -> dict[str, Any]:
    item: dict[str, Any] = {
        "title": each.child,
        "url": reverse("cases:case_notes", args=[each.case_id]),
        "detail": _("%(agency)s, written %(when)s")
        % {"agency": each.agency, "when": date_format(localtime(each.written_at), "j F, H:i")},
    }
    if each.is_significant:
        item["tag"] = {"text": _("Significant"), "kind": "red"}
    return item


def _late(due: Due) -> str:
    if due.working_days_late < 1:
        return _("late, was due %(day)s") % {"day": date_format(due.due_on, "j F")}
    return _("%(late)s late") % {"late": late_words(due.working_days_late)}


def _to_do(clock: str) -> str:
    return str(TO_DO.get(clock) or clock_words(clock))


def _in_days(due: Due) -> str:
    if due.days_left == 0:
        return _("today")
    words = days.until(due.due_on, due.due_on - timedelta(due.days_left), due.working_days_left)
    return _("%(words)s, %(day)s") % {"words": words, "day": date_format(due.due_on, "j F")}


def _born(child: MyChild) -> str:
    born: date | None = child.born_on
    return day(born) or _("expected %(day)s") % {"day": day(child.expected_on)}


def _case_url(case_id: Any) -> str:
    return reverse("cases:case", args=[case_id])
