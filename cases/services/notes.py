"""Notes: written by anyone who works with the child, read by those they are for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from agencies.actors import Actor
from agencies.models import Membership, Team
from agencies.roles import ROLES
from cases.domain.errors import Problem, RuleBroken
from cases.domain.permissions import LEAST_LEVEL, P
from cases.domain.rules import plan as rules
from cases.domain.statuses import Level, NoteAudience, NoteKind
from cases.models import Case, Involvement, Note, Notice
from cases.models.notice import NoticeKind
from cases.services import notices
from cases.services.act import act
from cases.services.cases import lock
from cpr.audit import writer as audit
from cpr.clock import now
from cpr.clock import today as local_today

READS_NOTES = Level.at_least(LEAST_LEVEL[P.VIEW_NOTES])
NOTE_READERS = [key for key, role in ROLES.items() if P.VIEW_NOTES in role.permissions]


@act
def add_note(
    *,
    by: Actor,
    case: Case,
    kind: NoteKind,
    happened_on: date,
    text: str,
    audience: NoteAudience,
    today: date,
    teams: Sequence[Team] = (),
    is_significant: bool = False,
    submission: uuid.UUID | None = None,
) -> Note:
    """This will add a note and tell the people it is for; a ``submission`` sent twice is one note.

    A worker of another agency writes for everyone or for named teams; the authority always reads.

    Raises: NotFound, NotAllowed; RuleBroken.
    """
    case = lock(by, P.ADD_NOTE, case)
    already = Note.objects.filter(submission=submission, case=case).first() if submission else None
    if already is not None:
        return already
    problems = list(rules.note_problems(happened_on=happened_on, today=today, text=text))
    involved = _teams_involved(case)
    if audience is NoteAudience.NAMED_TEAMS and not teams:
        problems.append(Problem("no_teams_named", "teams"))
    if any(team.pk not in involved for team in teams):
        problems.append(Problem("team_not_involved", "teams"))
    elif any(team.pk not in _teams_involved(case, reading_notes=True) for team in teams):
        problems.append(Problem("team_reads_no_notes", "teams"))
    RuleBroken.raise_if(problems)
    note = Note.objects.create(
        case=case,
        author_id=by.acting_membership,
        author_team_id=by.acting_team,
        kind=kind,
        audience=audience,
        happened_on=happened_on,
        text=text.strip(),
        is_significant=is_significant,
        submission=submission,
    )
    if audience is NoteAudience.NAMED_TEAMS:
        note.teams.set(teams)
    _tell(by, note, case, involved if audience is NoteAudience.EVERYONE else {t.pk for t in teams})
    audit.record(
        by=by,
        action="note.added",
        subject=note,
        case_id=case.pk,
        child_id=case.child_id,
        audience=audience.value,
        kind=kind.value,
        teams=[str(t) for t in teams],
        child=case.child.full_name,
    )
    return note


def _in_force(case: Case) -> QuerySet[Involvement]:
    moment = now()
    return case.involvements.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=moment), starts_at__lte=moment
    )


def _teams_involved(case: Case, *, reading_notes: bool = False) -> set[uuid.UUID]:
    rows = _in_force(case)
    if reading_notes:
        rows = rows.filter(level__in=READS_NOTES)
    return set(rows.values_list("team_id", flat=True))


def _tell(by: Actor, note: Note, case: Case, teams: set[uuid.UUID]) -> None:
    """The co-ordinator always hears; of other teams, those involved by name, or all.

    Nobody hears of a note who could not read it.
    """
    moment = now()
    in_force = _in_force(case).filter(level__in=READS_NOTES)
    named = in_force.filter(
        Q(role="co_ordinator") | Q(team_id__in=teams), membership__isnull=False
    ).values("membership_id")
    whole_teams = in_force.filter(
        role="partner", membership__isnull=True, team_id__in=teams
    ).values("team_id")
    people = (
        Membership.objects.live(local_today())
        .filter(Q(pk__in=named) | Q(team_id__in=whole_teams), role__in=NOTE_READERS)
        .exclude(pk=by.acting_membership)
    )
    notices.send_soon()
    Notice.objects.bulk_create(
        [
            Notice(
                membership=m, case=case, kind=NoticeKind.NOTE_SHARED, note=note, created_at=moment
            )
            for m in notices.may_hear(case, people)
        ]
    )
