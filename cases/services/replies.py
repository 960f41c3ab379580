"""What those who were invited answered, and whom the chair keeps out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agencies.actors import Actor
from cases import access
from cases.domain.errors import Conflict, NotAllowed, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import taking_part as rules
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import ConferenceLanguage, KeptOut, Reply
from cases.models import Conference, Invitation
from cases.queries.invited import own_invitation
from cases.services.act import act
from cases.services.invitations import words_for
from cases.services.taking_part import as_seen, lock_invitation, record, save
from cpr.clock import now


@dataclass(frozen=True)
class Answer:
    """What somebody answered; ``note`` says who comes instead, or why not."""

    reply: Reply | None
    note: str = ""


@dataclass(frozen=True)
class Asked:
    """How one of the family was invited: told, written to, in which language."""

    told_on: date | None = None
    written_on: date | None = None
    language: ConferenceLanguage | None = None


@act
def record_invitation(
    *,
    by: Actor,
    invitation: Invitation,
    version: int,
    answer: Answer,
    asked: Asked | None = None,
    today: date,
) -> Invitation:
    """This will record what anybody answered, and how one of the family was invited.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if it was changed or withdrawn meanwhile.
    """
    locked, row = lock_invitation(by, P.RECORD_CONFERENCE, invitation, version)
    problems = list(rules.reply_problems(reply=answer.reply, note=answer.note))
    if asked is not None:
        problems += rules.days_problems(
            told_on=asked.told_on, written_on=asked.written_on, today=today
        )
    RuleBroken.raise_if(problems)
    if asked is not None:
        row.told_on, row.written_on = asked.told_on, asked.written_on
        row.language = asked.language
    _put(row, answer, today)
    _save(row)
    record(
        by,
        locked,
        "conference.invitation_changed",
        invited=words_for(row),
        reply=row.reply or "",
        note=row.reply_note,
        told_on=str(row.told_on or ""),
        written_on=str(row.written_on or ""),
    )
    return row


@act
def answer_for_team(
    *, by: Actor, conference: Conference, version: int, answer: Answer, today: date
) -> Invitation:
    """This will answer the invitation of the actor, or of the actor's team.

    Raises: NotFound; NotAllowed if they are not invited; RuleBroken; Conflict if the conference
    was held or cancelled, or somebody else answered meanwhile.
    """
    access.require(by, P.CONTRIBUTE, conference)
    locked = Conference.objects.select_for_update(of=("self",), no_key=True).get(pk=conference.pk)
    access.require(by, P.CONTRIBUTE, locked)
    if locked.status != ConferenceStatus.CALLED:
        raise Conflict(Problem("conference_already_closed"))
    found = own_invitation(by, locked)
    if found is None:
        raise NotAllowed(Problem("not_invited"))
    row = as_seen(found.pk, locked, version)
    RuleBroken.raise_if(rules.reply_problems(reply=answer.reply, note=answer.note))
    _put(row, answer, today)
    _save(row)
    record(
        by,
        locked,
        "conference.answered",
        invited=words_for(row),
        reply=row.reply or "",
        note=row.reply_note,
    )
    return row


@act
def keep_out(
    *, by: Actor, invitation: Invitation, version: int, of: KeptOut | None, reason: str
) -> Invitation:
    """This will keep somebody out of a conference or a part of it, or let them in again (None).

    Raises: NotFound; NotAllowed unless the actor chairs it; RuleBroken; Conflict.
    """
    locked, row = lock_invitation(by, P.RECORD_CONFERENCE, invitation, version)
    if locked.chair_id is None or locked.chair_id != by.membership_id:
        raise NotAllowed(Problem("only_the_chair"))
    before = KeptOut(row.kept_out_of) if row.kept_out_of else None
    RuleBroken.raise_if(rules.keeping_out_problems(of=of, reason=reason, before=before))
    row.kept_out_of, row.kept_out_reason = of, reason.strip() if of else ""
    row.kept_out_at = now() if of else None
    row.kept_out_by_id = by.acting_membership if of else None
    save(row, "kept_out_of", "kept_out_reason", "kept_out_at", "kept_out_by")
    record(
        by,
        locked,
        "conference.kept_out" if of else "conference.let_in",
        invited=words_for(row),
        of=of.value if of else "",
        reason=reason.strip(),
    )
    return row


def _put(row: Invitation, answer: Answer, today: date) -> None:
    """A reply keeps its day until another is given."""
    if row.reply != answer.reply:
        row.replied_on = today if answer.reply else None
    row.reply, row.reply_note = answer.reply, answer.note.strip() if answer.reply else ""


def _save(row: Invitation) -> None:
    save(row, "told_on", "written_on", "language", "reply", "replied_on", "reply_note")
