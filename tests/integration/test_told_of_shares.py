"""Who is told where a share changes or ends, or somebody is named on a restricted record."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail

from agencies.actors import Actor, acting_as
from cases import access
from cases.domain.errors import RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import LegalBasis, Level
from cases.models import Case, Involvement, Notice
from cases.models.notice import NoticeKind
from cases.queries.notices import Told
from cases.services import cases as case_services
from cases.services import exclusions, notices, restrictions, share_requests, shares
from cases.web.presenters import notices as notice_words
from cpr.clock import now
from tests import scenarios as s
from tests.integration.acts_requests import asked
from tests.integration.acts_restricting import excluded, restricted, seen
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db
CHILD = ("Efa", "Lloyd")


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    case = s.child(w)
    s.co_ordinated(w, case)
    return case


def told(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=kind)
    return set(rows.values_list("membership__user__full_name", flat=True))


def named(w: s.World, case: Case, name: str, level: Level = Level.PLAN) -> Involvement:
    member = w.member(name)
    return shares.share(
        by=w.aisha,
        case=case,
        team=member.team,
        membership=member,
        level=level,
        purpose="Midwife of Efa",
        legal_basis=LegalBasis.SAFEGUARDING,
    )


def changed(w: s.World, row: Involvement, **other: object) -> Involvement:
    terms: dict[str, object] = {
        "level": Level(row.level),
        "purpose": row.purpose,
        "legal_basis": LegalBasis.SAFEGUARDING,
        "ends_at": row.ends_at,
    }
    return shares.change_share(by=w.aisha, involvement=row, **(terms | other))  # type: ignore[arg-type]


def test_the_end_of_a_share_is_told_without_the_child(w: s.World, case: Case) -> None:
    s.shared(w, case)
    row = case.involvements.get(role="partner")
    assert told("case_shared") == {"Chloe Puw"}
    shares.end_share(by=w.aisha, involvement=row, reason="Efa has moved away")
    assert told("share_ended") == {"Chloe Puw"}
    chloe = signed_in(w.member("chloe"))
    page = chloe.get("/notifications/")
    said = page.content.decode()
    assert page.context["notifications_count"] == 1  # what was told of the open record is gone
    for words in ("A child known to Cardiff", "has stopped sharing", "with your team since"):
        assert words in said
    for word in (*CHILD, str(case.pk), "moved away", "Aisha"):
        assert word not in said
    notice = Notice.objects.get(kind="share_ended")
    answer = chloe.get(f"/notifications/{notice.pk}/")
    assert answer.headers["location"] == "/notifications/"
    assert chloe.get("/notifications/").context["notifications_count"] == 0
    assert signed_in(w.member("dev")).get(f"/notifications/{notice.pk}/").status_code == 404
    notices.send_notices(by=Actor.system("send-notices"))
    assert "Efa" not in "".join(str(each.message()) for each in mail.outbox)


@pytest.mark.parametrize("shut_by", ["restriction", "exclusion"])
def test_news_of_oneself_is_read_without_the_child_whatever_shut_the_case(
    w: s.World, case: Case, shut_by: str
) -> None:
    s.shared(w, case, level=Level.SUMMARY)
    request = asked(w, case, "chloe", is_sought=False, purpose="To plan my visits")
    share_requests.refuse(by=w.aisha, request=request, reason="Call us")
    chloe = signed_in(w.member("chloe"))
    assert "Efa Lloyd" in chloe.get("/notifications/").content.decode()
    if shut_by == "restriction":
        restricted(w, case)
    else:
        excluded(w, case, "chloe")
    for url in ("/notifications/", "/notifications/?sort=child", "/notifications/?format=csv"):
        said = chloe.get(url).getvalue().decode()
        assert "To plan my visits" in said, url
        assert "Call us" in said, url
        for word in (*CHILD, str(case.pk), "Aisha"):
            assert word not in said, url
    notice = Notice.objects.get(kind="share_answered")
    assert chloe.get(f"/notifications/{notice.pk}/").headers["location"] == "/share-requests/"


def test_who_is_shared_with_anew_reads_the_end_with_the_child(w: s.World, case: Case) -> None:
    s.shared(w, case)
    shares.end_share(by=w.aisha, involvement=case.involvements.get(role="partner"), reason="x")
    s.shared(w, case)
    said = signed_in(w.member("chloe")).get("/notifications/").content.decode()
    assert "has stopped sharing" in said
    assert "Efa Lloyd" in said
    assert "A child known to" not in said


def test_a_share_that_never_began_or_was_shut_is_told_to_nobody(w: s.World, case: Case) -> None:
    later = shares.share(
        by=w.aisha,
        case=case,
        team=w.midwives,
        level=Level.PLAN,
        purpose="Later",
        legal_basis=LegalBasis.SAFEGUARDING,
        starts_at=now() + timedelta(days=3),
    )
    shares.end_share(by=w.aisha, involvement=later, reason="Not needed")
    mine = named(w, case, "dev")
    excluded(w, case, "dev")
    shares.end_share(by=w.aisha, involvement=mine, reason="Not needed")
    s.shared(w, case)
    restricted(w, case)
    shut = case.involvements.get(role="partner", ends_at=None)
    shares.end_share(by=w.aisha, involvement=shut, reason="Not needed")
    assert told("share_ended") == set()


def test_a_changed_share_is_told_as_changed(w: s.World, case: Case) -> None:
    s.shared(w, case)
    row = changed(w, case.involvements.get(role="partner"), level=Level.SUMMARY)
    assert told("share_changed") == {"Chloe Puw"}
    assert Notice.objects.filter(kind="case_shared").count() == 1
    row = changed(w, row, ends_at=now() + timedelta(days=9))
    row = changed(w, row, purpose="Weighing")
    assert Notice.objects.filter(kind="share_changed").count() == 2
    said = signed_in(w.member("chloe")).get("/notifications/").content.decode()
    assert "has changed how much of this child’s record" in said
    request = asked(w, case, "chloe", level=Level.FULL, for_whole_team=True, is_sought=False)
    share_requests.grant(
        by=w.aisha, request=request, level=Level.FULL, ends_at=None, with_whole_team=True
    )
    assert told("share_answered") == {"Chloe Puw"}


def test_a_change_before_the_first_day_is_told_on_the_first_day(w: s.World, case: Case) -> None:
    starts = now() + timedelta(days=3)
    row = shares.share(
        by=w.aisha,
        case=case,
        team=w.midwives,
        level=Level.PLAN,
        purpose="Later",
        legal_basis=LegalBasis.SAFEGUARDING,
        starts_at=starts,
    )
    changed(w, row, purpose="Later, and weighing")
    assert list(Notice.objects.filter(kind="case_shared").values_list("created_at", flat=True)) == [
        starts
    ]
    assert told("share_changed") == set()


def test_who_restricted_hears_who_is_let_in_by_another(w: s.World, case: Case) -> None:
    restricted(w, case)  # by Iris, who is named
    case.refresh_from_db()
    row = named(w, case, "dev")
    assert told("named_changed") == {"Iris Bevan"}
    iris = signed_in(w.member("iris"))
    said = iris.get("/notifications/").content.decode()
    assert "changed who may open this restricted record, or how much of it" in said
    notice = Notice.objects.get(kind="named_changed")
    where = iris.get(f"/notifications/{notice.pk}/").headers["location"]
    assert where == f"/cases/{case.pk}/sharing/"
    assert "Dev Anand" in iris.get(where).content.decode()
    changed(w, row, level=Level.FULL)
    share_requests.grant(
        by=w.aisha, request=asked(w, case, "chloe"), level=Level.SUMMARY, ends_at=None
    )
    assert Notice.objects.filter(kind="named_changed").count() == 3
    assert told("named_changed") == {"Iris Bevan"}


def test_who_restricted_but_lost_sight_hears_nothing(w: s.World, case: Case) -> None:
    restrictions.restrict(
        by=w.huw,
        case=case,
        named=[w.member("aisha"), w.member("iris")],
        reason="A witness",
        hides_name=True,
    )
    case.refresh_from_db()
    named(w, case, "dev")
    assert told("named_changed") == {"Iris Bevan"}
    restrictions.change_named(
        by=w.iris,
        case=case,
        named=[w.member(name) for name in ("aisha", "dev", "huw", "iris")],
        seen=seen(case),
    )
    assert Notice.objects.filter(kind="named_changed").count() == 1  # Iris did it herself
    case_services.assign_co_ordinator(by=w.huw, case=case, membership=w.member("huw"))
    assert told("named_changed") == {"Iris Bevan"}
    assert Notice.objects.filter(kind="named_changed").count() == 2


def test_who_hands_over_their_own_part_silences_nobody(w: s.World, case: Case) -> None:
    s.co_ordinated(w, case, name="huw")
    restricted(w, case, "huw", "iris")
    barred = s.colleague(w, "aisha", "Rhys Ellis")
    exclusions.exclude(by=w.iris, case=case, membership=barred, reason="A cousin")
    case.refresh_from_db()
    with pytest.raises(RuleBroken) as error:
        case_services.assign_co_ordinator(by=w.huw, case=case, membership=barred)
    assert [each.code for each in error.value.problems] == ["person_is_excluded"]
    assert access.can(w.huw, P.VIEW_PLAN, case)
    case_services.assign_co_ordinator(by=w.huw, case=case, membership=w.member("aisha"))
    assert not access.can(w.huw, P.VIEW_SUMMARY, case)  # named by that part alone
    assert access.can(w.aisha, P.VIEW_PLAN, case)
    assert told("named_changed") == {"Iris Bevan"}


def test_the_database_gives_ones_own_news_and_nobody_elses(w: s.World, case: Case) -> None:
    row = asked(w, case)
    share_requests.refuse(by=w.aisha, request=row, reason="Call us")
    for name, count in (("dev", 1), ("chloe", 0), ("nia", 0), ("farid", 0)):
        with acting_as(w.actor(name)):
            assert Notice.objects.filter(kind="share_answered").count() == count, name
        assert access.visible(w.actor(name), P.VIEW_SUMMARY, Notice).count() == count, name


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (NoticeKind.SHARE_ENDED, "Sharing that ended"),
        (NoticeKind.SHARE_ANSWERED, "Requests to share"),
    ],
)
def test_news_whose_row_is_gone_has_a_title_of_its_kind(kind: NoticeKind, title: str) -> None:
    told_of = Told(uuid4(), kind, None, child="", authority="", at=now(), is_read=False)
    [row] = notice_words.rows([told_of])
    assert row["child"] == title
    assert not row["words"].startswith(" ")
