"""Actor: whoever acts. A person acts as one membership; the system acts under the name of a job.

There is no anonymous actor and no ``None``: code that has nobody to name has nothing to do.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from agencies.models import Membership
from agencies.roles import ROLES, Duty, Reach, Role
from cpr import acting


class NobodyActs(RuntimeError):
    """A job of the system was asked for a person's membership: a fault of the program."""


@dataclass(frozen=True)
class Actor:
    """A live membership, read once; what it may reach is decided by ``cases.access``."""

    kind: str
    name: str
    user_id: uuid.UUID | None = None
    membership_id: uuid.UUID | None = None
    team_id: uuid.UUID | None = None
    team_name: str = ""
    agency_id: uuid.UUID | None = None
    agency_name: str = ""
    agency_kind: str = ""
    role_key: str = ""
    principals: tuple[int, ...] = ()
    teams_below: tuple[uuid.UUID, ...] = field(default=(), repr=False)

    @classmethod
    def system(cls, job: str) -> Actor:
        """This will name a job of the system as the one who acts."""
        return cls(kind="system", name=job)

    @classmethod
    def of(cls, membership: Membership) -> Actor:
        """This will make the actor of a membership, which the caller has found to be live."""
        team, agency = membership.team, membership.team.agency
        role = ROLES[membership.role]
        return cls(
            kind="person",
            name=membership.user.full_name,
            user_id=membership.user_id,
            membership_id=membership.pk,
            team_id=team.pk,
            team_name=team.name,
            agency_id=agency.pk,
            agency_name=agency.name,
            agency_kind=agency.kind,
            role_key=membership.role,
            principals=(team.principal_id, membership.principal_id),
            teams_below=_teams_below(team.pk) if role.reach is Reach.TEAMS_BELOW else (),
        )

    @property
    def is_system(self) -> bool:
        """Whether this is a job of the system."""
        return self.kind == "system"

    @property
    def acting_membership(self) -> uuid.UUID:
        """The membership of a person; a job of the system has none and must not ask."""
        if self.membership_id is None:
            raise NobodyActs(self.name)
        return self.membership_id

    @property
    def acting_team(self) -> uuid.UUID:
        """The team of a person; a job of the system has none and must not ask."""
        if self.team_id is None:
            raise NobodyActs(self.name)
        return self.team_id

    @property
    def role(self) -> Role | None:
        """The role's data; the system has none."""
        return ROLES.get(self.role_key)

    def holds(self, permission: str) -> bool:
        """Whether the role holds a permission over cases in principle."""
        return self.role is not None and permission in self.role.permissions

    def has_duty(self, duty: Duty) -> bool:
        """Whether the role holds a duty over the register as such."""
        return self.role is not None and duty in self.role.duties


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """This will let the code inside act in the database as an actor; see ``cpr.acting``."""
    who = acting.as_job(actor.name) if actor.is_system else acting.as_person(actor.membership_id)
    with who:
        yield


def live_memberships(user_id: uuid.UUID, *, on: date) -> list[Membership]:
    """This will list a person's memberships in force on a day, oldest first."""
    return list(
        Membership.objects.live(on)
        .filter(user_id=user_id)
        .select_related("user", "team__agency")
        .order_by("started_on", "pk")
    )


def teams_above(team_id: uuid.UUID) -> list[uuid.UUID]:
    """This will list a team and the teams above it, the nearest first, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE above(id, parent_id, steps) AS (
                SELECT id, parent_id, 0 FROM agencies_team WHERE id = %s
                UNION
                SELECT team.id, team.parent_id, above.steps + 1
                FROM agencies_team AS team JOIN above ON team.id = above.parent_id
                WHERE above.steps < 20
            )
            SELECT id FROM above ORDER BY steps
            """,
            [team_id],
        )
        return [row[0] for row in cursor.fetchall()]


def _teams_below(team_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """This will list a team and every team under it, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below(id) AS (
                SELECT %s::uuid
                UNION
                SELECT team.id FROM agencies_team AS team JOIN below ON team.parent_id = below.id
            )
            SELECT id FROM below
            """,
            [team_id],
        )
        return tuple(row[0] for row in cursor.fetchall())
