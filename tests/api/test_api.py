"""The API: through the gate, in constant queries, recorded, refusing plainly; its document."""

from __future__ import annotations

import datetime
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from cases.api.throttling import PersonThrottle
from cases.domain.statuses import InvolvementRole, Level
from cases.models import DeregistrationDecision, Registration, RegistrationCategory, SiblingGroup
from cpr.audit.models import AuditEvent
from cpr.clock import today
from cpr.ids import new_id
from tests import board_setup as make
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db
LISTS = ["/api/children/", "/api/registrations/", "/api/overdue/"]
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@pytest.fixture
def place():
    return make.authority()


@pytest.fixture
def nurse():
    board = make.authority(kind="health_board", teams=1)
    return make.person(board.teams[0], "partner_practitioner", "Chloe Bevan")


def full_case(place, given: str = "Efa", **more):
    """This will make a registered child with a category, a co-ordinator and a late date."""
    row = make.case(
        place, given=given, registered_on=date(2026, 3, 2), co_ordinator=place.workers[0], **more
    )
    registration = Registration.objects.get(case=row)
    RegistrationCategory.objects.create(
        registration=registration, category="neglect", started_on=date(2026, 3, 2)
    )
    late = make.deadline(row, "first_review", today() - timedelta(days=30), meeting=new_id())
    return row, registration, late


def test_lists_give_what_the_gate_gives_and_no_more(place, nurse):
    full_case(place)
    hidden, _registration, _late = full_case(make.authority())
    for address in LISTS:
        own = signed_in(place.workers[0]).get(address).json()["results"]
        assert len(own) == 1, address
        assert str(hidden.pk) not in str(own)
        assert signed_in(nurse).get(address).json()["results"] == []


def test_a_share_of_a_summary_opens_child_and_registration_but_not_what_is_overdue(place, nurse):
    row, registration, late = full_case(place)
    make.involve(row, nurse.team, InvolvementRole.PARTNER, Level.SUMMARY)
    client = signed_in(nurse)
    assert client.get(f"/api/children/{row.child_id}/").status_code == 200
    assert client.get(f"/api/registrations/{registration.pk}/").status_code == 200
    assert client.get("/api/overdue/").json()["results"] == []
    assert client.get(f"/api/overdue/{late.pk}/").status_code == 403


def test_the_fields_of_a_child(place):
    row, registration, _late = full_case(place)
    found = signed_in(place.manager).get(f"/api/children/{row.child_id}/").json()
    assert (found["name"], found["is_on_register"]) == ("Efa Lloyd", True)
    assert [case["id"] for case in found["cases"]] == [str(row.pk)]
    assert found["registrations"][0]["id"] == str(registration.pk)
    assert found["registrations"][0]["categories"][0]["category"] == "neglect"


def test_the_fields_of_an_overdue_date(place):
    _row, _registration, late = full_case(place)
    found = signed_in(place.manager).get(f"/api/overdue/{late.pk}/").json()
    assert (found["clock"], found["days_late"]) == ("first_review", 30)
    assert 19 <= found["working_days_late"] <= 22
    assert found["co_ordinator"] == "Worker of Team A"


def test_the_register_as_it_was_on_a_day(place):
    _row, registration, _late = full_case(place)
    registration.ended_on = date(2026, 9, 1)
    registration.save()
    DeregistrationDecision.objects.create(
        registration=registration, import_batch=place.batch, reason="not_stated",
        ended_on=registration.ended_on, decided_by_name="test",
    )  # fmt: skip
    client = signed_in(place.manager)

    def on(day: str) -> int:
        return len(client.get("/api/registrations/", {"on": day}).json()["results"])

    days = ["2026-03-01", "2026-03-02", "2026-08-31", "2026-09-01"]
    assert [on(day) for day in days] == [0, 1, 1, 0]
    assert len(client.get("/api/registrations/").json()["results"]) == 1


def test_overdue_by_clock_longest_first(place):
    row, _registration, _late = full_case(place)
    make.deadline(row, "seen_alone", today() - timedelta(days=50))
    make.deadline(row, "seen_alone", today())
    client = signed_in(place.manager)
    found = client.get("/api/overdue/").json()["results"]
    assert [each["clock"] for each in found] == ["seen_alone", "first_review"]
    for clock, wanted in (("first_review", 1), ("review_conference", 1), ("seen_at_home", 0)):
        assert len(client.get("/api/overdue/", {"clock": clock}).json()["results"]) == wanted


def test_children_by_register_and_day_of_birth(place):
    full_case(place)
    make.case(place, given="Iwan", born_on=date(2020, 2, 29))
    client = signed_in(place.manager)

    def names(**query: str) -> list[str]:
        return [
            each["given_names"] for each in client.get("/api/children/", query).json()["results"]
        ]

    assert names(on_register="true") == ["Efa"]
    assert names(on_register="false") == ["Iwan"]
    assert names(born_on="2020-02-29") == ["Iwan"]


