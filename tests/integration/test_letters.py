"""A letter that cannot be delivered keeps no other back, and is tried again with the next run."""

from __future__ import annotations

import logging

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache

from agencies.models import User
from cases.models import Notice
from cases.services import emergency_limits, letters, notices
from cpr.audit.models import AuditEvent
from cpr.clock import now
from tests import scenarios as s
from tests.integration import mail_refused
from tests.integration.acts_emergency import opened

pytestmark = pytest.mark.django_db
TOLD = "emergency.stop_told"


@pytest.fixture
def w(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> s.World:
    cache.clear()
    settings.EMAIL_BACKEND = "tests.integration.mail_refused.Backend"
    settings.EMERGENCY_OPENINGS_A_DAY = 1
    monkeypatch.setattr(mail_refused, "REFUSED", set())
    return s.world()


def refuse(*addresses: str) -> None:
    mail_refused.REFUSED.clear()
    mail_refused.REFUSED.update(addresses)


def heard() -> set[str]:
    """This will give who was written to since it was last asked."""
    found = {address for letter in mail.outbox for address in letter.to}
    mail.outbox.clear()
    return found


def waiting(w: s.World) -> list[str]:
    """This will leave a notice to two people, and give their addresses as they are written to."""
    case = s.child(w)
    Notice.objects.all().delete()
    people = sorted((w.member("huw"), w.member("aisha")), key=lambda each: each.pk)
    for each in people:
        Notice.objects.create(membership=each, case=case, kind="case_shared", created_at=now())
    return [each.user.email for each in people]


def stop(w: s.World, *officers: str) -> list[str]:
    """This will stop Dev before a second record, and give the officers' addresses as written to."""
    first, second = s.child(w, given="Efa"), s.child(w, given="Mab", age_days=2000)
    opened(w, first)
    for name in officers:
        w.members[name] = s.colleague(w, "aisha", f"{name.title()} Officer", "privacy_officer")
    emergency_limits.stopped(by=w.actor("dev"), case=second)
    Notice.objects.all().delete()
    mail.outbox.clear()
    found = [w.member(name) for name in ("jan", *officers)]
    return [each.user.email for each in sorted(found, key=lambda each: each.pk)]


def test_the_next_person_hears_and_the_first_is_tried_again(
    w: s.World, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = waiting(w)
    refuse(first)
    with caplog.at_level(logging.ERROR):
        assert notices.send_notices(by=s.SEED) == 1
    assert heard() == {second}
    assert "a letter stays for the next run: SMTPRecipientsRefused" in caplog.text
    assert first not in caplog.text
    assert Notice.objects.get(sent_at__isnull=True).membership.user.email == first
    refuse()
    assert notices.send_notices(by=s.SEED) == 1
    assert heard() == {first}


def test_the_next_officer_hears_and_the_first_is_tried_again(w: s.World) -> None:
    first, second = stop(w, "olwen")
    refuse(first)
    assert emergency_limits.tell_officers(by=s.SEED) == 1
    assert heard() == {second}
    assert AuditEvent.objects.filter(action=TOLD).count() == 1
    refuse()
    assert emergency_limits.tell_officers(by=s.SEED) == 1
    assert heard() == {first}
    assert emergency_limits.tell_officers(by=s.SEED) == 0


def test_an_officer_who_cannot_be_written_to_keeps_no_notice_back(w: s.World) -> None:
    officers = stop(w)
    people = waiting(w)
    refuse(*officers)
    assert letters.send_letters(by=s.SEED) == 2
    assert heard() == set(people)
    refuse()
    assert letters.send_letters(by=s.SEED) == 1
    assert heard() == set(officers)


def test_nobody_is_told_by_a_letter_that_went_to_nobody(w: s.World) -> None:
    stop(w)
    jan = User.objects.filter(pk=w.user("jan").pk)
    address = w.user("jan").email
    jan.update(email="")
    assert emergency_limits.tell_officers(by=s.SEED) == 0
    assert not AuditEvent.objects.filter(action=TOLD).exists()
    jan.update(email=address)
    assert emergency_limits.tell_officers(by=s.SEED) == 1
    assert heard() == {address}


def test_who_dies_between_the_look_and_the_letter_leaves_it_to_the_next_run(
    w: s.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that is killed: nothing was kept as told before the letter left."""
    [address] = stop(w)

    class Killed(BaseException):
        """What no handler of ours catches."""

    def killed(*_args: object) -> int:
        raise Killed

    with monkeypatch.context() as while_dying:
        while_dying.setattr(mail_refused.Backend, "send_messages", killed)
        with pytest.raises(Killed):
            emergency_limits.tell_officers(by=s.SEED)
    assert emergency_limits.tell_officers(by=s.SEED) == 1
    assert heard() == {address}
