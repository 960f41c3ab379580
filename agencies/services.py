"""Writes on people, agencies and teams: an explicit actor, one transaction, one audit record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from agencies.actors import Actor
from agencies.models import Agency, Membership, Team, User
from cpr.audit import writer as audit
from cpr.clock import now
from cpr.ids import new_id


@transaction.atomic
def open_agency(
    *, by: Actor, kind: str, code: str, name_en: str, nation: str, name_cy: str = "", **extra: Any
) -> Agency:
    """This will add an agency to the reference list."""
    agency = Agency.objects.create(
        kind=kind, code=code, name_en=name_en, name_cy=name_cy or name_en, nation=nation, **extra
    )
    audit.record(by=by, action="agency.opened", subject=agency, code=code)
    return agency


@transaction.atomic
def open_team(
    *,
    by: Actor,
    agency: Agency,
    name_en: str,
    name_cy: str = "",
    parent: Team | None = None,
    phone: str = "",
) -> Team:
    """This will open a team of an agency, with the group that grants will name."""
    team_id = new_id()
    team = Team.objects.create(
        id=team_id,
        agency=agency,
        parent=parent,
        name_en=name_en,
        name_cy=name_cy,
        phone=phone,
        principal=Group.objects.create(name=f"team:{team_id}"),
    )
    audit.record(by=by, action="team.opened", subject=team)
    return team


@transaction.atomic
def withdraw_unused_team(*, by: Actor, team: Team) -> bool:
    """This will take away a team that nothing names, with its group, and say whether it did."""
    uses = (
        relation.related_model._default_manager.filter(  # noqa: SLF001 (Django's public name)
            **{relation.field.name: team}
        ).exists()
        for relation in Team._meta.related_objects  # noqa: SLF001 (Django's public name for it)
    )
    if any(uses):
        return False
    audit.record(by=by, action="team.withdrawn", subject=team)
    principal = team.principal
    team.delete()
    principal.delete()
    return True


@transaction.atomic
def add_member(*, by: Actor, user: User, team: Team, role: str, on: date) -> Membership:
    """This will make a person a member of a team in a role from a day."""
    membership_id = new_id()
    membership = Membership.objects.create(
        id=membership_id,
        user=user,
        team=team,
        role=role,
        started_on=on,
        principal=Group.objects.create(name=f"membership:{membership_id}"),
    )
    audit.record(by=by, action="membership.started", subject=membership, role=role)
    return membership


@transaction.atomic
def end_membership(*, by: Actor, membership: Membership, on: date) -> Membership:
    """This will end a membership; ``on`` is the first day without it."""
    locked = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    locked.ended_on = on
    locked.save(update_fields=["ended_on"])
    audit.record(by=by, action="membership.ended", subject=locked, ended_on=on.isoformat())
    return locked


@transaction.atomic
def suspend_member(*, by: Actor, membership: Membership) -> Membership:
    """This will suspend a membership at once; everything it opened is closed."""
    locked = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    locked.suspended_at = now()
    locked.save(update_fields=["suspended_at"])
    audit.record(by=by, action="membership.suspended", subject=locked)
    return locked
