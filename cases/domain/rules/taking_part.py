"""Taking part in a conference: invitations, replies, keeping out, the offer of an advocate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_not_in_future, check_text
from cases.domain.taking_part import AdvocateAnswer, Invitee, KeptOut, Reply

LET_IN_DAYS = 28
"""How long after a conference those who were let in for it see the plan: a named default, since no
procedure gives a figure. The outline plan and the full record are due within it (W8, W9)."""

OF_ONE_CHILD = frozenset({Invitee.CHILD, Invitee.ADVOCATE})
"""Who is invited for one child; a parent or a supporter is there for the family."""


def let_in_until(planned_on: date, today: date) -> date:
    """Give the last day on which those let in for a conference see the plan."""
    return max(planned_on, today) + timedelta(days=LET_IN_DAYS)


def family_problems(
    *,
    kind: Invitee,
    name: str,
    has_child: bool,
    is_unborn: bool,
    told_on: date | None,
    written_on: date | None,
    today: date,
) -> Iterator[Problem]:
    """Yield what is wrong with inviting one of the family, or somebody beside it.

    They get a spoken and a written invitation (c3pt2-p6), which can be recorded afterwards.
    """
    if kind in OF_ONE_CHILD and not has_child:
        yield Problem("child_of_invitation_missing", "child")
    if kind is Invitee.CHILD and is_unborn:
        yield Problem("child_is_not_born", "child")
    if kind is not Invitee.CHILD:
        yield from check_text("name", name, code="invited_name_missing")
    yield from days_problems(told_on=told_on, written_on=written_on, today=today)


def days_problems(
    *, told_on: date | None, written_on: date | None, today: date
) -> Iterator[Problem]:
    """Yield a problem for an invitation that is recorded before it was made."""
    yield from check_not_in_future("told_on", told_on, today)
    yield from check_not_in_future("written_on", written_on, today)


def reply_problems(*, reply: Reply | None, note: str) -> Iterator[Problem]:
    """Yield a problem where somebody else comes and nobody says who."""
    if reply is Reply.SOMEBODY_ELSE:
        yield from check_text("note", note, code="who_comes_missing")


def keeping_out_problems(
    *, of: KeptOut | None, reason: str, before: KeptOut | None
) -> Iterator[Problem]:
    """Yield what is wrong with keeping somebody out: the chair gives the reason (c3pt2-p8)."""
    if of is not None:
        yield from check_text("reason", reason, code="reason_missing")
    elif before is None:
        yield Problem("not_kept_out", "of")


def advocate_problems(
    *, offered_on: date | None, answer: AdvocateAnswer | None, today: date
) -> Iterator[Problem]:
    """Yield what is wrong with the active offer of an advocate and its answer (c4-p7)."""
    if offered_on is None and answer is not None:
        yield Problem("offered_on_missing", "offered_on")
    yield from check_not_in_future("offered_on", offered_on, today)


def preparation_problems(
    *,
    interpretation: str,
    interpreter_booked_on: date | None,
    family_met_on: date | None,
    today: date,
) -> Iterator[Problem]:
    """Yield what is wrong with the days on which a conference was prepared (c3pt2-p5, p8)."""
    if interpreter_booked_on is not None and not interpretation.strip():
        yield Problem("interpretation_not_named", "interpreter_booked_on")
    yield from check_not_in_future("interpreter_booked_on", interpreter_booked_on, today)
    yield from check_not_in_future("family_met_on", family_met_on, today)
