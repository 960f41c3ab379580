"""A part of the gate: who reads agencies' reports for conferences, and what hangs on them.

Asked by ``cases.access`` alone. The database's own policies say the same (migration 0027).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, Model, OuterRef, Q

from agencies.actors import Actor
from cases.domain.permissions import P
from cases.domain.reports import ReportStage
from cases.models import (
    Case,
    ConferenceChild,
    ConferenceReport,
    ReportAttachment,
    ReportSharing,
)

PATHS: dict[type[Model], str] = {
    ConferenceReport: "",
    ReportAttachment: "report__",
    ReportSharing: "report__",
}
"""How a row leads to its report."""

OfCase = Callable[[Actor, P, datetime, str], Q]


def clause(model: type[Model], actor: Actor, permission: P, moment: datetime, of_case: OfCase) -> Q:
    """This will say which reports ``actor`` has ``permission`` on, as a condition on their rows.

    A report speaks of every child at its conference: whoever reads it must reach them all. The
    team that wrote it, and the one it was written for, read their own as contributors; a draft is
    the writing team's alone.
    """
    start = PATHS[model]
    if actor.is_system:
        return of_case(actor, permission, moment, "pk")
    reached = Case.objects.filter(of_case(actor, permission, moment, "pk"))
    there = ConferenceChild.objects.filter(conference_id=OuterRef(f"{start}conference_id"))
    everybody = Q(Exists(there)) & ~Q(Exists(there.exclude(case__in=reached.values("pk"))))
    submitted = Q(**{f"{start}state": ReportStage.SUBMITTED})
    if not actor.holds(permission):
        return submitted & everybody
    works_with = Case.objects.filter(of_case(actor, P.CONTRIBUTE, moment, "pk"))
    contributes = Q(Exists(there.filter(case__in=works_with.values("pk"))))
    wrote = Q(**{f"{start}team_id": actor.team_id})
    was_asked = Q(**{f"{start}invitation__team_id": actor.team_id}) & submitted
    return (submitted & everybody) | ((wrote | was_asked) & contributes)
