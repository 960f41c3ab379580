"""A child comes on record, after the possible matches were shown; is born; comes back.

What is recorded of a child's case is in the other services.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from agencies.actors import Actor
from agencies.models import Team
from agencies.roles import Duty
from cases import access, access_whole
from cases.domain.errors import Conflict, NotAllowed, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import identifiers as identifier_rules
from cases.domain.rules import people as people_rules
from cases.domain.statuses import IdentifierScheme, InvolvementRole, Level, Sex
from cases.models import Case, Child, ChildIdentifier, SiblingGroup
from cases.queries import matches
from cases.services import deadlines
from cases.services.act import act
from cases.services.cases import involve, lock
from cpr.audit import writer as audit


@dataclass(frozen=True)
class NewChild:
    """What is known of a child who is to be added."""

    family_name: str
    given_names: str = ""
    known_as: str = ""
    sex: Sex = Sex.NOT_KNOWN
    born_on: date | None = None
    expected_on: date | None = None
    nhs_number: str = ""
    upn: str = ""
    home_language: str = ""
    address: str = ""


class PossibleMatchesNotSeen(Conflict):
    """Children like this one are on record whom the person has not been shown yet."""

    def __init__(self, found: matches.Matches) -> None:
        self.found = found
        super().__init__(Problem("possible_matches_not_seen"))


@act
def add_child(
    *,
    by: Actor,
    child: NewChild,
    today: date,
    matches_seen: Iterable[uuid.UUID] = (),
    hidden_matches_seen: int = 0,
    sibling: Child | None = None,
) -> Case:
    """This will add a child, and a case of the actor's authority led by the actor's team.

    ``matches_seen`` are the possible matches the person was shown and said are someone else;
    ``hidden_matches_seen`` how many more there were that they may not see.

    Raises: NotAllowed; RuleBroken; PossibleMatchesNotSeen, also where somebody added the same
    child a moment ago; Conflict for a number that is another child's.
    """
    access.require_duty(by, Duty.ADD_CHILD)
    RuleBroken.raise_if(_problems(child, today))
    child = _normalised(child)
    _one_at_a_time(child)
    found = matches.possible_matches(by, matches.Sought.of(child))
    if set(found.all_ids) - set(matches_seen) and (
        {m.child_id for m in found.visible} - set(matches_seen)
        or found.hidden_count > hidden_matches_seen
    ):
        raise PossibleMatchesNotSeen(found)
    row = _save(child)
    case = open_case(by=by, child=row, on=today)  # from here on the actor sees the child
    if sibling is not None:
        _join(by, row, sibling)
    audit.record(
        by=by,
        action="child.added",
        subject=row,
        case_id=case.pk,
        child_id=row.pk,
        possible_matches=len(found.all_ids),
    )
    return case


def open_case(*, by: Actor, child: Child, on: date) -> Case:
    """This will open a case led by the actor's team, with that team's involvement."""
    team = Team.objects.get(pk=by.acting_team)
    case = Case.objects.create(child=child, authority=team.agency, lead_team=team, opened_on=on)
    involve(
        case=case,
        team=team,
        role=InvolvementRole.LEAD_TEAM,
        level=Level.LEAD,
        purpose="lead team",
    )
    return case


@act
def open_new_episode(*, by: Actor, case: Case, on: date) -> Case:
    """This will open a new case of a child whose case in this authority is closed.

    It is led by the actor's team; what was recorded before stays on the closed case.

    Raises: NotFound, NotAllowed; RuleBroken for an adult; Conflict where a case of this child is
    open in this authority.
    """
    closed = lock(by, P.RECORD_WORK, case)
    access.require_duty(by, Duty.ADD_CHILD)
    if by.agency_id != closed.authority_id:
        raise NotAllowed(Problem("not_allowed"))
    if closed.closed_on is None:
        raise Conflict(Problem("case_is_open"))
    RuleBroken.raise_if(people_rules.check_is_child("on", closed.child.born_on, on))
    try:
        with transaction.atomic():
            opened = open_case(by=by, child=closed.child, on=on)
    except IntegrityError as error:  # the database keeps one open case of a child and authority
        raise Conflict(Problem("episode_already_open")) from error
    audit.record(
        by=by,
        action="case.opened",
        subject=opened,
        case_id=opened.pk,
        child_id=opened.child_id,
        opened_on=on.isoformat(),
        follows=str(closed.pk),
        child=closed.child.full_name,
    )
    return opened


@act
def record_birth(
    *,
    by: Actor,
    case: Case,
    born_on: date,
    given_names: str = "",
    sex: Sex = Sex.NOT_KNOWN,
    nhs_number: str = "",
    today: date,
) -> Child:
    """This will record that an unborn child was born; the clocks of visiting start that day.

    The day the baby was expected stays on record.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict if the birth was recorded meanwhile, or for
    a number that is another child's.
    """
    access.require(by, P.RECORD_WORK, case)
    cases = access_whole.lock_cases_of(case.child_id)
    access.require(by, P.RECORD_WORK, case)  # once more: it may have been closed during the wait
    child = Child.objects.select_for_update(no_key=True).get(pk=case.child_id)
    if child.born_on is not None:
        raise Conflict(Problem("birth_already_recorded", params={"born_on": child.born_on}))
    nhs_number = identifier_rules.normalise_nhs_number(nhs_number)
    RuleBroken.raise_if(_birth_problems(child, born_on, nhs_number, today))
    child.born_on = born_on
    child.given_names = " ".join(given_names.split()) or child.given_names
    child.sex = sex
    child.version += 1
    child.save(update_fields=["born_on", "given_names", "sex", "version"])
    if nhs_number and not child.identifiers.filter(value=nhs_number).exists():
        _add_identifier(child, IdentifierScheme.NHS, nhs_number, "nhs_number")
    audit.record(
        by=by,
        action="child.born",
        subject=child,
        case_id=case.pk,
        child_id=child.pk,
        born_on=born_on.isoformat(),
        expected_on=str(child.expected_on or ""),
        child=child.full_name,
    )
    deadlines.recompute(cases)
    return child


def _birth_problems(child: Child, born_on: date, nhs_number: str, today: date) -> Iterator[Problem]:
    yield from people_rules.recorded_birth_problems(
        born_on=born_on, expected_on=child.expected_on, today=today
    )
    if nhs_number:
        yield from identifier_rules.nhs_number_problems(nhs_number)
        others = child.identifiers.filter(scheme=IdentifierScheme.NHS).exclude(value=nhs_number)
        if others.exists():
            yield Problem("child_has_nhs_number", "nhs_number")


def _save(child: NewChild) -> Child:
    row = Child.objects.create(
        given_names=child.given_names,
        family_name=child.family_name,
        known_as=child.known_as,
        sex=child.sex,
        born_on=child.born_on,
        expected_on=child.expected_on,
        home_language=child.home_language,
        address=child.address,
    )
    for scheme, value, field in (
        (IdentifierScheme.NHS, child.nhs_number, "nhs_number"),
        (IdentifierScheme.UPN, child.upn, "upn"),
    ):
        if value:
            _add_identifier(row, scheme, value, field)
    return row


def _add_identifier(child: Child, scheme: IdentifierScheme, value: str, field: str) -> None:
    try:
        with transaction.atomic():
            ChildIdentifier.objects.create(child=child, scheme=scheme, value=value)
    except IntegrityError as error:
        raise Conflict(Problem("number_is_another_childs", field)) from error


def _join(by: Actor, child: Child, sibling: Child) -> None:
    access.require(by, P.RECORD_WORK, sibling)
    sibling = Child.objects.select_for_update(no_key=True).get(pk=sibling.pk)
    if sibling.sibling_group is None:
        sibling.sibling_group = SiblingGroup.objects.create(name=sibling.family_name)
        sibling.save(update_fields=["sibling_group"])
    child.sibling_group = sibling.sibling_group
    child.save(update_fields=["sibling_group"])


def _one_at_a_time(child: NewChild) -> None:
    """Two people adding the same child wait for one another; the second then sees the first's."""
    day = child.born_on or child.expected_on
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"add-child:{day}"]
        )


def _problems(child: NewChild, today: date) -> list[Problem]:
    problems = list(
        people_rules.new_child_problems(
            family_name=child.family_name,
            born_on=child.born_on,
            expected_on=child.expected_on,
            today=today,
        )
    )
    if child.nhs_number:
        number = identifier_rules.normalise_nhs_number(child.nhs_number)
        problems += identifier_rules.nhs_number_problems(number)
    if child.upn:
        problems += identifier_rules.upn_problems(identifier_rules.normalise_upn(child.upn))
    return problems


def _normalised(child: NewChild) -> NewChild:
    return NewChild(
        **{
            **vars(child),
            "family_name": " ".join(child.family_name.split()),
            "given_names": " ".join(child.given_names.split()),
            "nhs_number": identifier_rules.normalise_nhs_number(child.nhs_number),
            "upn": identifier_rules.normalise_upn(child.upn),
        }
    )