@pytest.mark.parametrize("address", LISTS)
def test_pages_follow_one_another_without_gap_or_repetition(place, address):
    for n in range(5):
        full_case(place, f"Child {n}")
    client, seen, url = signed_in(place.manager), [], f"{address}?page_size=2"
    while url:
        page = client.get(url).json()
        seen += [each["id"] for each in page["results"]]
        url = page["next"]
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_many(place, address):
    siblings = SiblingGroup.objects.create(name="Lloyd")
    client, counts = signed_in(place.manager), []
    for wanted in (1, 8):
        for n in range(wanted):
            full_case(place, f"Child {wanted} {n}", siblings=siblings)
        with CaptureQueriesContext(connection) as caught:
            client.get(address)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 13, counts


def test_each_page_read_is_one_event_with_its_number(place):
    cases = [full_case(place, f"Child {n}")[0] for n in range(3)]
    signed_in(place.manager).get("/api/registrations/", {"on": "2026-06-01"})
    event = AuditEvent.objects.get(action="api.listed")
    assert event.details == {
        "list": "registrations",
        "count": 3,
        "filters": {"on": "2026-06-01"},
        "cases": [str(case.pk) for case in reversed(cases)],
    }


@pytest.mark.parametrize("thing", ["children", "registrations", "overdue"])
def test_each_thing_read_is_recorded_on_the_child(place, thing):
    row, registration, late = full_case(place)
    pk = {"children": row.child_id, "registrations": registration.pk, "overdue": late.pk}[thing]
    signed_in(place.manager).get(f"/api/{thing}/{pk}/")
    event = AuditEvent.objects.get(action="record.read")
    assert (event.child_id, event.case_id, event.details["part"]) == (row.child_id, row.pk, "api")


@pytest.mark.parametrize("thing", ["children", "registrations", "overdue"])
def test_unknown_and_invisible_are_the_same(place, nurse, thing):
    row, registration, late = full_case(place)
    pk = {"children": row.child_id, "registrations": registration.pk, "overdue": late.pk}[thing]
    answers = []
    for each in (pk, new_id()):
        client = signed_in(nurse)
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(f"/api/{thing}/{each}/")
        answers.append((answer.status_code, answer.content, len(caught), answer["Content-Type"]))
    assert answers[0] == answers[1]
    assert (answers[0][0], answers[0][3]) == (404, PROBLEM)
    assert not AuditEvent.objects.filter(action="record.read").exists()


def test_a_date_that_has_been_met_is_not_found(place):
    _row, _registration, late = full_case(place)
    late.met_on = today()
    late.save()
    answer = signed_in(place.manager).get(f"/api/overdue/{late.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert not AuditEvent.objects.filter(action="record.read").exists()


@pytest.mark.parametrize("address", [*LISTS, f"/api/children/{uuid.UUID(int=1)}/", "/api/schema/"])
def test_who_is_not_signed_in_is_refused(address):
    assert Client().get(address).status_code in {401, 403}


@pytest.mark.parametrize("address", LISTS)
def test_who_has_no_live_membership_is_refused(place, address):
    client = signed_in(place.manager)
    place.manager.suspended_at = datetime.datetime.now(datetime.UTC)
    place.manager.save()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("/api/registrations/?on=yesterday", "on"),
        ("/api/registrations/?day=2026-01-01", "day"),
        ("/api/overdue/?clock=unknown", "clock"),
        ("/api/children/?born_on=31-12-2020", "born_on"),
    ],
)
def test_a_parameter_that_is_not_ours_is_a_problem(place, address, wrong):
    answer = signed_in(place.manager).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert wrong in answer.json()["errors"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", LISTS)
def test_the_api_writes_nothing(place, address, method):
    answer = getattr(signed_in(place.manager), method)(address)
    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)


def test_too_many_requests_are_refused_for_a_while(place, monkeypatch):
    monkeypatch.setattr(PersonThrottle, "rate", "2/min")
    client = signed_in(place.manager)
    statuses = [client.get("/api/children/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    answer = client.get("/api/children/")
    assert answer["Content-Type"] == PROBLEM
    assert int(answer["Retry-After"]) > 0


def test_the_document_is_valid_and_made_without_a_warning():
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(document)
    assert not GENERATOR_STATS
    assert set(document["paths"]) == {
        f"/api/{thing}/{rest}" for thing in ("children", "registrations", "overdue")
        for rest in ("", "{id}/")
    }  # fmt: skip
    methods = {method for item in document["paths"].values() for method in item}
    assert methods == {"get"}


def test_the_document_and_its_page_are_given(place):
    client = signed_in(place.manager)
    assert client.get("/api/schema/?format=json").json()["openapi"].startswith("3.")
    html = client.get("/api/").content.decode()
    for each in ("/api/overdue/", "working_days_late", "application/problem+json", "page_size"):
        assert each in html
    assert "<style" not in html
    assert "<script>" not in html
    assert Client().get("/api/").status_code == 302
