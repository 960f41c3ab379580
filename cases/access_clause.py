"""The gate's clause in SQL: which cases an actor reaches at a level and a moment.

Used by ``cases.access`` only, and only there is it decided who asks. Written out once, because a
page asks it many times and Django's own composing of the same text costs more than the query.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, F, Func
from django.utils.timezone import localdate

from agencies.actors import Actor
from agencies.roles import Reach
from cases.domain.statuses import Level
from cases.models.case import codename

LIVE = """EXISTS (
    SELECT 1 FROM agencies_membership AS member
    JOIN agencies_user AS person ON person.id = member.user_id AND person.is_active
    WHERE member.id = %s AND member.suspended_at IS NULL AND member.started_on <= %s
      AND (member.ended_on IS NULL OR member.ended_on > %s))"""

GRANTED = """SELECT held.content_object_id FROM cases_casegrant AS held
    WHERE held.group_id = ANY(%s)
      AND held.permission_id = ANY(ARRAY(SELECT id FROM auth_permission WHERE codename = ANY(%s)))
      AND held.starts_at <= %s AND (held.ends_at IS NULL OR held.ends_at > %s)
      AND NOT held.is_barred"""

EXCLUDED = """ARRAY(SELECT barred.case_id FROM cases_exclusion AS barred
    WHERE barred.user_id = %s AND barred.starts_at <= %s
      AND (barred.ends_at IS NULL OR barred.ends_at > %s))"""
"""The few cases a person is excluded from: read once a query, whatever the number of rows."""

OWN_AUTHORITY = """ AND held.content_object_id IN (
        SELECT own.id FROM cases_case AS own WHERE own.authority_id = %s)"""


class IsReached(Func):
    """Whether an actor reaches the case that a column names: a condition on that column.

    ``within_authority`` leaves out what another authority or agency shared.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(
        self,
        column: str,
        actor: Actor,
        levels: tuple[Level, ...],
        moment: datetime,
        *,
        within_authority: bool,
    ) -> None:
        super().__init__(*(F(name) for name in self._columns(column, actor)))
        self.actor, self.levels, self.moment = actor, levels, moment
        self.within_authority = within_authority

    @staticmethod
    def _columns(column: str, actor: Actor) -> tuple[str, ...]:
        """A role's reach is a condition on the case's own columns, which a row of it joins."""
        if _reach(actor) is Reach.INVOLVED:
            return (column,)
        path = "" if column == "pk" else f"{column}__"
        return (column, f"{path}authority_id", f"{path}lead_team_id", f"{path}is_restricted")

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        """This will write ``column IN (SELECT ...)``, or what the role reaches by columns as well.

        A restricted case opens to grants of named people alone; an exclusion overrides everything.

        By columns the cases of an authority come from one index in one go, where joining them
        with themselves took ten times as long at a million cases.
        """
        case, *columns = [compiler.compile(one)[0] for one in self.source_expressions]
        granted, params = _granted(
            self.actor, self.levels, self.moment, within_authority=self.within_authority
        )
        live = _live(self.actor, self.moment)
        excluded = (self.actor.user_id, self.moment, self.moment)
        if columns:
            authority, lead_team, is_restricted = columns
            own, own_params = f"{authority} = %s AND NOT {is_restricted}", (self.actor.agency_id,)
            if _reach(self.actor) is Reach.TEAMS_BELOW:
                own += f" AND {lead_team} = ANY(%s::uuid[])"
                own_params += (list(self.actor.teams_below),)  # type: ignore[assignment]
            reached = f"(({own}) OR {case} = ANY(ARRAY({granted})))"
            params = (*own_params, *params)
        else:
            reached = f"{case} IN ({granted})"
        return (
            f"({reached} AND {LIVE} AND {case} <> ALL({EXCLUDED}))",
            (*params, *live, *excluded),
        )


def known_by(actor: Actor, *, own: bool = False) -> list[uuid.UUID]:
    """This will give what marks, in ``ChildSearch.known_to``, whom an actor may come to see.

    It is wider than the gate and never narrower: it spares a search the children of others, and
    decides nothing. ``own``: only whom the actor or the actor's team works with, or did.
    """
    marks = [actor.team_id, actor.membership_id]
    if not own:
        marks += [*actor.teams_below, actor.agency_id if _reach(actor) is Reach.AUTHORITY else None]
    return [mark for mark in marks if mark is not None]


def _granted(
    actor: Actor, levels: Iterable[Level], moment: datetime, *, within_authority: bool
) -> tuple[str, tuple[Any, ...]]:
    codes = [codename(level) for level in levels]
    params = (list(actor.principals), codes, moment, moment)
    if within_authority:
        return GRANTED + OWN_AUTHORITY, (*params, actor.agency_id)
    return GRANTED, params


def _live(actor: Actor, moment: datetime) -> tuple[Any, ...]:
    day = localdate(moment)
    return (actor.membership_id, day, day)


def _reach(actor: Actor) -> Reach:
    return actor.role.reach if actor.role else Reach.INVOLVED
