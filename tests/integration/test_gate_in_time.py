"""The gate and the moment: access begins and ends on time, though no job has run."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import get_current_timezone

from agencies.actors import Actor
from agencies.models import Membership, User
from agencies.services import end_membership, suspend_member
from cases import access
from cases.domain.errors import NotFound
from cases.domain.permissions import P
from cases.domain.statuses import LegalBasis, Level
from cases.models import Case, Notice
from cases.services import shares
from cpr import clock
from tests import scenarios as s

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w)


def local(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(
        day.year, day.month, day.day, hour, minute, second, tzinfo=get_current_timezone()
    )


def test_a_share_that_ends_at_five_is_gone_at_five(w: s.World, case: Case) -> None:
    day = clock.today() + timedelta(days=3)
    shares.share(
        by=w.aisha,
        case=case,
        team=w.visitors,
        level=Level.FULL,
        purpose="Holiday cover",
        legal_basis=LegalBasis.SAFEGUARDING,
        ends_at=local(day, 17),
    )
    chloe = w.actor("chloe")
    with clock.at(local(day, 16, 59, 59)):
        assert access.can(chloe, P.VIEW_RECORD, case)
        assert access.get_for(chloe, P.VIEW_RECORD, case.pk) == case
        assert access.held(chloe, case)
    with clock.at(local(day, 17)):
        assert not access.can(chloe, P.VIEW_SUMMARY, case)
        assert not access.held(chloe, case)
        with pytest.raises(NotFound):
            access.get_for(chloe, P.VIEW_RECORD, case.pk)
    assert case.grants.count() == 2  # nothing was taken away: the moment alone decided


def test_a_share_has_not_begun_before_its_first_moment(w: s.World, case: Case) -> None:
    s.shared(w, case)
    chloe = w.actor("chloe")
    with clock.at(clock.now() - timedelta(minutes=1)):
        assert not access.can(chloe, P.VIEW_SUMMARY, case)
    assert access.can(chloe, P.VIEW_SUMMARY, case)


def test_ending_a_share_closes_it_at_that_moment_and_leaves_the_others(
    w: s.World, case: Case
) -> None:
    s.shared(w, case, level=Level.SUMMARY)
    to_her = shares.share(
        by=w.aisha,
        case=case,
        team=w.visitors,
        membership=w.member("chloe"),
        level=Level.FULL,
        purpose="Named health visitor",
        legal_basis=LegalBasis.SAFEGUARDING,
    )
    chloe = w.actor("chloe")
    assert access.can(chloe, P.VIEW_RECORD, case)
    shares.end_share(by=w.aisha, involvement=to_her, reason="No longer needed")
    assert not access.can(chloe, P.VIEW_RECORD, case)
    assert access.can(chloe, P.VIEW_SUMMARY, case)


def test_an_actor_made_before_a_suspension_has_lost_everything(w: s.World, case: Case) -> None:
    s.co_ordinated(w, case)
    stale = w.actor("aisha")
    assert access.held(stale, case)
    suspend_member(by=s.SEED, membership=w.member("aisha"))
    assert_nothing(stale, case)


def test_a_suspended_manager_and_custodian_lose_their_reach(w: s.World, case: Case) -> None:
    for name in ("huw", "efua"):
        stale = w.actor(name)
        assert access.can(stale, P.ASSIGN, case)
        suspend_member(by=s.SEED, membership=w.member(name))
        assert_nothing(stale, case)


def test_a_closed_account_loses_everything_at_once(w: s.World, case: Case) -> None:
    stale = w.actor("aisha")
    User.objects.filter(pk=w.user("aisha").pk).update(is_active=False)
    assert_nothing(stale, case)


def test_a_membership_ends_as_the_day_begins_in_london(w: s.World, case: Case) -> None:
    last = date(2027, 6, 30)  # summer time: midnight in London is 23:00 UTC of the day before
    actor = w.actor("aisha")
    end_membership(by=s.SEED, membership=w.member("aisha"), on=last + timedelta(days=1))
    with clock.at(local(last, 23, 59, 59)):
        assert access.can(actor, P.RECORD_WORK, case)
    with clock.at(local(last + timedelta(days=1), 0)):
        assert_nothing(actor, case)


def test_a_membership_that_has_not_begun_opens_nothing(w: s.World, case: Case) -> None:
    actor = w.actor("ben")
    first = clock.today() + timedelta(days=7)
    Membership.objects.filter(pk=w.members["ben"].pk).update(started_on=first)
    assert_nothing(actor, case)
    with clock.at(local(first, 0)):
        assert access.can(actor, P.VIEW_RECORD, case)


def assert_nothing(actor: Actor, case: Case) -> None:
    assert not any(access.can(actor, p, case) for p in P)
    assert not access.held(actor, case)
    for p in P:
        assert not access.visible(actor, p).exists()
        assert not access.visible(actor, p, Notice).exists()
        with pytest.raises(NotFound):
            access.get_for(actor, p, case.pk)
