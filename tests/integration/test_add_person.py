"""The command that gives the first people of an agency their accounts."""

import io

import pytest
from django.core.management import CommandError, call_command

from agencies.actors import live_memberships
from agencies.models import User
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db
WHO = ("new@example.invalid", "Newid Person")
WHERE = ("--agency", "W06000015", "--team", "Canton team", "--role", "social_worker")


def test_somebody_gets_an_account_and_a_membership(monkeypatch: pytest.MonkeyPatch) -> None:
    s.world()
    monkeypatch.setenv("PASSWORD", "a long enough pass phrase")
    call_command("add_person", *WHO, *WHERE, stdout=io.StringIO())
    user = User.objects.get(email=WHO[0])
    assert user.check_password("a long enough pass phrase")
    [membership] = live_memberships(user.pk, on=today())
    assert (membership.team.name_en, membership.role) == ("Canton team", "social_worker")
    assert AuditEvent.objects.filter(action="membership.started", subject_id=membership.pk).exists()
    with pytest.raises(CommandError, match="already social_worker"):
        call_command("add_person", *WHO, *WHERE, stdout=io.StringIO())


@pytest.mark.parametrize(
    ("who", "where", "password", "said"),
    [
        (WHO, ("--agency", "NONE", *WHERE[2:]), "a long enough pass phrase", "No agency"),
        (WHO, WHERE, "short", "too short"),
        (("not an address", "X"), WHERE, "a long enough pass phrase", "valid email"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(
    monkeypatch: pytest.MonkeyPatch,
    who: tuple[str, str],
    where: tuple[str, ...],
    password: str,
    said: str,
) -> None:
    s.world()
    monkeypatch.setenv("PASSWORD", password)
    before = User.objects.count()
    with pytest.raises(CommandError, match=said):
        call_command("add_person", *who, *where, stdout=io.StringIO())
    assert User.objects.count() == before
