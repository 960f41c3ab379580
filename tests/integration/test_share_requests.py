"""Requests to share: asked with and without sight of the case, answered once, telling no more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail

from agencies.actors import Actor
from agencies.services import suspend_member
from cases import access, grants
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import Level
from cases.models import Case, Involvement, Notice, ShareRequest
from cases.queries import share_requests as queries
from cases.services import notices, share_requests
from cases.web.door import token_for
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.integration.acts_requests import asked
from tests.integration.acts_restricting import excluded, restricted
from tests.integration.test_board_pages import signed_in
from tests.integration.test_concurrency import at_once, parted

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    case = s.child(w)
    s.co_ordinated(w, case)
    return case


def codes(error: Any) -> list[str]:
    return [problem.code for problem in error.value.problems]


def told(kind: str) -> set[str]:
    return set(
        Notice.objects.filter(kind=kind).values_list("membership__user__full_name", flat=True)
    )


def typed(**other: str) -> dict[str, str]:
    sent = {"level": "plan", "purpose": "Midwife", "legal_basis": "co_operation", "whom": "me"}
    return sent | other


def test_it_is_asked_through_the_door_and_the_co_ordinator_is_told(w: s.World, case: Case) -> None:
    dev = signed_in(w.member("dev"))
    url = f"/share-requests/ask/?door={token_for(w.actor('dev'), case.pk)}"
    page = dev.get(url).content.decode()
    assert "Cardiff" in page
    for word in ("Efa", "Lloyd", str(case.pk), "Aisha"):
        assert word not in page
    assert dev.post(url, typed(level="lead")).status_code == 422
    assert dev.post(url, typed(legal_basis="")).status_code == 422
    assert dev.post(url, typed()).status_code == 302
    assert told("share_asked") == {"Aisha Rahman"}
    assert dev.post(url, typed()).status_code == 409
    again = dev.get(url).content.decode()
    assert "You asked on" in again
    assert "What for?" not in again
    assert "Efa" not in again
    mine = dev.get("/share-requests/").content.decode()
    for word in ("Efa", "Lloyd", str(case.pk), "Aisha"):
        assert word not in mine
    assert "No answer yet" in mine
    assert "Requests to share" in dev.get("/").content.decode()
    assert AuditEvent.objects.get(action="share_request.asked").case_id == case.pk


def test_no_door_leads_to_a_case_for_somebody_else_or_for_who_is_excluded(
    w: s.World, case: Case
) -> None:
    dev = signed_in(w.member("dev"))
    token = token_for(w.actor("dev"), case.pk)
    stranger = f"/share-requests/ask/?door={token_for(w.actor('ola'), case.pk)}"
    unknown = dev.get("/share-requests/ask/?door=nonsense")
    assert unknown.status_code == dev.get(stranger).status_code == 404
    excluded(w, case, "dev")
    answer = dev.get(f"/share-requests/ask/?door={token}")
    plain = [
        re.sub(r"(door(=|%3D)|Token\" value=\"|token\" value=\")[^\"&]*", "", each.content.decode())
        for each in (answer, unknown)
    ]
    assert plain[0] == plain[1]
    assert dev.post(f"/share-requests/ask/?door={token}", typed()).status_code == 404
    with pytest.raises(NotFound):
        asked(w, case)
    assert not ShareRequest.objects.exists()


def test_who_sees_a_part_asks_for_more_and_the_newer_share_stands_alone(
    w: s.World, case: Case
) -> None:
    s.shared(w, case, level=Level.SUMMARY)
    chloe = signed_in(w.member("chloe"))
    assert "Ask to see more" in chloe.get(f"/cases/{case.pk}/").content.decode()
    url = f"/cases/{case.pk}/ask/"
    assert chloe.post(url, typed(level="summary")).status_code == 422
    assert chloe.post(url, typed(whom="team")).status_code == 302
    assert "You asked on" in chloe.get(url).content.decode()
    row = ShareRequest.objects.get()
    share_requests.grant(
        by=w.aisha, request=row, level=Level.PLAN, ends_at=None, with_whole_team=True
    )
    assert access.can(w.actor("chloe"), P.VIEW_PLAN, case)
    old, new = Involvement.objects.filter(role="partner").order_by("starts_at")
    assert old.ends_at == new.starts_at
    assert grants.differences() == []
    with pytest.raises(RuleBroken) as error:
        asked(w, case, "chloe", is_sought=False)
    assert codes(error) == ["seen_already"]
    page = signed_in(w.member("aisha")).get(url).content.decode()
    assert "nothing more to ask" in page


def test_it_is_granted_for_less_and_never_for_more(w: s.World, case: Case) -> None:
    row = asked(w, case)
    with pytest.raises(RuleBroken) as error:
        share_requests.grant(
            by=w.aisha, request=row, level=Level.FULL, ends_at=None, with_whole_team=True
        )
    assert codes(error) == ["more_than_asked", "more_than_asked"]
    page = signed_in(w.member("aisha")).get("/share-requests/").content.decode()
    assert "Dev Anand" in page
    url = f"/share-requests/{row.pk}/"
    aisha = signed_in(w.member("aisha"))
    assert "Midwife of the mother" in aisha.get(url).content.decode()
    assert (
        aisha.post(url, {"answer": "share", "level": "full", "whom": "person"}).status_code == 422
    )
    assert aisha.post(url, {"answer": "refuse", "reason": " "}).status_code == 422
    sent = {"answer": "share", "level": "summary", "whom": "person"}
    assert aisha.post(url, sent).status_code == 302
    share = Involvement.objects.get(role="partner")
    assert (share.level, share.membership_id) == ("summary", w.members["dev"].pk)
    row.refresh_from_db()
    assert (row.status, row.involvement_id) == ("granted", share.pk)
    assert told("share_answered") == {"Dev Anand"}
    assert aisha.post(url, sent).status_code == 409
    assert "Shared on" in aisha.get(url).content.decode()
    assert "Efa" in signed_in(w.member("dev")).get("/share-requests/").content.decode()


def test_a_refusal_tells_its_reason_and_nothing_of_the_child(w: s.World, case: Case) -> None:
    row = asked(w, case)
    share_requests.refuse(by=w.aisha, request=row, reason="Another midwife works with us")
    dev = signed_in(w.member("dev"))
    assert dev.get("/").context["notifications_count"] == 1
    pages = [dev.get(url).content.decode() for url in ("/share-requests/", "/notifications/")]
    pages.append(dev.get("/notifications/?format=csv").getvalue().decode())
    notice = Notice.objects.get(kind="share_answered")
    for page in pages:
        assert "A child known to Cardiff" in page or "Authority" in page
        assert "Another midwife works with us" in page
        assert "Midwife of the mother" in page
        for word in ("Efa", "Lloyd", str(case.pk), "Aisha"):
            assert word not in page
    assert not AuditEvent.objects.filter(action="notices.listed", case_id=case.pk).exists()
    assert dev.get(f"/notifications/{notice.pk}/").headers["location"] == "/share-requests/"
    notice.refresh_from_db()
    assert notice.read_at
    notices.send_notices(by=Actor.system("send-notices"))
    letter = next(each for each in mail.outbox if each.to == ["dev@example.invalid"])
    assert "Efa" not in str(letter.message())
    assert dev.get(f"/cases/{case.pk}/").status_code == 404
    assert dev.get(f"/share-requests/{row.pk}/").status_code == 404
    door = f"/share-requests/ask/?door={token_for(w.actor('dev'), case.pk)}"
    assert "What for?" in dev.get(door).content.decode()
    assert asked(w, case)  # may be asked again


def test_only_those_who_may_share_answer_and_nobody_their_own(w: s.World, case: Case) -> None:
    row = asked(w, case)
    for name, refusal in (("ben", NotAllowed), ("gwen", NotFound), ("nia", NotFound)):
        for act in (
            lambda by: share_requests.refuse(by=by, request=row, reason="No"),
            lambda by: share_requests.grant(by=by, request=row, level=Level.PLAN, ends_at=None),
        ):
            with pytest.raises(refusal):
                act(w.actor(name))
        assert queries.to_answer(w.actor(name)) == []
    for name in ("aisha", "huw", "efua"):
        assert len(queries.to_answer(w.actor(name))) == 1
    ShareRequest.objects.filter(pk=row.pk).update(membership=w.members["huw"])
    with pytest.raises(NotAllowed):
        share_requests.refuse(by=w.huw, request=row, reason="My own")
    assert queries.to_answer(w.huw) == []


def test_a_request_is_withdrawn_by_who_asked_and_by_nobody_else(w: s.World, case: Case) -> None:
    row = asked(w, case)
    url = f"/share-requests/{row.pk}/withdraw/"
    for name in ("aisha", "chloe", "nia"):
        assert signed_in(w.member(name)).post(url).status_code == 404
    dev = signed_in(w.member("dev"))
    assert dev.post(url).status_code == 302
    assert dev.post(url).status_code == 409
    with pytest.raises(Conflict):
        share_requests.refuse(by=w.aisha, request=row, reason="Too late")


def test_who_has_left_is_given_nothing(w: s.World, case: Case) -> None:
    row = asked(w, case)
    suspend_member(by=s.SEED, membership=w.member("dev"))
    with pytest.raises(RuleBroken) as error:
        share_requests.grant(by=w.aisha, request=row, level=Level.PLAN, ends_at=None)
    assert codes(error) == ["asker_has_left"]
    with pytest.raises(NotFound):
        share_requests.withdraw(by=w.actor("dev"), request_id=row.pk)


def test_without_a_co_ordinator_the_managers_are_told(w: s.World) -> None:
    asked(w, s.child(w))
    assert told("share_asked") == {"Huw Morgan"}


def test_of_a_restricted_case_only_named_people_are_told_and_decide(w: s.World, case: Case) -> None:
    restricted(w, case)
    case.refresh_from_db()
    row = asked(w, case, for_whole_team=True)
    assert told("share_asked") == {"Aisha Rahman"}
    for name in ("huw", "efua"):
        assert queries.to_answer(w.actor(name)) == []
        with pytest.raises(NotFound):
            share_requests.refuse(by=w.actor(name), request=row, reason="No")
    page = signed_in(w.member("aisha")).get(f"/share-requests/{row.pk}/").content.decode()
    assert "With whom?" in page
    with pytest.raises(RuleBroken) as error:
        share_requests.grant(
            by=w.aisha, request=row, level=Level.PLAN, ends_at=None, with_whole_team=True
        )
    assert codes(error) == ["restricted_to_named_people"]
    share_requests.grant(by=w.aisha, request=row, level=Level.PLAN, ends_at=None)
    assert access.can(w.actor("dev"), P.VIEW_PLAN, case)


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once() -> None:
    w = s.world()
    case = s.child(w)
    row = asked(w, case)
    assert w.aisha
    assert w.huw
    done, failed = parted(
        at_once(
            lambda: share_requests.refuse(by=w.huw, request=row, reason="No"),
            lambda: share_requests.grant(by=w.aisha, request=row, level=Level.PLAN, ends_at=None),
        )
    )
    assert (len(done), [type(each) for each in failed]) == (1, [Conflict])
    row.refresh_from_db()
    assert access.can(w.actor("dev"), P.VIEW_PLAN, case) is (row.status == "granted")


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_once_it_is_one_request() -> None:
    w = s.world()
    case = s.child(w)
    done, failed = parted(at_once(*[lambda: asked(w, case)] * 2))
    assert (len(done), [type(each) for each in failed]) == (1, [Conflict])
