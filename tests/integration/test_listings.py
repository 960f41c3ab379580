"""A list that names children leaves one event a page: what was asked, and whose cases it showed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.domain.statuses import ConferenceKind, Level
from cases.models import Case
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.integration.acts_restricting import restricted
from tests.integration.test_children_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


@pytest.fixture
def efa(w: s.World) -> Case:
    """Efa, registered long enough ago to be late; her review is called for tomorrow."""
    [registration] = s.registered(w, days_ago=80)
    s.co_ordinated(w, registration.case)
    s.shared(w, registration.case)
    s.conference(w, [registration.case], on=s.before(-1), kind=ConferenceKind.REVIEW, hold=False)
    return registration.case


def written(client: Client, url: str) -> list[AuditEvent]:
    """This will open a page and give the events it left."""
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    assert client.get(url).status_code == 200
    return list(AuditEvent.objects.exclude(pk__in=before).order_by("pk"))


@pytest.mark.parametrize(
    ("who", "url", "action", "asked"),
    [
        ("aisha", "/", "work.listed", {}),
        ("chloe", "/", "work.listed", {}),
        ("huw", "/", "work.listed", {}),
        ("aisha", "/children/", "children.listed", {"page": "1"}),
        ("aisha", "/children/?q=Efa+Loyd", "children.listed", {"q": "Efa Loyd", "page": "1"}),
        (
            "efua",
            "/children/?show=register",
            "children.listed",
            {"show": "register", "page": "1"},
        ),
        ("huw", "/overdue/", "overdue.listed", {"page": "board", "count": "dates"}),
        (
            "huw",
            "/overdue/list/?count=families",
            "overdue.listed",
            {"count": "families", "page": "1"},
        ),
        (
            "huw",
            "/overdue/list/?show=register",
            "overdue.listed",
            {"show": "register", "page": "1"},
        ),
        (
            "gwen",
            "/conferences/?stage=coming",
            "conferences.listed",
            {"stage": "coming", "whose": "mine", "page": "1"},
        ),
        (
            "aisha",
            "/conferences/?stage=recent",
            "conferences.listed",
            {"stage": "recent", "whose": "all", "page": "1"},
        ),
        ("chloe", "/notifications/", "notices.listed", {"page": "1"}),
    ],
)
def test_a_page_of_a_list_is_one_event(
    w: s.World, efa: Case, who: str, url: str, action: str, asked: dict[str, str]
) -> None:
    [event] = written(signed_in(w, who), url)
    assert event.action == action
    assert event.details == {"asked": asked, "cases": [str(efa.pk)]}
    assert event.membership_id == w.members[who].pk


def test_a_page_that_shows_nobody_says_what_was_asked(w: s.World, efa: Case) -> None:
    [event] = written(signed_in(w, "dev"), "/children/?q=Efa")
    assert event.details == {"asked": {"q": "Efa", "page": "1"}, "cases": []}


def test_a_list_is_one_event_however_many_it_shows(w: s.World, efa: Case) -> None:
    others = [s.child(w, given=f"Twm{n}", family=f"Prys{n}", age_days=900 + 40 * n) for n in (1, 2)]
    [event] = written(signed_in(w), "/children/")
    assert sorted(event.details["cases"]) == sorted(str(case.pk) for case in [efa, *others])
    assert event.case_id is None


def test_a_list_records_only_whom_it_showed(w: s.World, efa: Case) -> None:
    hidden = s.child(w, given="Osian", age_days=300, sibling=efa)
    for url in ("/", "/children/", "/conferences/"):
        for event in written(signed_in(w, "chloe"), url):
            assert str(hidden.pk) not in event.details["cases"]


@pytest.mark.parametrize("of", ["children", "registrations", "overdue"])
def test_a_list_of_the_api_names_the_cases_it_gave(w: s.World, efa: Case, of: str) -> None:
    [event] = written(signed_in(w), f"/api/{of}/")
    assert (event.action, event.details["list"]) == ("api.listed", of)
    assert event.details["cases"] == [str(efa.pk)]


@pytest.mark.parametrize("show", ["", "?show=register&format=csv"])
def test_a_file_of_the_board_names_the_cases_in_it(w: s.World, efa: Case, show: str) -> None:
    [event] = written(signed_in(w, "huw"), f"/overdue/list/{show or '?format=csv'}")
    assert event.action == "overdue.exported"
    assert event.details["cases"] == [str(efa.pk)]


@pytest.mark.parametrize("route", ["case", "case_family"])
def test_brothers_and_sisters_named_are_in_the_reading(w: s.World, efa: Case, route: str) -> None:
    osian = s.child(w, given="Osian", age_days=300, sibling=efa)
    s.shared(w, efa, name="dev", level=Level.FULL)
    url = reverse(f"cases:{route}", args=[efa.pk])
    [event] = written(signed_in(w), url)
    assert (event.action, event.case_id) == ("record.read", efa.pk)
    assert event.details["siblings"] == [str(osian.pk)]
    [event] = written(signed_in(w, "dev"), url)
    assert "siblings" not in event.details


@pytest.mark.parametrize("route", ["case_restriction", "restrict"])
def test_brothers_and_sisters_of_a_restriction_are_in_the_reading(
    w: s.World, efa: Case, route: str
) -> None:
    osian = s.child(w, given="Osian", age_days=300, sibling=efa)
    hidden = s.child(w, given="Mabli", age_days=2500, sibling=efa)
    restricted(w, hidden)
    url, huw = reverse(f"cases:{route}", args=[efa.pk]), signed_in(w, "huw")
    [event] = written(huw, url)
    assert (event.action, event.case_id) == ("record.read", efa.pk)
    assert event.details["siblings"] == [str(osian.pk)]
    if route == "restrict":
        for sent in ({"adds_team": "yes", "other_team": str(w.midwives.pk)}, {"reason": ""}):
            before = AuditEvent.objects.count()
            assert "Osian" in huw.post(url, sent).content.decode()
            assert AuditEvent.objects.count() == before + 1
            event = AuditEvent.objects.latest("pk")
            assert event.details == {"part": "restrict", "siblings": [str(osian.pk)]}


def test_the_form_for_a_brother_or_sister_is_a_reading_of_the_child_it_begins_with(
    w: s.World, efa: Case
) -> None:
    [event] = written(signed_in(w), f"/children/add/?sibling={efa.child_id}")
    assert (event.action, event.case_id) == ("record.read", efa.pk)
    assert event.details == {"part": "child_add"}


def test_who_has_looked_shows_readings_of_the_record_and_no_lists(w: s.World, efa: Case) -> None:
    signed_in(w, "efua").get("/children/")
    looked: Any = signed_in(w).get(reverse("cases:case_access", args=[efa.pk]))
    assert "Efua Mensah" not in looked.content.decode()
