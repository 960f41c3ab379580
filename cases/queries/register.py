"""Children, registrations and overdue dates as the API gives them: one queryset each, the gate's.

Every query prefetches what a row shows, so that a page costs the same whatever its length.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from agencies.actors import Actor
from cases import access
from cases import querysets as rows_that_are
from cases.domain.permissions import P
from cases.domain.statuses import IdentifierScheme
from cases.models import Child, ChildIdentifier, Deadline, Registration
from cpr.clock import now


def children(actor: Actor, *, today: date) -> QuerySet[Any]:
    """This will give the children an actor sees, with their cases, in constant queries."""
    on_register = access.visible(actor, P.VIEW_SUMMARY, Registration).filter(
        rows_that_are.current(today), child_id=OuterRef("pk")
    )
    cases = access.visible(actor, P.VIEW_SUMMARY).select_related("authority", "lead_team")
    return (
        access.visible(actor, P.VIEW_SUMMARY, Child)
        .annotate(is_on_register=Exists(on_register))
        .prefetch_related(Prefetch("cases", cases.order_by("pk"), to_attr="seen_cases"))
    )


def registrations(actor: Actor) -> QuerySet[Registration]:
    """This will give the registrations an actor sees, with names and categories."""
    rows = access.visible(actor, P.VIEW_SUMMARY, Registration)
    return rows.select_related("child", "case__authority").prefetch_related("categories")


def identifiers(actor: Actor) -> QuerySet[ChildIdentifier]:
    """This will give the numbers an actor sees: the NHS number with a summary, others with a plan.

    A local number is shown only to those who see a case of the authority that gave it.
    """
    cases = access.visible(actor, P.VIEW_PLAN)
    others = Q(child_id__in=cases.values("child_id")) & (
        Q(authority__isnull=True) | Q(authority_id__in=cases.values("authority_id"))
    )
    return ChildIdentifier.objects.filter(Q(scheme=IdentifierScheme.NHS) | others).order_by(
        "scheme", "value"
    )


def overdue(actor: Actor, *, today: date) -> QuerySet[Deadline]:
    """This will give the overdue dates an actor sees, with names and the co-ordinator's."""
    who = rows_that_are.co_ordinators(now(), today).filter(case_id=OuterRef("case_id"))
    return (
        access.visible(actor, P.VIEW_OVERDUE, Deadline)
        .filter(rows_that_are.overdue(today))
        .select_related("case__child", "case__authority", "case__lead_team")
        .annotate(co_ordinator_name=Subquery(who.values("membership__user__full_name")[:1]))
    )
