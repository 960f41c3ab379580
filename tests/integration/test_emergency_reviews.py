"""The review of emergency access: whose it is, that it closes once, and what it shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.services import add_member, suspend_member
from cases import access
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import EmergencyFinding, EmergencyReason
from cases.models import Case, EmergencyAccess
from cases.queries import emergencies as queries
from cases.queries import emergency_counts as counted
from cases.services import emergencies
from cases.services.emergency_reviews import close_review, open_review, take_over
from cpr import clock
from cpr.audit.models import AuditEvent
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.acts_emergency import opened, opened_for
from tests.integration.acts_restricting import restricted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOTE = "Read the hospital’s note; she was in danger."


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


def url(opening: EmergencyAccess) -> str:
    return reverse("cases:emergency_review", args=[opening.pk])


def close(
    w: s.World,
    opening: EmergencyAccess,
    name: str = "huw",
    finding: EmergencyFinding = EmergencyFinding.JUSTIFIED,
) -> EmergencyAccess:
    return close_review(by=w.actor(name), opening_id=opening.pk, finding=finding, note=NOTE)


def test_the_named_reviewer_closes_it_once(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    closed = close(w, opening)
    assert closed.reviewed_by_id == w.members["huw"].pk
    assert closed.finding == EmergencyFinding.JUSTIFIED
    with pytest.raises(Conflict, match="emergency_reviewed_already"):
        close(w, opening)
    assert AuditEvent.objects.filter(action="emergency.reviewed").count() == 1
    assert access.can(w.actor("dev"), P.VIEW_SUMMARY, case)  # justified: it ends by itself


def test_a_closed_review_stays_in_the_database_too(w: s.World, case: Case) -> None:
    opening = close(w, opened(w, case))
    opening.review_note = "Something else"
    with (
        pytest.raises(Exception, match="Cannot update"),
        transaction.atomic(),
    ):
        opening.save()


def test_another_takes_it_over_with_a_note_and_then_closes(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    with pytest.raises(Conflict, match="review_is_anothers"):
        close(w, opening, "iris")
    with pytest.raises(RuleBroken, match="taking_over_note_missing"):
        take_over(by=w.iris, opening_id=opening.pk, note=" - ")
    take_over(by=w.iris, opening_id=opening.pk, note="Huw is on leave")
    with pytest.raises(Conflict, match="review_yours_already"):
        take_over(by=w.iris, opening_id=opening.pk, note="Huw is on leave")
    with pytest.raises(Conflict):
        close(w, opening, "huw")
    close(w, opening, "iris")
    taken = AuditEvent.objects.get(action="emergency.taken_over")
    assert taken.details["note"] == "Huw is on leave"
    assert "Huw" in taken.details["instead_of"]


def test_nobody_reviews_their_own(w: s.World) -> None:
    case = s.child(w, "nia")
    opening = opened(w, case, "iris")
    s.shared(w, s.child(w), name="chloe")
    w.members["iris in newport"] = add_member(
        by=s.SEED, user=w.user("iris"), team=w.newport, role="senior_manager", on=today()
    )
    for name in ("iris", "iris in newport"):  # another membership is the same person
        with pytest.raises((NotAllowed, NotFound)):
            take_over(by=w.actor(name), opening_id=opening.pk, note="I do it myself")
    assert queries.to_review(w.actor("iris in newport")) == []


def test_the_database_refuses_it_too(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    with pytest.raises(IntegrityError, match="nobody_reviews_their_own"), transaction.atomic():
        EmergencyAccess.objects.filter(pk=opening.pk).update(
            reviewed_by=opening.membership, reviewed_at=now(), finding="justified"
        )


@pytest.mark.parametrize(("name", "error"), [("aisha", NotAllowed), ("nia", NotFound)])
def test_only_reviewers_of_the_authority_look(
    w: s.World, case: Case, name: str, error: type[Exception]
) -> None:
    opening = opened(w, case)
    for act in (
        lambda: open_review(by=w.actor(name), opening_id=opening.pk),
        lambda: take_over(by=w.actor(name), opening_id=opening.pk, note="Because I say so"),
        lambda: close(w, opening, name),
    ):
        with pytest.raises(error):
            act()


def test_what_is_not_justified_ends_at_once(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    close(w, opening, finding=EmergencyFinding.NOT_JUSTIFIED)
    assert not access.can(w.actor("dev"), P.VIEW_SUMMARY, case)
    again = opened(w, case)
    with clock.at(now() + timedelta(hours=4)):  # it has ended by itself: only the finding is kept
        close(w, again, finding=EmergencyFinding.NOT_JUSTIFIED)


def test_a_restriction_hides_it_from_a_reviewer_who_is_not_named(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    restricted(w, case, "aisha", "iris")
    with pytest.raises(NotFound):
        close(w, opening, "huw")
    assert [each.opening_id for each in queries.to_review(w.iris)] == [opening.pk]


def test_the_list_has_the_own_first_and_says_since_when(w: s.World, case: Case) -> None:
    other = s.child(w, given="Gwil")
    first = opened(w, case)
    take_over(by=w.iris, opening_id=first.pk, note="Huw is on leave")
    second = opened(w, other)
    with clock.at(now() + timedelta(days=2)):
        found = queries.to_review(w.huw)
        assert [(each.opening_id, each.is_mine) for each in found] == [
            (second.pk, True),
            (first.pk, False),
        ]
        page = signed_in(w, "huw").get(reverse("cases:emergency_reviews")).content.decode()
        assert "for 2 days" in page
        home = signed_in(w, "huw").get("/").content.decode()
        assert "Emergency access to review" in home
        assert url(second) in home
        assert url(first) not in home
    close(w, second)
    assert "Emergency access to review" not in signed_in(w, "huw").get("/").content.decode()


def test_where_the_reviewer_has_left_every_other_one_is_shown_it(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    assert opening.reviewer == w.members["huw"]
    assert queries.to_review(w.iris, mine_only=True) == []
    suspend_member(by=s.SEED, membership=w.member("huw"))
    [shown] = queries.to_review(w.iris, mine_only=True)
    assert (shown.opening_id, shown.is_mine) == (opening.pk, False)
    assert "nobody to review it" in signed_in(w, "iris").get("/").content.decode()


def test_the_page_shows_everything_done_under_it(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    dev = signed_in(w, "dev")
    dev.get(f"/cases/{case.pk}/")
    dev.get(f"/cases/{case.pk}/notes/")
    dev.get("/")
    signed_in(w, "aisha").get(f"/cases/{case.pk}/family/")
    page = signed_in(w, "huw").get(url(opening))
    rows = [row[1] for row in page.context["done"]["rows"]]
    assert rows == [
        "Opened the record in an emergency",
        "Opened the record: Chronology",
        "Opened the record: Notes",
        "Opened the page of own work",
    ]


def test_the_review_by_page_keeps_what_was_typed(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    huw = signed_in(w, "huw")
    wrong = huw.post(url(opening), {"step": "review", "note": NOTE})
    assert wrong.status_code == 422
    assert NOTE in wrong.content.decode()
    typed = {"step": "review", "finding": "another_way", "note": NOTE}
    assert huw.post(url(opening), typed).status_code == 302
    late = huw.post(url(opening), {**typed, "note": "Typed by the second of two"})
    assert late.status_code == 409
    said = late.content.decode()
    assert "Somebody else has already closed this review" in said
    assert "Typed by the second of two" in said
    assert NOTE in said  # what the first one wrote


def test_who_loses_the_review_while_typing_is_told_and_keeps_it(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    huw = signed_in(w, "huw")
    take_over(by=w.iris, opening_id=opening.pk, note="Huw is on leave")
    answer = huw.post(url(opening), {"step": "review", "finding": "justified", "note": NOTE})
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "Iris Bevan is to review this" in said
    assert NOTE in said
    opening.refresh_from_db()
    assert opening.reviewed_at is None


def test_taking_over_by_page(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    iris = signed_in(w, "iris")
    assert "Huw Morgan is to review this" in iris.get(url(opening)).content.decode()
    assert iris.post(url(opening), {"step": "take", "note": ""}).status_code == 422
    page = iris.post(url(opening), {"step": "take", "note": "Huw is on leave"}, follow=True)
    assert "You are to review this now." in page.content.decode()


def test_a_review_of_what_the_officer_authorised_is_anothers_where_there_is_one(
    w: s.World, case: Case
) -> None:
    restricted(w, case, "aisha", "iris", "huw")
    assert opened_for(w, case).reviewer == w.members["huw"]


# The privacy officer


def figures(w: s.World, name: str = "jan") -> counted.Counts:
    return counted.counts(w.actor(name), since=s.before(300))


def test_every_figure_is_the_length_of_its_list(w: s.World, case: Case) -> None:
    other = s.child(w, given="Gwil")
    close(w, opened(w, case), finding=EmergencyFinding.NOT_JUSTIFIED)
    opened(w, other)
    opened(w, other, "chloe", hours=1)
    opened(w, s.child(w, given="Mab"), "nia")
    found = figures(w)
    jan, since = w.actor("jan"), s.before(300)
    assert found.total == 4
    for month, n in found.months:
        assert counted.openings(jan, since=since, month=month).count() == n
    for agency, _name, n in found.agencies:
        assert counted.openings(jan, since=since, agency=agency).count() == n
    for kind, n in found.kinds:
        assert counted.openings(jan, since=since, kind=kind).count() == n
    for review, n in found.reviews:
        assert counted.openings(jan, since=since, review=review).count() == n
    client = signed_in(w, "jan")
    page = client.get(reverse("cases:emergency_counts"))
    links = [row[1] for table in page.context["tables"] for row in table["rows"]]
    assert links
    for link in [*links, *({"text": f["number"], **f} for f in page.context["figures"])]:
        listed = client.get(link["url"].replace("#openings", ""))
        assert listed.context["page_obj"].paginator.count == link["text"], link


def test_no_child_is_named_to_the_privacy_officer(w: s.World, case: Case) -> None:
    opened(w, case)
    for query in ("", "?review=open", "?format=csv"):
        answer = signed_in(w, "jan").get(reverse("cases:emergency_counts") + query)
        said = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()  # type: ignore[attr-defined]
        assert "Dev Anand" in said
        for secret in (case.child.family_name, str(case.pk), str(case.child_id), "unconscious"):
            assert secret not in said, (query, secret)
    assert signed_in(w, "jan").get(f"/cases/{case.pk}/").status_code == 404


def test_a_partners_officer_counts_the_own_staff(w: s.World, case: Case) -> None:
    for agency, team in (("health", w.midwives), ("newport", w.newport)):
        w.members[f"officer of {agency}"] = s.colleague(
            w,
            "dev" if agency == "health" else "nia",
            f"{agency.title()} Officer",
            "privacy_officer",
        )
        assert w.members[f"officer of {agency}"].team == team
    opened(w, case)  # by the health board
    assert figures(w, "officer of health").total == 1
    assert figures(w, "officer of newport").total == 0
    opened(w, case, "nia")
    assert figures(w, "officer of newport").total == 1
    assert figures(w).total == 2


@pytest.mark.parametrize("name", ["aisha", "huw", "iris", "efua", "dev", "farid"])
def test_nobody_else_counts(w: s.World, name: str) -> None:
    with pytest.raises(NotAllowed):
        figures(w, name)


def test_without_a_reviewer_it_stands_in_the_count(w: s.World) -> None:
    case = s.child(w, "nia")
    emergencies.open_in_emergency(
        by=w.actor("dev"),
        case=case,
        kind=EmergencyReason.MISSING,
        reason="Missing since the morning, last seen near the river",
        hours=1,
    )
    w.members["officer"] = s.colleague(w, "nia", "Olwen Officer", "privacy_officer")
    reviews = dict(figures(w, "officer").reviews)
    assert reviews[counted.Review.UNNAMED] == 1


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("huw", "/emergency/reviews/"),
        ("huw", "/"),
        ("jan", "/emergency/counts/"),
        ("dev", "/emergency/"),
        ("dev", "/"),
    ],
)
def test_a_page_costs_the_same_for_one_opening_and_for_many(
    w: s.World, case: Case, name: str, page: str
) -> None:
    client = signed_in(w, name)
    counts = []
    for more in ([case], [s.child(w, given=f"Gwil {n}", age_days=900 + n) for n in range(6)]):
        for each in more:
            opened(w, each)
        client.get(page)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
