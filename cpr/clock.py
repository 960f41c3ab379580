"""The one place that asks what time it is. Interfaces ask here and hand the answer down.

Local dates are Europe/London: a clock of the procedures counts days as people there live them.
"""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This will give the present moment, with its time zone."""
    return timezone.now()


def today() -> date:
    """This will give today's date in the project's time zone, Europe/London."""
    return timezone.localdate()
