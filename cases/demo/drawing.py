"""Draws from the distributions with a seeded source of chance; days, moments and identifiers.

Pure: no Django and no clock, so that it can run in a process of its own. Nothing here is secret.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from cases.bank_holidays import calendar_of
from cases.demo.distributions import Share, Spread
from cases.domain.statuses import Nation

LONDON = ZoneInfo("Europe/London")
CALENDAR = calendar_of(Nation.WALES)
DAYS_IN_A_MONTH = 30.44

# The hours at which things are recorded; the replay through the services uses the same.
SWEPT = time(6)
OPENED = time(9)
STRATEGY = time(11)
NOTED = time(11, 30)
HELD = time(12)
DECIDED = time(12, 30)
CO_ORDINATED = time(14)
SHARED = time(14, 30)
CONCLUDED = time(15)
CORE_GROUP = time(15, 15)
CALLED = time(15, 30)
PAPERS = time(16)
VISITED = time(17)
BIRTH = time(17, 30)
CLOSED = time(18)
LOADED = time(3)


@cache
def moment(day: date, hour: time) -> datetime:
    """This will give the moment of a day's hour in London."""
    return datetime.combine(day, hour, LONDON)


@cache
def written_moment(day: date, hour: time) -> str:
    """This will give a moment as the database reads it."""
    return moment(day, hour).isoformat()


@cache
def later(day: date, working_days: int) -> date:
    """This will give the working day so many working days after a day."""
    return CALENDAR.add_working_days(day, working_days)


@cache
def earlier(day: date, working_days: int) -> date:
    """This will give a working day so many working days before a day."""
    found = CALENDAR.subtract_working_days(day, working_days)
    return at_work(found)


@cache
def at_work(day: date) -> date:
    """This will give the day itself, or the working day before it."""
    while not CALENDAR.is_working_day(day):
        day -= timedelta(days=1)
    return day


class Chance(Random):
    """One seeded source of chance, with the draws that the families are made of."""

    def happens(self, share: Share | float, times: float = 1.0) -> bool:
        """Whether something of this share happens, made so many times as likely."""
        return self.random() < (share.value if isinstance(share, Share) else share) * times

    def fails(self, share: Share, times: float = 1.0) -> bool:
        """Whether something of this share does not happen, made so many times as likely."""
        return self.random() < min(0.6, (1 - share.value) * times)

    def of(self, spread: Spread) -> float:
        """A value of a spread: a band by its weight, and evenly within the band."""
        bands = spread.bands
        low, high, _ = self.choices(bands, [weight for _, _, weight in bands])[0]
        return low + (high - low) * self.random()

    def days(self, low: int, high: int) -> timedelta:
        """Some days, at least and at most."""
        return timedelta(days=self.randint(low, high))

    def key(self, on: date) -> str:
        """An identifier of version 7 whose time is a day's: the same for the same seed."""
        when = (on.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000
        number = (when << 80) | self.getrandbits(80)
        number = (number & ~(0xF << 76)) | (7 << 76)
        number = (number & ~(3 << 62)) | (2 << 62)
        text = f"{number:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Quota:
    """Draws names by their shares and keeps to them: what has come too seldom comes sooner.

    Brothers and sisters are drawn together, so that plain chance would stray far from the shares.
    """

    def __init__(self, chance: Chance, shares: dict[str, float]) -> None:
        self.chance = chance
        self.shares = shares
        self.drawn = dict.fromkeys(shares, 0)

    def draw(self, times: int = 1) -> str:
        """A name, for so many."""
        whole = sum(self.drawn.values()) + times
        weights = [
            share + max(0.0, share * whole - self.drawn[name])
            for name, share in self.shares.items()
        ]
        name = self.chance.choices(list(self.shares), weights)[0]
        self.drawn[name] += times
        return name


def months(number: float) -> timedelta:
    """This will give so many months as days, for what is drawn and not judged."""
    return timedelta(days=round(number * DAYS_IN_A_MONTH))
