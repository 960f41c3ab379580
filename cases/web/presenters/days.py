"""Days, ages and spans in words, in the language of the moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.calendar import add_months, years_between

PREGNANCY_WEEKS = 40


def long(day: date) -> str:
    """This will give a day with its year: 3 May 2022."""
    return date_format(day, "j F Y")


def short(day: date, today: date) -> str:
    """This will leave the year out where it is this year's."""
    return date_format(day, "j F" if day.year == today.year else "j F Y")


def moment(at: datetime) -> str:
    """This will give a moment in local time: 20 November 2026, 21:40."""
    return date_format(localtime(at), "j F Y, H:i")


def age(born_on: date, today: date) -> str:
    """This will give an age as people say it: weeks, then months, then years."""
    years = years_between(born_on, today)
    if years >= 2:
        return ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    months = _months_between(born_on, today)
    if months >= 2:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    weeks = max(0, (today - born_on).days // 7)
    if weeks:
        return ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks}
    days = max(0, (today - born_on).days)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def born(born_on: date | None, expected_on: date | None, today: date) -> str:
    """This will tell the birth and the age, or the day an unborn child is expected."""
    if born_on is not None:
        return f"{long(born_on)}, {age(born_on, today)}"
    if expected_on is None:
        return ""
    return _("expected %(day)s") % {"day": expected(expected_on, today)}


def expected(expected_on: date, today: date) -> str:
    """This will give the day an unborn child is expected, and how far on the pregnancy is."""
    weeks = gestation(expected_on, today)
    if weeks is None:
        return long(expected_on)
    return ngettext("%(day)s, %(n)d week", "%(day)s, %(n)d weeks", weeks) % {
        "day": long(expected_on),
        "n": weeks,
    }


def gestation(expected_on: date, today: date) -> int | None:
    """This will give the completed weeks of a pregnancy; None where the date makes no sense."""
    begun = expected_on - timedelta(weeks=PREGNANCY_WEEKS)
    weeks = (today - begun).days // 7
    return weeks if 0 < weeks <= PREGNANCY_WEEKS + 4 else None


def until(day: date, today: date, working_days: int | None = None) -> str:
    """This will say how far off a day is: today, tomorrow, in 3 days.

    ``working_days`` is given for what is counted in them: "in 3 working days".
    """
    days = (day - today).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if working_days is not None:
        return ngettext("in %(n)d working day", "in %(n)d working days", working_days) % {
            "n": working_days
        }
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


def _months_between(start: date, end: date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (add_months(start, months) > end)
