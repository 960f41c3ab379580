"""The demonstration has emergencies behind it: for Jan to count, and one for Huw to review."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse

from agencies.actors import Actor
from agencies.models import Membership
from cases.models import EmergencyAccess
from cases.queries import emergencies, emergency_counts
from cases.queries.emergency_counts import Review
from cpr.clock import now
from tests import scenarios as s

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def actor(key: str) -> Actor:
    return Actor.of(Membership.objects.get(user__email=f"{key}@register.example"))


def page(key: str, name: str) -> str:
    client = Client()
    client.force_login(
        Membership.objects.get(user__email=f"{key}@register.example").user, backend=BACKEND
    )
    return client.get(reverse(name)).content.decode()


def test_they_are_counted_reviewed_and_one_waits() -> None:
    with override_settings(DEMO=True):
        call_command("seed_demo", scale="none", stdout=StringIO(), stderr=StringIO())
    reviews = dict(emergency_counts.counts(actor("jan"), since=s.before(120)).reviews)
    assert reviews == {
        Review.OPEN: 1,
        Review.UNNAMED: 0,
        Review.AUTHORISER: 1,
        Review.JUSTIFIED: 2,
        Review.ANOTHER_WAY: 0,
        Review.NOT_JUSTIFIED: 1,
    }
    [waiting] = emergencies.to_review(actor("huw"), mine_only=True)
    assert waiting.is_mine
    assert waiting.ends_at < now()
    assert "Nia Bowen" in page("huw", "cases:emergency_reviews")
    counted = page("jan", "cases:emergency_counts")
    for secret in ("Celyn", "Brynhaul", "Gwaunlas", "refuge"):
        assert secret not in counted
    for opening in EmergencyAccess.objects.filter(reviewed_at__isnull=False):
        assert opening.reviewed_at is not None
        assert opening.reviewed_at > opening.opened_at
