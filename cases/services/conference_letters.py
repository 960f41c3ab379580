"""Letters of invitation to a conference for the family: asked for, made by a worker, read.

Made in Welsh, English, or both with Welsh first; kept as they were sent, and never written again.
"""

from __future__ import annotations

import logging
import uuid
from functools import partial

import typst
from celery import current_app
from django.db import transaction
from django.utils import translation
from kombu.exceptions import OperationalError

from agencies.actors import Actor
from cases import access
from cases.domain.errors import Conflict, NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import ConferenceLanguage, Invitee, LetterState
from cases.models import Conference, ConferenceLetter, Invitation
from cases.queries import conference_letters as queries
from cases.services import letter_files, notices
from cases.services.act import act
from cases.services.conferences import lock_conference
from cases.services.letter_words import Facts, Part, part
from cpr.audit import writer as audit
from cpr.clock import now, today

TASK = "cases.make_letters"
IN = {
    ConferenceLanguage.WELSH: ("cy",),
    ConferenceLanguage.ENGLISH: ("en",),
    ConferenceLanguage.BOTH: ("cy", "en"),
}
"""Welsh first, as on everything in two languages."""
log = logging.getLogger(__name__)


@act
def ask_for_letter(
    *, by: Actor, conference: Conference, invitation_id: uuid.UUID, language: ConferenceLanguage
) -> ConferenceLetter:
    """This will ask a worker for a letter to somebody of the family; asked twice, it is one.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict where the conference is called no more.
    """
    locked = lock_conference(by, P.CALL_CONFERENCE, conference)
    if locked.status != ConferenceStatus.CALLED:
        raise Conflict(Problem("conference_already_closed"))
    if invitation_id not in {each.id for each in queries.to_invite(locked)}:
        raise RuleBroken(Problem("nobody_to_write_to", "invitation"))
    waiting = ConferenceLetter.objects.filter(
        invitation=invitation_id, language=language, state=LetterState.ASKED
    ).first()
    if waiting is not None:
        return waiting
    letter = ConferenceLetter.objects.create(
        invitation_id=invitation_id, language=language, asked_by_id=by.acting_membership
    )
    _record(by, locked, "conference.letter_asked", letter)
    _make_soon()
    return letter


def make_letters(*, by: Actor) -> int:
    """This will make every letter that was asked for, and count them; one transaction each."""
    asked = ConferenceLetter.objects.filter(state=LetterState.ASKED).order_by("asked_at", "pk")
    return notices.sent_each_alone(
        partial(make_letter, by=by, letter_id=pk) for pk in list(asked.values_list("pk", flat=True))
    )


@act
def make_letter(*, by: Actor, letter_id: uuid.UUID) -> int:
    """This will make one letter from what is so now, and count it; not one that another run makes.

    Of a conference that is called no more, or where its file cannot be made, it has failed.
    """
    rows = ConferenceLetter.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    letter = rows.filter(pk=letter_id, state=LetterState.ASKED).first()
    if letter is None:
        return 0
    invitation = Invitation.objects.select_related(
        "conference__authority", "conference__chair__user"
    ).get(pk=letter.invitation_id)
    conference = invitation.conference
    file = None
    if conference.status == ConferenceStatus.CALLED:
        file = _file(letter, invitation)
    if file is None:
        letter.state = LetterState.FAILED
    else:
        letter.state, letter.made_at = LetterState.MADE, now()
        letter.stored_as = letter_files.keep(file)
        letter.content = queries.content(conference)
    letter.save(update_fields=["state", "made_at", "stored_as", "content"])
    _record(by, conference, "conference.letter_made", letter)
    return int(file is not None)


@act
def open_letter(*, by: Actor, conference_id: uuid.UUID, letter_id: uuid.UUID) -> bytes:
    """This will give a letter that was made, and record that it was read, for each child.

    For whoever may call the conference for every child at it: the letter names them all.

    Raises: NotFound, NotAllowed.
    """
    conference = access.get_for(by, P.CALL_CONFERENCE, conference_id, Conference)
    locked = lock_conference(by, P.CALL_CONFERENCE, conference)
    letter = ConferenceLetter.objects.filter(
        pk=letter_id, invitation__conference=locked, state=LetterState.MADE
    ).first()
    if letter is None:
        raise NotFound(Problem("not_found"))
    _record(by, locked, "conference.letter_read", letter)
    return letter_files.read(letter.stored_as)


def _file(letter: ConferenceLetter, invitation: Invitation) -> bytes | None:
    parts = _parts(letter, invitation)
    author = parts[0].source[0]
    try:
        return letter_files.made(parts, author=author, at=now())
    except (RuntimeError, typst.TypstError):
        log.exception("a letter could not be made")
        return None


def _parts(letter: ConferenceLetter, invitation: Invitation) -> list[Part]:
    conference = invitation.conference
    authority, writer = conference.authority, letter.asked_by.user
    at = conference.children.select_related("case__child").order_by("case__child__born_on", "pk")
    if invitation.case_id:
        at = at.filter(case=invitation.case_id)
    facts = Facts(
        to=invitation.name,
        invitee=Invitee(invitation.kind),
        children=tuple(each.case.child.full_name for each in at),
        day=conference.planned_on,
        starts=conference.planned_time,
        place=conference.place,
        link=conference.video_link,
        language=ConferenceLanguage(conference.language) if conference.language else None,
        interpretation=conference.interpretation,
        chair=conference.chair.user.full_name if conference.chair else "",
        authority=(authority.name_en, authority.name_cy or authority.name_en),
        writer=writer.full_name,
        telephone=writer.phone or authority.phone,
        written_on=today(),
    )
    parts = []
    for language in IN[ConferenceLanguage(letter.language)]:
        with translation.override(language):
            parts.append(part(facts))
    return parts


def _record(by: Actor, conference: Conference, action: str, letter: ConferenceLetter) -> None:
    """One event for each child at the conference."""
    said = {"to": letter.invitation.name, "language": letter.language, "state": letter.state}
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(action, conference, at.case_id, at.case.child_id, dict(said))
            for at in conference.children.select_related("case")
        ],
    )


def _make_soon() -> None:
    """Only a courtesy: beat asks every few minutes."""

    def ask() -> None:
        try:
            current_app.send_task(TASK, retry=False)
        except OperationalError:
            log.warning("the broker could not be reached; letters are made with the next beat")

    transaction.on_commit(ask)
