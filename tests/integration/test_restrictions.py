"""Restricting a record and excluding a person: who sees it then, who is told, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from agencies.actors import Actor
from agencies.services import suspend_member
from cases import access, grants
from cases.domain.errors import Conflict, DomainError, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import ConferenceKind, InvolvementRole, LegalBasis, Level
from cases.models import Case, Exclusion, Notice, Restriction
from cases.models.notice import NoticeKind
from cases.services import cases as case_services
from cases.services import conferences, consistency, exclusions, notices, restrictions, shares
from cpr import clock
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_restricting import excluded, restricted, seen
from tests.integration.test_gate import EXPECTED, allowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    """Co-ordinated by Aisha, shared with Chloe's team, on the register."""
    [registration] = s.registered(w)
    case = registration.case
    s.shared(w, case)
    s.co_ordinated(w, case)
    return case


def may(w: s.World, case: Case) -> dict[str, set[P]]:
    case = Case.objects.get(pk=case.pk)
    return {name: {p for p in P if allowed(w.actor(name), p, case)} for name in EXPECTED}


def codes(error: pytest.ExceptionInfo[DomainError]) -> set[str]:
    return {problem.code for problem in error.value.problems}


def breaks() -> set[str]:
    return {one.name for one in consistency.check() if not one.is_well}


def test_named_people_see_what_they_saw_and_nobody_else_anything(w: s.World, case: Case) -> None:
    before = may(w, case)
    restricted(w, case, "aisha", "iris", "ben", "chloe")
    after = may(w, case)
    for name, held in after.items():
        named = name in {"aisha", "iris", "ben", "chloe"}
        assert held == (before[name] if named else set()), name
    assert grants.differences() == []
    assert breaks() == set()


def test_the_end_brings_back_what_was_before(w: s.World, case: Case) -> None:
    before = may(w, case)
    restricted(w, case, "aisha", "iris", "ben", "dev")
    assert P.VIEW_SUMMARY in may(w, case)["dev"]
    restrictions.end_restriction(by=w.iris, case=case, reason="The worker has left")
    assert may(w, case) == before
    assert not case.involvements.filter(ends_at=None, is_named=True).exists()
    assert not case.involvements.filter(ends_at=None, role=InvolvementRole.NAMED).exists()
    assert breaks() == set()


def test_the_one_who_restricts_loses_sight_unless_named(w: s.World, case: Case) -> None:
    named = [w.member("aisha"), w.member("iris")]
    restrictions.restrict(by=w.huw, case=case, named=named, reason="A friend", hides_name=True)
    assert not access.can(w.huw, P.VIEW_SUMMARY, case)
    with pytest.raises(NotFound):
        restrictions.end_restriction(by=w.huw, case=case, reason="I want it back")
    event = AuditEvent.objects.get(action="case.restricted")
    assert event.case_id == case.pk
    assert event.details["reason"] == "A friend"


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ((), {"nobody_named"}),
        (("aisha",), {"no_senior_named"}),
        (("iris",), {"no_worker_named", "must_be_named"}),
        (("ben", "iris"), {"no_worker_named", "must_be_named"}),
        (("huw", "iris"), {"must_be_named"}),  # Aisha co-ordinates
        (("aisha", "chloe"), {"no_senior_named"}),
        (("farid", "aisha", "iris"), {"named_person_has_left"}),
    ],
)
def test_what_the_named_people_lack(
    w: s.World, case: Case, names: tuple[str, ...], wanted: set[str]
) -> None:
    with pytest.raises(RuleBroken) as error:
        restrictions.restrict(
            by=w.iris, case=case, named=[w.member(n) for n in names], reason="x", hides_name=True
        )
    assert codes(error) == wanted
    assert not Restriction.objects.exists()


def test_a_reason_is_needed_to_begin_and_to_end(w: s.World, case: Case) -> None:
    named = [w.member("aisha"), w.member("iris")]
    with pytest.raises(RuleBroken) as error:
        restrictions.restrict(by=w.iris, case=case, named=named, reason=" ", hides_name=True)
    assert codes(error) == {"reason_missing"}
    restricted(w, case)
    with pytest.raises(RuleBroken) as error:
        restrictions.end_restriction(by=w.iris, case=case, reason=" ")
    assert codes(error) == {"reason_missing"}


