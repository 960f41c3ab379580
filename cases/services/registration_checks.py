"""What stands on record against a decision or an end, gathered for the rules before any write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from cases import access_whole
from cases.domain import procedures
from cases.domain.errors import Conflict, Problem
from cases.domain.rules import conferences as conference_rules
from cases.domain.rules import deregistration as deregistration_rules
from cases.domain.rules import registration as registration_rules
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    DeregistrationReason,
    Nation,
)
from cases.models import (
    Case,
    ConferenceChild,
    DeregistrationDecision,
    Registration,
    RegistrationCategory,
)
from cases.services.child_facts import child_facts

REGISTER_TABLES = frozenset(
    {
        "",
        *(
            model._meta.db_table  # noqa: SLF001 (Django's public name for it)
            for model in (
                ConferenceChild,
                DeregistrationDecision,
                Registration,
                RegistrationCategory,
            )
        ),
    }
)


@contextmanager
def or_conflict() -> Iterator[None]:
    """This will give words where the register's own tables refuse what no rule had foreseen.

    The constraints are the last to know; nothing of the block is kept. A refusal of any other
    table is a fault of the program and stays one.

    Raises: Conflict.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        told = getattr(error.__cause__, "diag", None)
        # A trigger of ours names its constraint and no table.
        if told is None or (told.table_name or "") not in REGISTER_TABLES:
            raise
        raise Conflict(Problem("record_does_not_fit")) from error


def decision_problems(
    at: ConferenceChild,
    case: Case,
    decision: ConferenceDecision,
    reasons: str,
    categories: Sequence[str],
    today: date,
) -> list[Problem]:
    """This will gather what stands against a decision of a conference for one child."""
    conference = at.conference
    if conference.status != ConferenceStatus.HELD or conference.held_on is None:
        return [Problem("conference_not_held")]
    nation = Nation(case.authority.nation)
    known = child_facts([case])[case.pk]
    problems = list(
        conference_rules.decision_problems(
            kind=ConferenceKind(conference.kind),
            decision=decision,
            categories=categories,
            allowed_categories=[c.key for c in procedures.categories(nation, conference.held_on)],
            several_allowed=procedures.are_several_categories_allowed(nation),
            reasons=reasons,
            held_on=conference.held_on,
            today=today,
            child=case.child.full_name,
            registered_on=known.registered_for(ConferenceKind(conference.kind)),
            current_categories=known.current_categories,
            registered_by_conference_on=known.registered_by_conference_on,
            latest_review_on=known.latest_review_on,
            latest_decided_on=known.latest_decided_on,
            categories_on=known.categories_on,
        )
    )
    if decision is ConferenceDecision.REGISTER and known.registered_on is None:
        problems += _placing_problems(case, conference.held_on, today)
    return problems


def _placing_problems(case: Case, on: date, today: date) -> list[Problem]:
    """What stands against placing a name on the register: another episode, whoever keeps it."""
    return list(
        registration_rules.registration_problems(
            registered_on=on,
            today=today,
            conference_on=on,
            born_on=case.child.born_on,
            expected_on=case.child.expected_on,
            others=access_whole.days_registered(case.child_id),
        )
    )


def removal_problems(
    registration: Registration,
    case: Case,
    reason: DeregistrationReason | None,
    evidence: str,
    ended_on: date,
    today: date,
    at: ConferenceChild | None,
) -> list[Problem]:
    """This will gather what stands against a name coming off, by a review (``at``) or without."""
    known = child_facts([case])[case.pk]
    return list(
        deregistration_rules.deregistration_problems(
            reason=reason,
            evidence=evidence,
            ended_on=ended_on,
            registered_on=registration.registered_on,
            is_review_conference=at is not None,
            born_on=case.child.born_on,
            died_on=case.child.died_on,
            is_transfer_conference_held=access_whole.is_transfer_conference_held(case, ended_on),
            categories_on=known.categories_on,
            latest_review_on=known.latest_review_on,
            today=today,
        )
    )
