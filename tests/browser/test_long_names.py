"""A name of 200 letters without a space: no page may become wider than its screen by it."""

from __future__ import annotations

from django.urls import reverse

from tests import scenarios as s
from tests.browser.conftest import Visiting

LONG = "Llanfairpwllgwyngyll" * 10


def test_a_long_name_widens_no_page(w: s.World, visit: Visiting) -> None:
    [registration] = s.registered(w, [s.child(w, family=LONG)], days_ago=70)
    case = registration.case
    s.co_ordinated(w, case)
    s.shared(w, case)
    held = registration.decision.conference  # type: ignore[union-attr]
    aisha = visit("aisha")
    for url in (
        reverse("cases:home"),
        reverse("cases:children") + "?q=Llanfairpwll",
        reverse("cases:case", args=[case.pk]),
        reverse("cases:case_family", args=[case.pk]),
        reverse("cases:visit_add", args=[case.pk]),
        reverse("cases:overdue"),
        reverse("cases:overdue_list"),
        reverse("cases:conferences") + "?stage=recent",
        reverse("cases:conference", args=[held.pk]),
        reverse("cases:decision", args=[held.pk, registration.decision_id]),
    ):
        aisha.open(url)
        assert aisha.page.evaluate("document.documentElement.scrollWidth") <= 1280, url
        aisha.check()