def test_the_chair_of_a_called_conference_must_be_named(w: s.World, case: Case) -> None:
    s.conference(w, [case], on=today(), kind=ConferenceKind.REVIEW, hold=False)
    with pytest.raises(RuleBroken) as error:
        restricted(w, case)
    assert codes(error) == {"must_be_named"}
    restricted(w, case, "aisha", "iris", "gwen")
    conferences.hold_conference(
        by=w.gwen, conference=case.at_conferences.latest("pk").conference,
        held_on=today(), today=today(),
    )  # fmt: skip


def test_two_who_restrict_and_two_who_change(w: s.World, case: Case) -> None:
    restricted(w, case)
    with pytest.raises(Conflict):
        restricted(w, case)
    before = seen(case)
    people = [w.member(name) for name in ("aisha", "iris", "huw")]
    restrictions.change_named(by=w.iris, case=case, named=people, seen=before)
    with pytest.raises(Conflict) as error:
        restrictions.change_named(by=w.iris, case=case, named=people[:2], seen=before)
    assert codes(error) == {"named_people_changed"}
    restrictions.change_named(by=w.huw, case=case, named=people[:2], seen=seen(case))
    assert not access.can(w.huw, P.VIEW_SUMMARY, case)  # who took his own name off
    restrictions.end_restriction(by=w.iris, case=case, reason="Over")
    with pytest.raises(Conflict) as error:
        restrictions.change_named(by=w.iris, case=case, named=people, seen=set())
    assert codes(error) == {"not_restricted"}


def test_named_people_are_told_once_and_the_one_who_acts_is_not(w: s.World, case: Case) -> None:
    restricted(w, case)
    told = Notice.objects.filter(kind=NoticeKind.CASE_RESTRICTED)
    assert [n.membership_id for n in told] == [w.members["aisha"].pk]


def test_who_comes_to_a_restricted_record_is_named(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "huw", "iris")
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(RuleBroken) as error:
        shares.share(
            by=w.aisha,
            case=case,
            team=w.midwives,
            level=Level.PLAN,
            purpose="Midwife",
            legal_basis=LegalBasis.SAFEGUARDING,
        )
    assert codes(error) == {"restricted_to_named_people"}
    shares.share(
        by=w.aisha, case=case, team=w.midwives, membership=w.member("dev"), level=Level.PLAN,
        purpose="Midwife", legal_basis=LegalBasis.SAFEGUARDING,
    )  # fmt: skip
    assert access.can(w.actor("dev"), P.VIEW_PLAN, case)
    s.conference(w, [case], on=today(), kind=ConferenceKind.REVIEW, chair="ola", hold=False)
    assert access.can(w.actor("ola"), P.VIEW_RECORD, case)
    new = s.colleague(w, "aisha", "Sian Evans")
    case_services.assign_co_ordinator(by=w.huw, case=case, membership=new)
    assert access.can(Actor.of(new), P.RECORD_WORK, case)
    assert not access.can(w.aisha, P.VIEW_SUMMARY, case)  # she was named by that part alone
    assert breaks() == set()


