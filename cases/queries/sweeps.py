"""When the overdue sweep last ran and runs next; whether that is recent enough to be ready."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from cases.models import SweepRun
from cpr.clock import now

LATEST = timedelta(hours=3)


@dataclass(frozen=True)
class Sweeps:
    """The last sweep and the next by the timetable."""

    last_at: datetime | None
    next_at: datetime


def last_sweep() -> datetime | None:
    """This will give the end of the last sweep, or None if none has run."""
    return SweepRun.objects.order_by("-finished_at").values_list("finished_at", flat=True).first()


def timetable() -> Sweeps:
    """This will say when the sweep last ran and when it runs next (hourly)."""
    moment = now()
    following = moment.replace(minute=settings.SWEEP_MINUTE, second=0, microsecond=0)
    if following <= moment:
        following += timedelta(hours=1)
    return Sweeps(last_at=last_sweep(), next_at=following)


def readiness() -> tuple[str, bool, str]:
    """This will say, for ``/readyz``, whether a sweep has run within three hours."""
    last = last_sweep()
    fresh = last is not None and now() - last < LATEST
    return "last_sweep", fresh, last.isoformat() if last else "never"
