"""Every letter that is due: of notices, to calendars, and of those stopped in an emergency."""

from __future__ import annotations

from agencies.actors import Actor
from cases.services import calendar_entries, emergency_limits, notices


def send_letters(*, by: Actor) -> int:
    """This will send the letters that are due, and count them; what fails is for the next run.

    Each kind leaves also where another could not even be looked for.
    """
    try:
        told = emergency_limits.tell_officers(by=by)
    finally:
        try:
            sent = notices.send_notices(by=by)
        finally:
            planned = calendar_entries.send_calendars(by=by)
    return told + sent + planned
