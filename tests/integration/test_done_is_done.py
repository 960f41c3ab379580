"""What was asked and is done asks no more; what is open stands on the first page."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.domain.statuses import EmergencyFinding, LegalBasis, Level
from cases.models import Notice
from cases.models.notice import NoticeKind
from cases.services import emergency_reviews, share_requests
from tests import scenarios as s
from tests.integration.acts_emergency import opened
from tests.integration.acts_restricting import excluded
from tests.integration.test_children_pages import signed_in

pytestmark = pytest.mark.django_db
OTHER = "ola"
REVIEW = "The log shows the call, and what was read fits it."


def unread(w: s.World, name: str, kind: NoticeKind) -> int:
    return Notice.objects.filter(membership=w.members[name], kind=kind, read_at=None).count()


def test_a_review_that_is_closed_and_a_request_that_is_answered_are_new_no_more() -> None:
    w = s.world()
    case = s.child(w)
    s.co_ordinated(w, case)
    opening = opened(w, case)
    assert unread(w, "huw", NoticeKind.EMERGENCY_TO_REVIEW) == 1
    emergency_reviews.close_review(
        by=w.actor("huw"),
        opening_id=opening.pk,
        finding=EmergencyFinding.JUSTIFIED,
        note=REVIEW,
    )
    assert unread(w, "huw", NoticeKind.EMERGENCY_TO_REVIEW) == 0
    asked = share_requests.ask(
        by=w.actor("dev"),
        case=case,
        level=Level.FULL,
        purpose="Midwife of the mother",
        legal_basis=LegalBasis.CO_OPERATION,
    )
    assert unread(w, "aisha", NoticeKind.SHARE_ASKED) == 1
    share_requests.refuse(by=w.aisha, request=asked, reason="The family’s own midwife has it.")
    assert unread(w, "aisha", NoticeKind.SHARE_ASKED) == 0


def test_what_asks_still_stays_new_until_the_last_is_done() -> None:
    w = s.world()
    case = s.child(w)
    s.co_ordinated(w, case)
    first, second = opened(w, case), opened(w, case, OTHER)
    for opening, left in ((first, 2), (second, 0)):
        emergency_reviews.close_review(
            by=w.actor("huw"),
            opening_id=opening.pk,
            finding=EmergencyFinding.JUSTIFIED,
            note=REVIEW,
        )
        assert unread(w, "huw", NoticeKind.EMERGENCY_TO_REVIEW) == left


def test_an_emergency_that_was_shut_since_leaves_no_empty_list() -> None:
    w = s.world()
    case = s.child(w)
    opened(w, case)
    excluded(w, case, "dev")
    assert "Open to you in an emergency" not in signed_in(w, "dev").get("/").content.decode()


def test_my_work_says_what_is_open_in_an_emergency_and_until_when() -> None:
    w = s.world()
    case = s.child(w)
    assert "Open to you in an emergency" not in signed_in(w, "dev").get("/").content.decode()
    opened(w, case)
    page = signed_in(w, "dev").get("/").content.decode()
    assert "Open to you in an emergency" in page
    assert "and ends by itself" in page


def test_to_go_on_without_a_team_is_told() -> None:
    w = s.world()
    case = s.child(w)
    client: Client = signed_in(w, "aisha")
    url, agency = f"/cases/{case.pk}/share/", w.members["chloe"].team.agency_id
    assert client.get(url, {"agency": agency}).status_code == 200
    answer = client.get(url, {"agency": agency, "asked": "team"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()


def test_who_may_not_search_has_no_box_to_search_in() -> None:
    w = s.world()
    assert 'role="search"' in signed_in(w, "aisha").get("/").content.decode()
    assert 'role="search"' not in signed_in(w, "jan").get("/").content.decode()
