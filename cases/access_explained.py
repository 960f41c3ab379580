"""Why somebody has what they have on a case: the clauses of the gate, told one by one.

Part of the gate: it asks the parts of the gate's own clause, and ends with the gate's own answer.
"""

from __future__ import annotations

from django.utils.timezone import localtime

from agencies.actors import Actor
from cases import access
from cases.models import Case
from cpr.clock import now


def explain(actor: Actor, case: Case) -> list[str]:
    """This will say, clause by clause, why an actor has what they have on a case.

    The last line is the answer of the gate itself. For ``manage.py explain_access``.
    """
    moment = now()
    lines = [f"membership is live: {'yes' if access.live(actor, moment).exists() else 'no'}"]
    lines.append(f"role: {actor.role_key or 'none'}")
    for grant in (
        access.grants_in_force(actor, moment)
        .filter(content_object=case)
        .select_related("permission", "involvement")
    ):
        until = f" until {localtime(grant.ends_at):%Y-%m-%d %H:%M}" if grant.ends_at else ""
        lines.append(
            f"granted {grant.permission.codename}"
            f" since {localtime(grant.starts_at):%Y-%m-%d}{until}: {grant.involvement.purpose}"
        )
    if access.reach(actor) and Case.objects.filter(access.reach(actor), pk=case.pk).exists():
        lines.append("the role reaches this case inside its own authority")
    allowed = sorted(access.held(actor, case))
    lines.append(f"allowed: {', '.join(allowed) if allowed else 'nothing'}")
    return lines
