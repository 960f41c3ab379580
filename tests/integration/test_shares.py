"""Sharing, changing and ending: future starts, overlaps, two at once, restricted cases, notices."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from agencies.actors import Actor
from cases import access, grants
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import LegalBasis, Level
from cases.models import Case, Involvement, Notice, Restriction
from cases.services import notices, shares
from cpr import clock
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.integration.test_board_pages import signed_in
from tests.integration.test_concurrency import at_once, parted

pytestmark = pytest.mark.django_db
SEND = Actor.system("send-notices")


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w)


def hours(number: float) -> datetime:
    return clock.now() + timedelta(hours=number)


def share(w: s.World, case: Case, **other: Any) -> Involvement:
    """This will share with the health visitors, at plan, unless told otherwise."""
    terms: dict[str, Any] = {
        "by": w.aisha,
        "case": case,
        "team": w.visitors,
        "level": Level.PLAN,
        "purpose": "Weekly visits",
        "legal_basis": LegalBasis.SAFEGUARDING,
    }
    return shares.share(**(terms | other))


def change(w: s.World, row: Involvement, **other: Any) -> Involvement:
    terms: dict[str, Any] = {
        "by": w.aisha,
        "involvement": row,
        "level": Level(row.level),
        "purpose": row.purpose,
        "legal_basis": LegalBasis.SAFEGUARDING,
        "ends_at": row.ends_at,
    }
    return shares.change_share(**(terms | other))


def codes(error: Any) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_share_that_begins_later_opens_and_says_nothing_before(w: s.World, case: Case) -> None:
    row = share(w, case, starts_at=hours(30), ends_at=hours(60))
    chloe = w.actor("chloe")
    assert not access.can(chloe, P.VIEW_SUMMARY, case)
    assert notices.send_notices(by=SEND) == 0
    page = signed_in(w.member("chloe")).get("/notifications/").content.decode()
    assert "Efa" not in page
    assert notices.mark_read(by=chloe) == 0
    with clock.at(hours(31)):
        assert access.can(chloe, P.VIEW_PLAN, case)
        assert access.visible(chloe, P.VIEW_SUMMARY, Notice).count() == 1
        assert notices.send_notices(by=SEND) == 1
    with clock.at(hours(61)):
        assert not access.can(chloe, P.VIEW_SUMMARY, case)
    assert mail.outbox
    assert row.starts_at > clock.now()


def test_somebody_who_sees_the_case_already_is_not_told_too_early(w: s.World, case: Case) -> None:
    share(w, case, team=w.midwives)
    dev = w.actor("dev")
    before = access.visible(dev, P.VIEW_SUMMARY, Notice).count()
    share(w, case, team=w.midwives, membership=w.member("dev"), starts_at=hours(5))
    assert access.visible(dev, P.VIEW_SUMMARY, Notice).count() == before == 1


@pytest.mark.parametrize(
    ("first", "second", "is_conflict"),
    [
        ((None, None), (None, None), True),
        ((None, None), (50, 60), True),
        ((40, None), (None, None), True),
        ((40, 50), (None, None), True),
        ((40, 50), (49, None), True),
        ((40, 50), (50, 60), False),
        ((40, 50), (None, 40), False),
        ((None, 40), (40, None), False),
    ],
)
def test_shares_with_the_same_team_never_overlap(
    w: s.World, case: Case, first: Any, second: Any, is_conflict: bool
) -> None:
    start = clock.now()

    def period(pair: Any) -> dict[str, datetime | None]:
        at = [start + timedelta(hours=each) if each else None for each in pair]
        return {"starts_at": at[0], "ends_at": at[1]}

    share(w, case, **period(first))
    if is_conflict:
        with pytest.raises(Conflict) as told:
            share(w, case, **period(second))
        assert codes(told) == ["already_shared"]
    else:
        share(w, case, **period(second))
    share(w, case, membership=w.member("chloe"))  # one person of it is another share


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"level": Level.LEAD}, "level_not_for_partners"),
        ({"purpose": "  "}, "purpose_missing"),
        ({"starts_at": timedelta(hours=-1)}, "share_starts_in_past"),
        ({"ends_at": timedelta(seconds=-1)}, "share_ends_in_past"),
        (
            {"starts_at": timedelta(hours=5), "ends_at": timedelta(hours=5)},
            "share_ends_before_start",
        ),
    ],
)
def test_what_a_share_may_not_say(w: s.World, case: Case, other: dict[str, Any], code: str) -> None:
    now = clock.now()
    other = {key: now + v if isinstance(v, timedelta) else v for key, v in other.items()}
    with pytest.raises(RuleBroken) as told:
        share(w, case, **other)
    assert codes(told) == [code]
    row = share(w, case)
    other.pop("starts_at", None)
    if code not in {"share_starts_in_past", "share_ends_before_start"}:
        with pytest.raises(RuleBroken) as told:
            change(w, row, **other)
        assert codes(told) == [code]


def test_a_change_ends_the_old_share_and_makes_a_newer_beside_it(w: s.World, case: Case) -> None:
    old = share(w, case, level=Level.FULL)
    new = change(w, old, level=Level.SUMMARY, ends_at=hours(48))
    old.refresh_from_db()
    assert (old.level, old.ends_at) == ("full", new.starts_at)
    assert (new.level, new.purpose, new.ends_at is not None) == ("summary", "Weekly visits", True)
    chloe = w.actor("chloe")
    assert access.can(chloe, P.VIEW_SUMMARY, case)
    assert not access.can(chloe, P.VIEW_PLAN, case)
    assert grants.differences() == []
    event = AuditEvent.objects.get(action="share.changed")
    assert event.details["level_before"] == "full"
    assert event.details["before"] == str(old.pk)


def test_a_share_to_come_is_changed_and_taken_back(w: s.World, case: Case) -> None:
    old = share(w, case, starts_at=hours(30))
    new = change(w, old, level=Level.NOTES)
    old.refresh_from_db()
    assert old.ends_at == old.starts_at == new.starts_at
    shares.end_share(by=w.aisha, involvement=new, reason="The family has moved")
    assert not Notice.objects.filter(kind="case_shared").exists()
    with clock.at(hours(31)):
        assert not access.can(w.actor("chloe"), P.VIEW_SUMMARY, case)
        assert notices.send_notices(by=SEND) == 0
    with pytest.raises(Conflict):
        shares.end_share(by=w.aisha, involvement=new, reason="Again")
    assert share(w, case, starts_at=hours(30))  # nothing stands in the way of another


def test_nothing_is_changed_by_a_change_of_nothing(w: s.World, case: Case) -> None:
    row = share(w, case)
    with pytest.raises(RuleBroken) as told:
        change(w, row)
    assert codes(told) == ["nothing_changed"]
    assert Involvement.objects.filter(role="partner").count() == 1


def test_the_second_changer_is_told_and_keeps_what_was_typed(w: s.World, case: Case) -> None:
    row = share(w, case)
    url = f"/cases/{case.pk}/shares/{row.pk}/change/"
    client = signed_in(w.member("aisha"))
    form = client.get(url).context["form"]
    assert form.initial["level"] == "plan"
    change(w, row, level=Level.NOTES)
    typed = {"level": "summary", "purpose": "What I typed", "legal_basis": "information"}
    answer = client.post(url, typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "What I typed" in page
    assert "changed or ended meanwhile" in page
    assert Involvement.objects.filter(role="partner", ends_at=None).get().level == "notes"


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_make_one() -> None:
    w = s.world()
    row = share(w, s.child(w))
    assert w.huw
    done, failed = parted(
        at_once(
            lambda: change(w, row, level=Level.NOTES),
            lambda: change(w, row, by=w.huw, level=Level.SUMMARY),
            lambda: shares.end_share(by=w.huw, involvement=row, reason="Over"),
        )
    )
    assert (len(done), [type(e) for e in failed]) == (1, [Conflict, Conflict])
    assert Involvement.objects.filter(role="partner", ends_at=None).count() <= 1
    assert grants.differences() == []


def test_only_shares_are_changed_and_only_by_those_who_may(w: s.World, case: Case) -> None:
    lead = case.involvements.get(role="lead_team")
    with pytest.raises(RuleBroken):
        change(w, lead, level=Level.PLAN)
    row = share(w, case, level=Level.FULL)
    for name, refusal in (("ben", NotAllowed), ("chloe", NotAllowed), ("dev", NotFound)):
        with pytest.raises(refusal):
            change(w, row, by=w.actor(name), level=Level.SUMMARY)
        with pytest.raises(refusal):
            shares.end_share(by=w.actor(name), involvement=row, reason="Mine")
    with pytest.raises(RuleBroken) as told:
        shares.end_share(by=w.aisha, involvement=row, reason=" ")
    assert codes(told) == ["reason_missing"]


def test_a_restricted_case_is_shared_with_single_people_who_are_named(
    w: s.World, case: Case
) -> None:
    s.co_ordinated(w, case)
    aisha = case.involvements.get(role="co_ordinator")
    Involvement.objects.filter(pk=aisha.pk).update(is_named=True)
    Restriction.objects.create(
        case=case,
        reason="A colleague’s family",
        starts_at=clock.now(),
        restricted_by=w.members["huw"],
    )
    grants.sync([case.pk])
    with pytest.raises(NotFound):
        share(w, case, by=w.huw)
    with pytest.raises(RuleBroken) as told:
        share(w, case)
    assert codes(told) == ["restricted_to_named_people"]
    row = share(w, case, membership=w.member("chloe"))
    assert row.is_named
    assert access.can(w.actor("chloe"), P.VIEW_PLAN, case)
    url = f"/cases/{case.pk}/share/?team={w.midwives.pk}"
    page = signed_in(w.member("aisha")).get(url).content.decode()
    assert "The whole team" not in page
    assert "Dev Anand" in page
