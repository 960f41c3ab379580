"""Every letter that is due: of notices, and of those who were stopped in an emergency."""

from __future__ import annotations

from agencies.actors import Actor
from cases.services import emergency_limits, notices


def send_letters(*, by: Actor) -> int:
    """This will send the letters that are due, and count them; what fails is for the next run.

    Notices leave also where the officers' letters could not even be looked for.
    """
    try:
        told = emergency_limits.tell_officers(by=by)
    finally:
        sent = notices.send_notices(by=by)
    return told + sent
