"""The services of requests to share and of the warning before a share ends, ready to be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from agencies.actors import Actor
from cases.domain.statuses import LegalBasis, Level
from cases.models import Case, ShareRequest
from cases.services import share_requests, share_warnings, shares
from cpr.clock import now
from tests import scenarios as s

Act = Callable[[], Any]


def asked(w: s.World, case: Case, name: str = "dev", **other: Any) -> ShareRequest:
    """This will let a persona, who sees nothing of a case, ask for it."""
    terms: dict[str, Any] = {
        "by": w.actor(name),
        "case": case,
        "level": Level.PLAN,
        "purpose": "Midwife of the mother",
        "legal_basis": LegalBasis.SAFEGUARDING,
        "is_sought": True,
    }
    return share_requests.ask(**(terms | other))


def ending(w: s.World, case: Case, days: float = 3) -> None:
    """This will share a case with the health visitors for some days."""
    shares.share(
        by=w.aisha,
        case=case,
        team=w.visitors,
        level=Level.PLAN,
        purpose="Weekly visits",
        legal_basis=LegalBasis.SAFEGUARDING,
        ends_at=now() + timedelta(days=days),
    )


def _ask(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.actor("dev"), lambda: asked(w, case)


def _withdraw(w: s.World) -> tuple[Actor, Act]:
    row, dev = asked(w, s.child(w)), w.actor("dev")
    return dev, lambda: share_requests.withdraw(by=dev, request_id=row.pk)


def _grant(w: s.World) -> tuple[Actor, Act]:
    row = asked(w, s.child(w))
    return w.aisha, lambda: share_requests.grant(
        by=w.aisha, request=row, level=Level.SUMMARY, ends_at=None
    )


def _refuse(w: s.World) -> tuple[Actor, Act]:
    row = asked(w, s.child(w))
    return w.aisha, lambda: share_requests.refuse(by=w.aisha, request=row, reason="Call us")


def _warn(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.co_ordinated(w, case)
    ending(w, case)
    job = Actor.system("share-warnings")
    return job, lambda: share_warnings.warn_of_ends(by=job)


ACTS = {
    "cases.services.share_requests.ask": _ask,
    "cases.services.share_requests.withdraw": _withdraw,
    "cases.services.share_requests.grant": _grant,
    "cases.services.share_requests.refuse": _refuse,
    "cases.services.share_warnings.warn_of_ends": _warn,
}
