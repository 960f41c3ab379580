"""How often one person may ask: enough for a screen or a nightly copy, too little for scraping."""

from rest_framework.throttling import UserRateThrottle


class PersonThrottle(UserRateThrottle):
    """A named default of ours, a person and minute."""

    scope = "person"
    rate = "120/min"
