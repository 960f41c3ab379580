"""Words for the decision about one child: what the record says, and what was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.domain import procedures
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    Nation,
)
from cases.labels import category_label, clock_label, label
from cases.models import DeregistrationDecision
from cases.queries.conference_room import ChildHere, Now
from cases.queries.record_says import Finding, Weight
from cases.web.presenters import days

DECIDED: dict[ConferenceDecision, str | Promise] = {
    ConferenceDecision.REGISTER: gettext_lazy("Placed on the register"),
    ConferenceDecision.DO_NOT_REGISTER: gettext_lazy("Not registered"),
    ConferenceDecision.CONTINUE: gettext_lazy("Stays on, same categories"),
    ConferenceDecision.CHANGE_CATEGORIES: gettext_lazy("Stays on, categories changed"),
    ConferenceDecision.REMOVE: gettext_lazy("Name taken off"),
    ConferenceDecision.NOT_STATED: gettext_lazy("Not stated in the return"),
}
"""What was decided, once it was: the labels of the enumeration are what can be."""

STATES = {Weight.SERIOUS: "late", Weight.OPEN: "soon", Weight.IN_ORDER: "ok"}


def findings(found: Sequence[Finding], today: date) -> list[dict[str, str]]:
    """This will put what the record says into words."""
    return [{"state": STATES[f.weight], **_finding(f, today)} for f in found]


def _finding(finding: Finding, today: date) -> dict[str, str]:  # noqa: C901, PLR0911 - a table
    v = finding.values
    match finding.key:
        case "injury":
            return {
                "title": _("Injury or attendance at hospital, %(day)s")
                % {"day": days.short(v["on"], today)},
                "detail": _("noted since the last conference"),
            }
        case "seen":
            title = _("%(clock)s in time %(n)d of the last %(times)d times due") % {
                "clock": clock_label(v["clock"]),
                "n": v["in_time"],
                "times": v["times"],
            }
            return {"title": title, "detail": ""}
        case "late":
            return {
                "title": clock_label(v["clock"]),
                "detail": _("late: was due %(day)s") % {"day": days.short(v["due_on"], today)},
            }
        case "nothing_late":
            return {"title": _("Nothing is late"), "detail": ""}
        case "refused":
            title = ngettext("%(n)d visit refused", "%(n)d visits refused", v["times"])
            return {
                "title": title % {"n": v["times"]},
                "detail": _since(v["since"], today),
            }
        case "bedroom_seen":
            return {"title": _("Bedroom seen"), "detail": _since(v["since"], today)}
        case "bedroom_not_seen":
            return {"title": _("Bedroom not seen"), "detail": _since(v["since"], today)}
        case "first_review":
            return {
                "title": _("First review"),
                "detail": _("names do not normally come off at the first review"),
            }
        case "later_review":
            title = ngettext(
                "%(n)d review before this one", "%(n)d reviews before this one", v["reviews"]
            )
            return {"title": title % {"n": v["reviews"]}, "detail": ""}
        case "registered_before":
            until = days.long(v["until_on"]) if v["until_on"] else ""
            return {
                "title": _("Registered before"),
                "detail": _("%(from)s to %(until)s")
                % {"from": days.long(v["from_on"]), "until": until},
            }
        case _:
            title = ngettext(
                "Registered once before, elsewhere",
                "Registered %(n)d times before, elsewhere",
                v["times"],
            )
            return {"title": title % {"n": v["times"]}, "detail": ""}


def _since(day: date, today: date) -> str:
    return _("since the last conference, %(day)s") % {"day": days.short(day, today)}


def question(kind: ConferenceKind, given_name: str, *, is_removal: bool = False) -> str:
    """This will ask what a conference decides about a child."""
    if is_removal:
        return _("Should %(name)s’s name come off the register?") % {"name": given_name}
    if kind is ConferenceKind.REVIEW:
        return _("Should %(name)s’s name stay on the register?") % {"name": given_name}
    return _("Should %(name)s’s name be placed on the register?") % {"name": given_name}


def lede(kind: ConferenceKind) -> str:
    """This will say who decides."""
    if kind is ConferenceKind.REVIEW:
        return _(
            "Only this review conference can decide. Each concern that put the name on must be "
            "answered with what has changed for the child."
        )
    return _("Each child is decided on separately. The practitioners at the conference decide.")


def category_choices(nation: Nation, on: date) -> list[tuple[str, str]]:
    """This will offer the nation's categories as they were on the day of the conference."""
    return [
        (c.key, category_label(nation, c.key, on))
        for c in procedures.categories(nation, on)
        if c.is_offered
    ]


def registered_rows(now: Now, nation: Nation, reasons: str) -> list[dict[str, Any]]:
    """This will say why the name is on the register: what a review must answer."""
    named = [category_label(nation, key, now.registered_on) for key in now.categories]
    return [
        {"label": _("On the register since"), "value": days.long(now.registered_on)},
        {"label": _("Categories"), "value": ", ".join(named)},
        {"label": _("Reasons then"), "value": reasons},
    ]


def decided_rows(child: ChildHere) -> list[dict[str, Any]]:
    """This will show a decision that stands: what, who, when, why."""
    by = _("%(name)s, %(at)s") % {
        "name": child.decided_by or _("loaded from a return"),
        "at": days.moment(child.decided_at) if child.decided_at else "",
    }
    return [
        {"label": _("Decision"), "value": str(DECIDED[child.decision]) if child.decision else ""},
        {"label": _("Recorded by"), "value": by},
        {"label": _("Reasons"), "value": child.reasons},
        {"label": _("The child’s views"), "value": child.childs_views},
    ]


def overtaken(child: ChildHere) -> str:
    """This will tell the second of two people what the first recorded, and when."""
    return _("%(who)s recorded “%(decision)s” on %(at)s.") % {
        "who": child.decided_by,
        "decision": str(DECIDED[child.decision]) if child.decision else "",
        "at": days.moment(child.decided_at) if child.decided_at else "",
    }


def done(
    name: str, decision: ConferenceDecision, categories: Sequence[str], nation: Nation, on: date
) -> str:
    """This will say what a recorded decision did."""
    named = ", ".join(category_label(nation, key, on) for key in categories)
    values = {"name": name, "day": days.long(on), "categories": named}
    sentences = {
        ConferenceDecision.REGISTER: _("%(name)s is on the register from %(day)s: %(categories)s."),
        ConferenceDecision.DO_NOT_REGISTER: _(
            "%(name)s is not registered. Offer care and support."
        ),
        ConferenceDecision.CONTINUE: _("%(name)s stays on the register, in the same categories."),
        ConferenceDecision.CHANGE_CATEGORIES: _(
            "%(name)s stays on the register, from %(day)s in: %(categories)s."
        ),
        ConferenceDecision.REMOVE: _(
            "%(name)s’s name came off the register on %(day)s. Tell every agency that was invited."
        ),
    }
    return sentences[decision] % values


def removal_rows(decision: DeregistrationDecision) -> list[dict[str, Any]]:
    """This will show why and on what evidence a name came off."""
    return [
        {"label": _("Came off on"), "value": days.long(decision.ended_on)},
        {"label": _("Because"), "value": label(DeregistrationReason(decision.reason))},
        {"label": _("What has changed, and how we know"), "value": decision.evidence},
    ]
