"""Django's PostgreSQL engine, as the application's role, telling the database who acts.

Each statement is sent with ``SELECT register_act(who)`` before it, in one message: so it holds in
a transaction and outside one, costs no further round trip, and is gone with the transaction,
which a pool of connections that lends them for one transaction needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import NotSupportedError
from django.db.backends.postgresql import base

from cpr import acting, clock
from cpr.postgres import ownership

TOLD = "SELECT register_act('{who}', '{at}'), set_config('role', '{role}', true);\n"
UNTOLD = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "BEGIN", "COMMIT")
BECOME = """
SELECT CASE WHEN current_user <> %(role)s
            AND EXISTS (SELECT FROM pg_roles WHERE rolname = %(role)s)
       THEN set_config('role', %(role)s, false) END
"""
ALONE = "SET max_parallel_workers_per_gather = 0"
"""A page's statement is over before a second process has begun: each cost a page some ms."""

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection. Django's own, but for whose it is and who acts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_told = False
        self.execute_wrappers.append(_telling_who_acts)

    def get_connection_params(self) -> dict[str, Any]:
        """This will name the owner instead, inside ``ownership.as_owner``."""
        return {**super().get_connection_params(), **ownership.parameters()}

    def init_connection_state(self) -> None:
        """This will take the application's role, where the sign-in is not that role itself.

        Behind a pool, sign in as the role: what is taken for a session is not kept there.
        """
        super().init_connection_state()
        if ownership.is_owner():
            return
        with self.connection.cursor() as cursor:
            cursor.execute(BECOME, {"role": ownership.ROLE})
            cursor.execute(ALONE)
        if not self.get_autocommit():
            self.connection.commit()


def _telling_who_acts(
    execute: Execute,
    sql: str,
    params: Any,
    many: bool,  # noqa: FBT001 (Django calls it so)
    context: dict[str, Any],
) -> Any:
    who, connection = acting.who(), context["connection"]
    # Nobody acts: in a transaction in which somebody did, that is to be told as well.
    is_left_over = connection.in_atomic_block and connection.was_told
    if not (who or is_left_over) or ownership.is_owner() or str(sql).startswith(UNTOLD):
        return execute(sql, params, many, context)
    connection.was_told = bool(who) or is_left_over  # a savepoint may bring the one before back
    told = clock.told()
    at = told.isoformat() if told else ""
    before = TOLD.format(who=who, at=at, role=ownership.role_of(who))
    if many and connection.get_autocommit():
        raise NotSupportedError(
            "many statements at once need a transaction, in which who acts is told"
        )
    if many:  # sent once for each row: told before them all, within their transaction
        context["cursor"].cursor.execute(before)
        return execute(sql, params, many, context)
    return execute(before + sql, params, many, context)
