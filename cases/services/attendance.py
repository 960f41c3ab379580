"""Who came to a conference: those invited, and those who came without being invited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agencies.actors import Actor
from agencies.models import Team
from cases.domain.errors import Conflict, NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import attendance as rules
from cases.domain.statuses import ConferenceStatus
from cases.domain.taking_part import Invitee, KeptOut, Presence
from cases.models import Case, Conference, Invitation, Involvement
from cases.queries import attendance as listed
from cases.services.act import act
from cases.services.conferences import lock_conference
from cpr.audit import writer as audit
from cpr.clock import now


@dataclass(frozen=True)
class Came:
    """Somebody who came uninvited: a team; or one of the family, or beside it, by name."""

    presence: Presence | None
    team: Team | None = None
    kind: Invitee | None = None
    name: str = ""
    relation: str = ""
    person: str = ""
    """Who of the team came."""


@act
def record_presence(
    *,
    by: Actor,
    invitation: Invitation,
    presence: Presence | None,
    version: int,
    today: date,
    came_instead: str = "",
) -> Invitation:
    """This will record how somebody on the list took part, or that they were not there.

    ``version`` is of what the writer saw.

    Raises: NotFound, NotAllowed; RuleBroken with every reason; Conflict where somebody recorded
    something else meanwhile.
    """
    conference = lock_conference(by, P.RECORD_CONFERENCE, Conference(pk=invitation.conference_id))
    locked = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if locked.withdrawn_at is not None:
        raise NotFound(Problem("not_found"))
    came_instead = came_instead.strip()
    if presence is not None and (locked.presence, locked.came_instead) == (presence, came_instead):
        return locked
    if locked.version != version:
        raise Conflict(Problem("changed_meanwhile"))
    RuleBroken.raise_if(
        [
            *_live_problems(conference, today),
            *rules.presence_problems(
                kind=Invitee(locked.kind),
                presence=presence,
                came_instead=came_instead,
                kept_out_of=KeptOut(locked.kept_out_of) if locked.kept_out_of else None,
            ),
        ]
    )
    before = locked.presence or ""
    locked.presence, locked.came_instead = presence, came_instead
    locked.version += 1
    locked.save(update_fields=["presence", "came_instead", "version"])
    _record(by, conference, locked, before=before)
    return locked


@act
def add_guest(*, by: Actor, conference: Conference, came: Came, today: date) -> Invitation:
    """This will put somebody who came uninvited on the list, as having taken part.

    Raises: NotFound, NotAllowed; RuleBroken with every reason; Conflict where they are on the list.
    """
    locked = lock_conference(by, P.RECORD_CONFERENCE, conference)
    cases = list(locked.children.values_list("case_id", flat=True))
    RuleBroken.raise_if([*_live_problems(locked, today), *_guest_problems(cases, came)])
    Conflict.raise_if(_twice(locked, came))
    is_team = came.team is not None
    row = Invitation.objects.create(
        conference=locked,
        kind=Invitee.PRACTITIONER if is_team else came.kind,
        team=came.team,
        case=Case(pk=cases[0]) if came.kind in OF_A_CHILD and len(cases) == 1 else None,
        name="" if is_team else came.name.strip(),
        relation="" if is_team else came.relation.strip(),
        presence=came.presence,
        came_instead=came.person.strip() if is_team else "",
    )
    _record(by, locked, row, before="")
    return row


OF_A_CHILD = frozenset({Invitee.CHILD, Invitee.ADVOCATE})


def _live_problems(conference: Conference, today: date) -> list[Problem]:
    status = ConferenceStatus(conference.status)
    found = rules.live_problems(status=status, planned_on=conference.planned_on, today=today)
    return list(found)


def _guest_problems(cases: list[object], came: Came) -> list[Problem]:
    kind = Invitee.PRACTITIONER if came.team is not None else came.kind
    problems: list[Problem] = []
    if kind is None:
        problems.append(Problem("guest_kind_missing", "kind"))
    if came.presence is None or came.presence is Presence.ABSENT:
        problems.append(Problem("presence_missing", "presence"))
    if came.team is None:
        if kind is Invitee.PRACTITIONER:
            problems.append(Problem("team_does_not_work_with_child", "team"))
        elif not came.name.strip():
            problems.append(Problem("name_of_guest_missing", "name"))
    else:
        moment = now()
        works = Involvement.objects.filter(case__in=cases, team=came.team, starts_at__lte=moment)
        if not works.exclude(ends_at__lte=moment).exists():
            problems.append(Problem("team_does_not_work_with_child", "team"))
    return problems


def _twice(conference: Conference, came: Came) -> list[Problem]:
    there = listed.everybody(conference)
    if came.team is not None:
        is_on = any(guest.team_id == came.team.pk for guest in there)
        return [Problem("team_is_at_conference", "team")] if is_on else []
    name = came.name.strip()
    is_on = any(g.kind is came.kind and g.name.casefold() == name.casefold() for g in there)
    return [Problem("name_is_at_conference", "name", {"name": name})] if is_on else []


def _record(by: Actor, conference: Conference, row: Invitation, *, before: str) -> None:
    rows = conference.children.select_related("case__child")
    details = {
        "who": str(row.team or row.name),
        "presence": row.presence or "",
        "came_instead": row.came_instead,
        "before": before,
    }
    audit.record_many(
        by=by,
        entries=[
            audit.Entry(
                "conference.attendance",
                conference,
                at.case_id,
                at.case.child_id,
                {**details, "child": at.case.child.full_name},
            )
            for at in rows
        ],
    )
