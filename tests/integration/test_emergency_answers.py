"""Who is told of an emergency and when, who can end one, and what is kept of a second reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import User
from agencies.services import suspend_member
from cases import access
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import EmergencyReason
from cases.models import Case, EmergencyAccess, Notice
from cases.queries import emergencies as queries
from cases.queries import emergency_counts as counted
from cases.services import emergencies, emergency_reviews
from cases.web import door
from cpr import clock
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.integration.acts_emergency import AGAIN, NOTE, WHY, opened, opened_for
from tests.integration.acts_restricting import restricted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/emergency/"
ENOUGH = "The child is home and safe"


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w)


def signed_in(w: s.World, name: str) -> Client:
    client = Client()
    client.force_login(w.user(name), backend=BACKEND)
    return client


def filled(w: s.World, case: Case, **more: Any) -> dict[str, Any]:
    the_door = door.token_for(w.actor("dev"), case.pk)
    return {"door": the_door, "kind": "treatment", "reason": WHY, "hours": "1", **more}


def page_of(opening: EmergencyAccess) -> str:
    return reverse("cases:emergency_review", args=[opening.pk])


# Looking tells nobody


def test_a_look_at_a_restricted_record_rings_for_nobody_and_locks_nothing(
    w: s.World, case: Case
) -> None:
    restricted(w, case)
    Notice.objects.all().delete()
    dev = signed_in(w, "dev")
    with CaptureQueriesContext(connection) as asked:
        said = dev.get(PAGE, {"door": filled(w, case)["door"]}).content.decode()
    assert "Iris Bevan" in said
    assert "Tell them that I need this record" in said
    assert "They have been told" not in said
    assert not Notice.objects.exists()
    assert not any("FOR NO KEY" in each["sql"] for each in asked)
    looked = AuditEvent.objects.get(action="emergency.officers_read")
    assert looked.case_id == case.pk


def test_a_look_at_the_form_of_any_other_record_rings_for_nobody(w: s.World, case: Case) -> None:
    Notice.objects.all().delete()
    assert signed_in(w, "dev").get(PAGE, {"door": filled(w, case)["door"]}).status_code == 200
    assert not Notice.objects.exists()
    assert not EmergencyAccess.objects.exists()


def test_asking_tells_the_officer_once_and_leads_back_to_the_numbers(
    w: s.World, case: Case
) -> None:
    restricted(w, case)
    Notice.objects.all().delete()
    dev = signed_in(w, "dev")
    for _time in range(2):
        answer = dev.post(PAGE, {"door": filled(w, case)["door"]})
        assert answer.status_code == 302  # so that going back or loading again asks nothing
        assert "They have been told" in dev.get(answer["Location"]).content.decode()
    assert Notice.objects.count() == 1


def test_a_reason_typed_for_what_is_restricted_meanwhile_is_given_back(
    w: s.World, case: Case
) -> None:
    restricted(w, case)
    said = signed_in(w, "dev").post(PAGE, filled(w, case)).content.decode()
    assert f"{WHY}</textarea>" in said
    assert "They have been told that you asked." in said


@pytest.mark.parametrize("language", ["en", "cy"])
def test_nobody_is_said_to_have_been_told_where_there_is_nobody_to_tell(
    w: s.World, case: Case, language: str
) -> None:
    restricted(w, case)
    suspend_member(by=s.SEED, membership=w.member("iris"))
    Notice.objects.all().delete()
    User.objects.filter(pk=w.user("dev").pk).update(language=language)
    dev, the_door = signed_in(w, "dev"), {"door": filled(w, case)["door"]}
    nobody, told, ask = {
        "en": ("No senior officer of this record", "They have been told", "Tell them that"),
        "cy": ("Ni ellir cyrraedd yr un uwch swyddog", "Maent wedi cael gwybod", "Dweud wrthynt"),
    }[language]
    asked = (dev.get(PAGE, the_door), dev.post(PAGE, the_door), dev.post(PAGE, filled(w, case)))
    for answer in asked:
        assert answer.status_code == 200
        said = answer.content.decode()
        assert nobody in said
        assert 'href="tel:02920180000"' in said
        assert told not in said
        assert ask not in said
    assert f"{WHY}</textarea>" in said
    assert told not in dev.get(PAGE, the_door).content.decode()
    assert not Notice.objects.exists()
    assert AuditEvent.objects.filter(action="emergency.refused").count() == 2


def test_who_only_looked_is_offered_to_the_officer_who_is_called(w: s.World, case: Case) -> None:
    restricted(w, case)
    signed_in(w, "dev").get(PAGE, {"door": filled(w, case)["door"]})
    page = signed_in(w, "iris").get(reverse("cases:emergency_for", args=[case.pk]))
    assert "Dev Anand" in page.content.decode()


# A second reason


def test_a_second_reason_is_kept_and_read_by_the_reviewer(w: s.World, case: Case) -> None:
    opening, dev = opened(w, case), signed_in(w, "dev")
    ends_at = opening.involvement.ends_at
    said = dev.post(PAGE, filled(w, case, reason=AGAIN), follow=True).content.decode()
    assert "nothing was made longer" in said
    assert "The reviewer reads what you wrote now" in said
    kept = AuditEvent.objects.get(action="emergency.reason_added")
    assert (kept.subject_id, kept.details["reason"]) == (opening.pk, AGAIN)
    assert kept.details["emergency"] == str(opening.pk)
    opening.involvement.refresh_from_db()
    assert opening.involvement.ends_at == ends_at
    assert EmergencyAccess.objects.count() == 1
    assert AGAIN in signed_in(w, "huw").get(page_of(opening)).content.decode()


def test_a_second_reason_is_a_reason_too(w: s.World, case: Case) -> None:
    opened(w, case)
    dev = signed_in(w, "dev")
    short = dev.post(PAGE, filled(w, case, reason="Came in again"))
    assert short.status_code == 422
    assert "Came in again" in short.content.decode()
    assert not AuditEvent.objects.filter(action="emergency.reason_added").exists()


def test_a_second_reason_for_what_has_ended_is_refused(w: s.World, case: Case) -> None:
    ends_at = opened(w, case, hours=1).involvement.ends_at
    assert ends_at is not None
    with clock.at(ends_at), pytest.raises(Conflict, match="emergency_has_ended"):
        emergencies.add_reason(
            by=w.actor("dev"), case=case, kind=EmergencyReason.OTHER, reason=AGAIN
        )


# Ended by somebody else


def test_who_may_review_may_end_it_now_with_a_reason(w: s.World, case: Case) -> None:
    opening, dev = opened(w, case), w.actor("dev")
    for reason, code in (("", "missing"), ("x", "too_short")):
        with pytest.raises(RuleBroken, match=f"ending_reason_{code}"):
            emergency_reviews.end_now(by=w.huw, opening_id=opening.pk, reason=reason)
    assert access.can(dev, P.VIEW_NOTES, case)
    emergency_reviews.end_now(by=w.huw, opening_id=opening.pk, reason=ENOUGH)
    assert not access.can(dev, P.VIEW_SUMMARY, case)
    with pytest.raises(Conflict, match="emergency_has_ended"):
        emergency_reviews.end_now(by=w.iris, opening_id=opening.pk, reason=ENOUGH)
    ended = AuditEvent.objects.get(action="emergency.ended")
    assert (ended.actor_name, ended.details["reason"]) == ("Huw Morgan", ENOUGH)
    said = signed_in(w, "dev").get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "A reviewer ended your emergency access to this record at" in said
    assert ENOUGH not in said


@pytest.mark.parametrize(
    ("name", "error"),
    [("aisha", NotAllowed), ("ben", NotAllowed), ("dev", NotAllowed), ("nia", NotFound)],
)
def test_nobody_else_ends_it(w: s.World, case: Case, name: str, error: type[Exception]) -> None:
    opening = opened(w, case)
    with pytest.raises(error):
        emergency_reviews.end_now(by=w.actor(name), opening_id=opening.pk, reason=ENOUGH)
    assert access.can(w.actor("dev"), P.VIEW_NOTES, case)


def test_it_is_ended_by_the_page_also_after_its_review(w: s.World, case: Case) -> None:
    opening, huw = opened(w, case), signed_in(w, "huw")
    reviewed = {"step": "review", "finding": "justified", "note": NOTE}
    assert huw.post(page_of(opening), reviewed).status_code == 302
    wrong = huw.post(page_of(opening), {"step": "end", "reason": "x"})
    assert wrong.status_code == 422
    assert "Write at least 3 words on why you end this now" in wrong.content.decode()
    done = huw.post(page_of(opening), {"step": "end", "reason": ENOUGH}, follow=True)
    said = done.content.decode()
    assert "The access has ended." in said
    assert f"Ended emergency access (Huw Morgan): {ENOUGH}" in said
    assert "It is open now" not in said
    late = signed_in(w, "iris").post(page_of(opening), {"step": "end", "reason": "I end it too"})
    assert late.status_code == 409
    assert "I end it too" in late.content.decode()


def test_nothing_to_end_where_it_has_ended_by_itself(w: s.World, case: Case) -> None:
    opening = opened(w, case, hours=1)
    with clock.at(opening.opened_at + timedelta(hours=2)):
        assert "It is open now" not in signed_in(w, "huw").get(page_of(opening)).content.decode()


def test_a_review_of_one_letter_is_refused_and_kept(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    typed = {"step": "review", "finding": "justified", "note": "k"}
    answer = signed_in(w, "huw").post(page_of(opening), typed)
    assert answer.status_code == 422
    assert "Write at least 6 words on what you looked at" in answer.content.decode()
    opening.refresh_from_db()
    assert opening.reviewed_at is None


# Who authorised it is the last to review it


def by_review(w: s.World) -> dict[counted.Review, int]:
    return dict(counted.counts(w.actor("jan"), since=s.before(300)).reviews)


def test_where_nobody_else_can_review_it_says_so_and_is_counted(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "iris")
    opening = opened_for(w, case)
    assert opening.reviewer == w.members["iris"]
    iris = signed_in(w, "iris")
    assert (
        "Iris Bevan authorised this and reviews it too"
        in iris.get(page_of(opening)).content.decode()
    )
    assert "You, who authorised it" in iris.get("/emergency/reviews/").content.decode()
    assert by_review(w)[counted.Review.AUTHORISER] == 1
    page = signed_in(w, "jan").get("/emergency/counts/", {"review": "authoriser"}).content.decode()
    assert "Iris Bevan, who authorised it" in page
    assert AuditEvent.objects.get(action="emergency.authorised").details["is_reviewer_authoriser"]
    iris.post(page_of(opening), {"step": "review", "finding": "justified", "note": NOTE})
    assert by_review(w)[counted.Review.AUTHORISER] == 1
    assert (
        "reviewed by who authorised it"
        in signed_in(w, "jan").get("/emergency/counts/").content.decode()
    )


def test_where_somebody_else_can_the_officer_neither_gets_nor_takes_it(
    w: s.World, case: Case
) -> None:
    restricted(w, case, "aisha", "iris", "huw")
    opening = opened_for(w, case)
    assert opening.reviewer == w.members["huw"]
    with pytest.raises(RuleBroken, match="review_of_what_you_authorised"):
        emergency_reviews.take_over(by=w.iris, opening_id=opening.pk, note="Huw is on leave")
    assert by_review(w)[counted.Review.AUTHORISER] == 0
    said = signed_in(w, "huw").get(page_of(opening)).content.decode()
    assert "reviews it too" not in said
    assert [each.is_of_authoriser for each in queries.to_review(w.huw)] == [False]


def test_a_page_without_any_opening_says_so_once(w: s.World) -> None:
    said = signed_in(w, "jan").get("/emergency/counts/").content.decode()
    assert said.count("No record was opened in an emergency.") == 1
    assert "By month" not in said
