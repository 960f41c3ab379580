"""How teams stand to one another: those above a team, whose managers answer for it."""

from __future__ import annotations

import uuid

from django.db import connection

TEAMS_ABOVE = """
WITH RECURSIVE above(id, parent_id) AS (
    SELECT id, parent_id FROM agencies_team WHERE id = %s
    UNION
    SELECT team.id, team.parent_id FROM agencies_team AS team
    JOIN above ON team.id = above.parent_id
)
SELECT id FROM above
"""


def teams_above(team_id: uuid.UUID) -> list[uuid.UUID]:
    """This will list a team and the teams above it, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(TEAMS_ABOVE, [team_id])
        return [row[0] for row in cursor.fetchall()]