def test_nobody_excluded_is_brought_back_by_the_way(w: s.World, case: Case) -> None:
    for name in ("dev", "ola", "farid"):
        excluded(w, case, name)
    acts = [
        lambda: shares.share(
            by=w.aisha, case=case, team=w.midwives, membership=w.member("dev"),
            level=Level.PLAN, purpose="x", legal_basis=LegalBasis.SAFEGUARDING,
        ),
        lambda: s.conference(
            w, [case], on=today(), kind=ConferenceKind.REVIEW, chair="ola", hold=False
        ),
        lambda: restricted(w, case, "aisha", "iris", "dev"),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(RuleBroken) as error:
            act()
        assert codes(error) == {"person_is_excluded"}


@pytest.mark.parametrize("name", ["ben", "chloe", "efua", "gwen", "huw"])
def test_an_exclusion_overrides_everything_until_it_is_ended(
    w: s.World, case: Case, name: str
) -> None:
    before = may(w, case)
    excluded(w, case, name)
    assert may(w, case) == {**before, name: set()}
    row = Exclusion.objects.get()
    assert not Notice.objects.filter(membership=w.members[name], created_at__gte=row.starts_at)
    exclusions.end_exclusion(by=w.iris, exclusion=row, reason="Mistaken")
    assert may(w, case) == before
    with pytest.raises(Conflict):
        exclusions.end_exclusion(by=w.iris, exclusion=row, reason="Again")
    excluded(w, case, name)  # and again, as another act


def test_the_named_are_excluded_too(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "iris", "chloe", "ben")
    excluded(w, case, "ben")
    assert may(w, case)["ben"] == set()
    with pytest.raises(Conflict):
        excluded(w, case, "ben")


def test_the_co_ordinator_is_replaced_before_being_excluded(w: s.World, case: Case) -> None:
    with pytest.raises(RuleBroken) as error:
        excluded(w, case, "aisha")
    assert codes(error) == {"replace_before_excluding"}
    case_services.assign_co_ordinator(by=w.huw, case=case, membership=w.member("huw"))
    excluded(w, case, "aisha")
    assert may(w, case)["aisha"] == set()


def test_the_last_who_could_end_it_is_not_excluded(w: s.World, case: Case) -> None:
    excluded(w, case, "huw")
    excluded(w, case, "efua")
    with pytest.raises(RuleBroken) as error:
        excluded(w, case, "iris")
    assert codes(error) == {"nobody_could_end_exclusion"}


def test_a_restricted_record_keeps_a_worker_and_a_senior_manager(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "efua", "iris")
    with pytest.raises(RuleBroken) as error:
        exclusions.exclude(by=w.actor("efua"), case=case, membership=w.member("iris"), reason="x")
    assert codes(error) == {"named_without"}
    excluded(w, case, "efua")  # Aisha and Iris are left


def test_what_is_told_of_a_restricted_case_goes_to_the_named_alone(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "iris", "gwen")
    Notice.objects.all().delete()
    case = Case.objects.get(pk=case.pk)
    notices.tell_involved(by=w.gwen, case=case, kind=NoticeKind.REGISTERED)
    heard = set(Notice.objects.values_list("membership_id", flat=True))
    assert heard == {w.members["aisha"].pk, w.members["iris"].pk}


def test_unread_notices_of_those_who_lost_sight_are_gone_and_no_letter_leaves(
    w: s.World, case: Case, mailoutbox: list[EmailMessage]
) -> None:
    chloe = w.actor("chloe")
    assert access.visible(chloe, P.VIEW_SUMMARY, Notice).exists()
    excluded(w, case, "chloe")
    assert not access.visible(chloe, P.VIEW_SUMMARY, Notice).exists()
    notices.send_notices(by=Actor.system("send-notices"))
    written = {address for mail in mailoutbox for address in mail.to}
    assert w.user("aisha").email in written
    assert w.user("chloe").email not in written


def test_check_register_tells_what_is_broken(w: s.World, case: Case) -> None:
    restricted(w, case)
    assert breaks() == set()
    suspend_member(by=s.SEED, membership=w.members["iris"])
    assert breaks() == {"somebody_can_end_each_restriction"}


def test_a_share_that_begins_later_is_named_only_while_it_is_restricted(
    w: s.World, case: Case
) -> None:
    restricted(w, case)
    share = shares.share(
        by=w.aisha, case=case, team=w.midwives, membership=w.member("dev"), level=Level.PLAN,
        purpose="Midwife", legal_basis=LegalBasis.SAFEGUARDING,
        starts_at=clock.now() + timedelta(days=3),
    )  # fmt: skip
    assert share.is_named
    restrictions.end_restriction(by=w.iris, case=case, reason="Over")
    share.refresh_from_db()
    assert not share.is_named
    assert breaks() == set()
    restricted(w, case)
    with clock.at(clock.now() + timedelta(days=4)):
        assert not access.can(w.actor("dev"), P.VIEW_SUMMARY, case)
