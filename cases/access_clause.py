"""The gate's clause in SQL: which cases an actor reaches at a level and a moment.

Used by ``cases.access`` only, and only there is it decided who asks. Written out once, because a
page asks it many times and Django's own composing of the same text costs more than the query.
"""

from __future__ import annotations

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

GRANTED = f"""SELECT held.content_object_id FROM cases_casegrant AS held
    WHERE held.group_id = ANY(%s)
      AND held.permission_id IN (SELECT id FROM auth_permission WHERE codename = ANY(%s))
      AND held.starts_at <= %s AND (held.ends_at IS NULL OR held.ends_at > %s)
      AND {LIVE}"""  # noqa: S608 (constants of this module)

OF_AUTHORITY = f"""SELECT reached.id FROM cases_case AS reached
    WHERE reached.authority_id = %s AND {LIVE}"""  # noqa: S608 (constants of this module)

OF_TEAMS_BELOW = f"""SELECT reached.id FROM cases_case AS reached
    WHERE reached.authority_id = %s AND reached.lead_team_id = ANY(%s::uuid[]) AND {LIVE}"""  # noqa: S608


OWN_AUTHORITY = """ AND held.content_object_id IN (
        SELECT own.id FROM cases_case AS own WHERE own.authority_id = %s)"""


class IsReached(Func):
    """``column IN (the cases)``: a condition on a column that holds a case's identifier.

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
        super().__init__(F(column))
        self.actor, self.levels, self.moment = actor, levels, moment
        self.within_authority = within_authority

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        """This will write ``column IN (SELECT ... UNION ALL SELECT ...)``."""
        column, column_params = compiler.compile(self.source_expressions[0])
        sql, params = _cases(
            self.actor, self.levels, self.moment, within_authority=self.within_authority
        )
        return f"{column} IN ({sql})", (*column_params, *params)


def _cases(
    actor: Actor, levels: Iterable[Level], moment: datetime, *, within_authority: bool
) -> tuple[str, tuple[Any, ...]]:
    day = localdate(moment)
    live = (actor.membership_id, day, day)
    codes = [codename(level) for level in levels]
    parts = [GRANTED]
    params: tuple[Any, ...] = (list(actor.principals), codes, moment, moment, *live)
    if within_authority:
        parts[0] += OWN_AUTHORITY
        params += (actor.agency_id,)
    reach = actor.role.reach if actor.role else Reach.INVOLVED
    if reach is Reach.AUTHORITY:
        parts.append(OF_AUTHORITY)
        params += (actor.agency_id, *live)
    elif reach is Reach.TEAMS_BELOW:
        parts.append(OF_TEAMS_BELOW)
        params += (actor.agency_id, list(actor.teams_below), *live)
    return " UNION ALL ".join(parts), params
