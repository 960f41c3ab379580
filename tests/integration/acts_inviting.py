"""Every service of inviting to a conference and preparing it, once; see ``acts``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from cases.domain.taking_part import AdvocateAnswer, Invitee, KeptOut, Reply
from cases.models import Conference, Invitation
from cases.services import invitations, preparation, replies
from cases.services.invitations import Guest, Relative
from cases.services.replies import Answer
from cpr.clock import today
from tests import scenarios as s

Act = Callable[[], Any]
Prepare = Callable[[s.World], tuple[Actor, Act]]


def called(w: s.World) -> Conference:
    """This will call a conference about a child whom Chloe's team works with."""
    case = s.child(w)
    s.shared(w, case)
    s.enquired(w, [case], on=s.before(10))
    return s.conference(w, [case], on=today(), hold=False)


def of_team(w: s.World, conference: Conference, name: str = "chloe") -> Invitation:
    """This will invite a persona's team."""
    [made] = invitations.invite(
        by=w.aisha,
        conference=conference,
        guests=[Guest(w.members[name].team)],
        today=today(),
    )
    return made


def mother(w: s.World, conference: Conference, by: str = "aisha") -> Invitation:
    """This will invite the mother."""
    return invitations.invite_relative(
        by=w.actor(by),
        conference=conference,
        relative=Relative(Invitee.PARENT, "Sioned Lloyd", "Mother"),
        today=today(),
    )


def _invite(w: s.World) -> tuple[Actor, Act]:
    row = called(w)
    return w.aisha, lambda: of_team(w, row)


def _invite_relative(w: s.World) -> tuple[Actor, Act]:
    row = called(w)
    return w.aisha, lambda: mother(w, row)


def _withdraw(w: s.World) -> tuple[Actor, Act]:
    row = mother(w, called(w))
    return w.aisha, lambda: invitations.withdraw(by=w.aisha, invitation=row, version=1)


def _record(w: s.World) -> tuple[Actor, Act]:
    row = mother(w, called(w))
    return w.gwen, lambda: replies.record_invitation(
        by=w.gwen, invitation=row, version=1, answer=Answer(Reply.COMING), today=today()
    )


def _answer(w: s.World) -> tuple[Actor, Act]:
    row = called(w)
    of_team(w, row)
    chloe = w.actor("chloe")
    return chloe, lambda: replies.answer_for_team(
        by=chloe, conference=row, version=1, answer=Answer(Reply.COMING), today=today()
    )


def _keep_out(w: s.World) -> tuple[Actor, Act]:
    row = mother(w, called(w))
    return w.gwen, lambda: replies.keep_out(
        by=w.gwen, invitation=row, version=1, of=KeptOut.PART, reason="What the school says"
    )


def _let_in(w: s.World) -> tuple[Actor, Act]:
    row = mother(w, called(w))
    replies.keep_out(by=w.gwen, invitation=row, version=1, of=KeptOut.WHOLE, reason="Threats")
    return w.gwen, lambda: replies.keep_out(
        by=w.gwen, invitation=row, version=2, of=None, reason=""
    )


def _prepare(w: s.World) -> tuple[Actor, Act]:
    row = called(w)
    return w.gwen, lambda: preparation.record_preparation(
        by=w.gwen,
        conference=row,
        version=row.version,
        interpreter_booked_on=None,
        family_met_on=today(),
        today=today(),
    )


def _advocate(w: s.World) -> tuple[Actor, Act]:
    at = called(w).children.get()
    return w.gwen, lambda: preparation.record_advocate(
        by=w.gwen,
        at=at,
        version=at.version,
        offered_on=today(),
        answer=AdvocateAnswer.ACCEPTED,
        today=today(),
    )


ACTS: dict[str, Prepare] = {
    "cases.services.invitations.invite": _invite,
    "cases.services.invitations.invite_relative": _invite_relative,
    "cases.services.invitations.withdraw": _withdraw,
    "cases.services.replies.record_invitation": _record,
    "cases.services.replies.answer_for_team": _answer,
    "cases.services.replies.keep_out": _keep_out,
    "cases.services.replies.keep_out:let in": _let_in,
    "cases.services.preparation.record_preparation": _prepare,
    "cases.services.preparation.record_advocate": _advocate,
}
