"""A small authority for tests of the board, the lists and the API: teams, people, cases, dates.

Rows are made directly, so that a test can say any combination of dates; grants are the real ones.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from agencies import services as agencies
from agencies.actors import Actor
from agencies.models import Agency, Membership, Team, User
from cases import grants
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Child, Deadline, ImportBatch, Involvement, Registration, SiblingGroup

BY = Actor.system("seed")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
numbers = itertools.count(1)


@dataclass
class Authority:
    """An authority with a head team, teams below it, a manager above and workers in each."""

    agency: Agency
    head: Team
    teams: list[Team]
    manager: Membership
    custodian: Membership
    chair: Membership
    workers: list[Membership]

    @property
    def batch(self) -> ImportBatch:
        """A return, so that a registration may be without a conference."""
        found: ImportBatch | None = ImportBatch.objects.filter(authority=self.agency).first()
        return found or ImportBatch.objects.create(
            authority=self.agency,
            format="test",
            file_name="test",
            sha256="0" * 64,
            loaded_by_name="test",
            started_at=LONG_AGO,
        )


def person(team: Team, role: str, name: str = "") -> Membership:
    """This will add a person with an account to a team."""
    n = next(numbers)
    user = User.objects.create_user(
        f"person{n}@example.org", name or f"Person {n}", "pass-word-long"
    )
    return agencies.add_member(by=BY, user=user, team=team, role=role, on=date(2020, 1, 1))


def authority(*, nation: str = "wales", teams: int = 2, kind: str = "local_authority") -> Authority:
    """This will open an authority with its teams and people."""
    n = next(numbers)
    agency = agencies.open_agency(
        by=BY, kind=kind, code=f"W9{n:07}", name_en=f"Authority {n}", nation=nation
    )
    head = agencies.open_team(by=BY, agency=agency, name_en="Children's services")
    below = [
        agencies.open_team(by=BY, agency=agency, name_en=f"Team {letter}", parent=head)
        for letter in "ABCD"[:teams]
    ]
    return Authority(
        agency=agency,
        head=head,
        teams=below,
        manager=person(head, "team_manager", "Huw Vaughan"),
        custodian=person(head, "register_custodian", "Efua Mensah"),
        chair=person(head, "conference_chair", "Gwen Parry"),
        workers=[person(team, "social_worker", f"Worker of {team.name_en}") for team in below],
    )


def case(
    place: Authority,
    *,
    team: int = 0,
    family: str = "Lloyd",
    given: str = "Efa",
    siblings: SiblingGroup | None = None,
    co_ordinator: Membership | None = None,
    registered_on: date | None = None,
    born_on: date = date(2019, 5, 3),
) -> Case:
    """This will open a case of a new child, with its lead team and perhaps a co-ordinator."""
    child = Child.objects.create(
        given_names=given, family_name=family, born_on=born_on, sibling_group=siblings
    )
    row = Case.objects.create(
        child=child, authority=place.agency, lead_team=place.teams[team], opened_on=date(2024, 1, 1)
    )
    involve(row, place.teams[team], InvolvementRole.LEAD_TEAM, Level.LEAD)
    if co_ordinator is not None:
        involve(row, co_ordinator.team, InvolvementRole.CO_ORDINATOR, Level.LEAD, co_ordinator)
    if registered_on is not None:
        Registration.objects.create(
            child=child, case=row, import_batch=place.batch, registered_on=registered_on
        )
    return row


def involve(
    row: Case, team: Team, role: InvolvementRole, level: Level, member: Membership | None = None
) -> Involvement:
    """This will let a team or a person work with a case, long since."""
    involvement = Involvement.objects.create(
        case=row,
        team=team,
        membership=member,
        role=role,
        level=level,
        purpose="test",
        starts_at=LONG_AGO,
    )
    grants.sync([row.pk])
    return involvement


def deadline(row: Case, clock: str, due_on: date, **more: Any) -> Deadline:
    """This will add a due date."""
    more.setdefault("subject", f"test:{next(numbers)}")
    more.setdefault("starts_on", due_on - timedelta(days=10))
    return Deadline.objects.create(case=row, clock=clock, due_on=due_on, **more)


def actor(membership: Membership) -> Actor:
    """This will give the actor of a membership."""
    return Actor.of(Membership.objects.select_related("user", "team__agency").get(pk=membership.pk))
