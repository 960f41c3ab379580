"""The services of emergency access and its review, each ready to be done or undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from cases.domain.statuses import EmergencyFinding, EmergencyReason
from cases.models import Case, EmergencyAccess
from cases.services import (
    emergencies,
    emergency_limits,
    emergency_officers,
    emergency_reviews,
)
from tests import scenarios as s
from tests.integration.acts_restricting import restricted

Act = Callable[[], Any]
WHY = "Baby brought in unconscious, mother says there is a plan"
AGAIN = "Her brother came in too, with a burn"
NOTE = "Read the hospital’s note; she was in danger."


def opened(w: s.World, case: Case, name: str = "dev", hours: int = 3) -> EmergencyAccess:
    """This will open a case to a persona in an emergency."""
    return emergencies.open_in_emergency(
        by=w.actor(name), case=case, kind=EmergencyReason.TREATMENT, reason=WHY, hours=hours
    )


def opened_for(w: s.World, case: Case, by: str = "iris", to: str = "dev") -> EmergencyAccess:
    """This will open a restricted case to a persona, by its senior officer."""
    return emergencies.open_for(
        by=w.actor(by),
        case=case,
        membership=w.member(to),
        kind=EmergencyReason.TREATMENT,
        reason=WHY,
        hours=1,
    )


def _open(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.actor("dev"), lambda: opened(w, case)


def _open_for(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    restricted(w, case)
    return w.iris, lambda: opened_for(w, case)


def _ask_officers(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    restricted(w, case)
    dev = w.actor("dev")
    return dev, lambda: emergency_officers.ask_officers(by=dev, case=case)


def _look_for_officers(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    restricted(w, case)
    dev = w.actor("dev")
    return dev, lambda: emergency_officers.look_for_officers(by=dev, case=case)


def _add_reason(w: s.World) -> tuple[Actor, Act]:
    case, dev = s.child(w), w.actor("dev")
    opened(w, case)
    return dev, lambda: emergencies.add_reason(
        by=dev, case=case, kind=EmergencyReason.TREATMENT, reason=AGAIN
    )


def _end_own(w: s.World) -> tuple[Actor, Act]:
    dev, part = w.actor("dev"), opened(w, s.child(w)).involvement_id
    return dev, lambda: emergencies.end_own(by=dev, involvement_id=part)


def _end(w: s.World) -> tuple[Actor, Act]:
    opening, dev = opened(w, s.child(w)), w.actor("dev")
    return dev, lambda: emergencies.end(opening, by=dev, reason="for a test")


def _read(w: s.World) -> tuple[Actor, Act]:
    pk = opened(w, s.child(w)).pk
    return w.huw, lambda: emergency_reviews.open_review(by=w.huw, opening_id=pk)


def _take_over(w: s.World) -> tuple[Actor, Act]:
    pk = opened(w, s.child(w)).pk
    return w.iris, lambda: emergency_reviews.take_over(
        by=w.iris, opening_id=pk, note="Huw is on leave"
    )


def _end_now(w: s.World) -> tuple[Actor, Act]:
    pk = opened(w, s.child(w)).pk
    return w.huw, lambda: emergency_reviews.end_now(
        by=w.huw, opening_id=pk, reason="The child is home"
    )


def _close(w: s.World) -> tuple[Actor, Act]:
    pk = opened(w, s.child(w)).pk
    return w.huw, lambda: emergency_reviews.close_review(
        by=w.huw, opening_id=pk, finding=EmergencyFinding.JUSTIFIED, note=NOTE
    )


def _stopped(w: s.World) -> tuple[Actor, Act]:
    case, dev = s.child(w), w.actor("dev")
    return dev, lambda: emergency_limits.stopped(by=dev, case=case)


ACTS: dict[str, Callable[[s.World], tuple[Actor, Act]]] = {
    "cases.services.emergencies.open_in_emergency": _open,
    "cases.services.emergencies.open_for": _open_for,
    "cases.services.emergencies.add_reason": _add_reason,
    "cases.services.emergency_limits.stopped": _stopped,
    "cases.services.emergency_officers.ask_officers": _ask_officers,
    "cases.services.emergency_officers.look_for_officers": _look_for_officers,
    "cases.services.emergency_reviews.end_now": _end_now,
    "cases.services.emergencies.end_own": _end_own,
    "cases.services.emergencies.end": _end,
    "cases.services.emergency_reviews.open_review": _read,
    "cases.services.emergency_reviews.take_over": _take_over,
    "cases.services.emergency_reviews.close_review": _close,
}
