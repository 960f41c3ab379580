"""One case that the gate has opened: its rows of many kinds, for one question of the gate.

Part of the gate: who holds what is asked of ``cases.access`` alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from agencies.actors import Actor
from cases import access
from cases.domain.permissions import P
from cases.models import Case, Note

M = TypeVar("M", bound=Model)

CASE_OF: dict[type[Model], str] = {
    model: column for model, (column, _path) in access.PATHS.items() if column != "pk"
}
"""The column through which a row of a case leads to it, where it is not ``case_id``."""


@dataclass(frozen=True)
class Opened:
    """A case that the gate has opened for an actor, with every permission held on it just then.

    For a page that reads a case's rows of many kinds in one statement: the gate is asked once for
    the case, not again in each part. A note has readers of its own, so each is asked about.
    """

    actor: Actor
    case: Case
    held: frozenset[P]

    def rows(self, permission: P, model: type[M]) -> QuerySet[M]:
        """This will give the case's rows of ``model``, or none without the permission."""
        of_case = (
            {"pk": self.case.pk} if model is Case else {CASE_OF.get(model, "case_id"): self.case.pk}
        )
        if model is Note:
            return access.visible(self.actor, permission, model).filter(**of_case)
        rows: QuerySet[M] = model._default_manager.filter(**of_case)  # noqa: SLF001
        return rows if permission in self.held else rows.none()


def opened(actor: Actor, case: Case) -> Opened:
    """This will open a case for reading many kinds of its rows, in constant queries."""
    return Opened(actor, case, access.held(actor, case))
