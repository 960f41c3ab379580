"""A child's record: each reader sees what the level allows, and nobody else anything."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agencies.actors import Actor
from cases.domain.statuses import Level, NoteAudience, NoteKind
from cases.models import Case
from cases.services import notes, sweeps, visits
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s
from tests.integration.test_children_pages import signed_in

pytestmark = pytest.mark.django_db
PARTS = ("", "conferences/", "visits/", "notes/", "family/", "access/")
FORMS = ("notes/add/", "visits/add/", "core-groups/add/", "share/", "co-ordinator/")


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    """Efa: registered, visited, with notes of two agencies."""
    [registration] = s.registered(w, days_ago=102, categories=("neglect", "emotional"))
    efa = registration.case
    s.co_ordinated(w, efa)
    visit(w, efa, 20)
    note(w, efa, "Only for us", NoteAudience.LEAD_AGENCY)
    note(w, efa, "For all of us", NoteAudience.EVERYONE)
    return efa


def visit(w: s.World, case: Case, days_ago: int) -> None:
    visits.record_visit(
        by=w.aisha,
        case=case,
        visited_on=s.before(days_ago),
        seen=visits.Seen(was_seen=True, was_at_home=True),
        account="Grandmother was there",
        today=today(),
    )


def note(w: s.World, case: Case, text: str, audience: NoteAudience, by: str = "aisha") -> None:
    notes.add_note(
        by=w.actor(by),
        case=case,
        kind=NoteKind.OBSERVATION,
        happened_on=s.before(3),
        text=text,
        audience=audience,
        today=today(),
    )


def read(client: Client, case: Case, part: str = "") -> str:
    answer = client.get(f"/cases/{case.pk}/{part}")
    assert answer.status_code == 200, part
    return answer.content.decode()


def test_the_co_ordinator_sees_the_whole_record(w: s.World, case: Case) -> None:
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())
    page = read(signed_in(w), case)
    for text in (
        "On the register",
        "Neglect",
        "Emotional or psychological abuse",
        "day 102",
        "Aisha Rahman",
        "Seen alone, every 10 working days",
        "working days late",
        "was due",
        "Only for us",
        "For all of us",
        "Grandmother was there",
        "Initial conference",
        "Section 47 enquiry",
        "Record a visit",
        "Share with another agency",
        "Overdue",
    ):
        assert text in page, text
    for part in PARTS:
        read(signed_in(w), case, part)


def test_a_partner_with_a_summary_sees_the_banner_and_own_notes(w: s.World, case: Case) -> None:
    s.shared(w, case, level=Level.SUMMARY)
    note(w, case, "From the clinic", NoteAudience.EVERYONE, by="chloe")
    chloe = signed_in(w, "chloe")
    for page in (read(chloe, case), read(chloe, case, "notes/")):
        assert "Neglect" in page
        assert "Aisha Rahman" in page
        assert "From the clinic" in page
        for text in (
            "For all of us",
            "Only for us",
            "Grandmother",
            "working days late",
            "Section 47",
        ):
            assert text not in page, text
        assert "Share with another" not in page
    for part in ("conferences/", "visits/", "family/", "access/"):
        assert chloe.get(f"/cases/{case.pk}/{part}").status_code == 403


def test_a_partner_with_notes_sees_those_for_them_and_the_plans_days(
    w: s.World, case: Case
) -> None:
    s.shared(w, case, level=Level.NOTES)
    page = read(signed_in(w, "chloe"), case)
    assert "For all of us" in page
    assert "Seen alone" in page
    assert "Only for us" not in page
    assert "Grandmother" not in page
    assert "Left alone overnight" not in page


def test_a_partner_with_the_full_record_sees_conferences_but_not_what_is_not_theirs(
    w: s.World, case: Case
) -> None:
    s.shared(w, case, level=Level.FULL)
    page = read(signed_in(w, "chloe"), case)
    assert "Left alone overnight" in page
    assert "Grandmother" in page
    assert "Only for us" not in page


def test_a_brother_who_is_not_shared_is_not_named(w: s.World, case: Case) -> None:
    s.child(w, given="Osian", age_days=300, sibling=case)
    s.shared(w, case, level=Level.FULL)
    for part in ("", "family/"):
        assert "Osian" not in read(signed_in(w, "chloe"), case, part)
        assert "Osian" in read(signed_in(w), case, part)


@pytest.mark.parametrize("name", ["chloe", "dev", "nia", "gwen"])
def test_an_unknown_and_an_invisible_child_are_answered_alike(w: s.World, name: str) -> None:
    hidden = s.child(w)
    client = signed_in(w, name)
    for part in PARTS + FORMS:
        bodies, counts = [], []
        for pk in (hidden.pk, uuid.uuid4()):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(f"/cases/{pk}/{part}")
            assert answer.status_code == 404
            bodies.append(answer.content.decode().replace(str(pk), ""))
            counts.append(len(queries))
        assert _plain(bodies[0]) == _plain(bodies[1])
        assert counts[0] == counts[1]
    for part in FORMS:
        assert client.post(f"/cases/{hidden.pk}/{part}", {}).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("ben", 200), ("huw", 200), ("efua", 200), ("farid", 403)]
)
def test_who_in_the_authority_reads_the_record(
    w: s.World, case: Case, name: str, status: int
) -> None:
    assert signed_in(w, name).get(f"/cases/{case.pk}/").status_code == status


def test_each_reading_is_recorded_with_its_part(w: s.World, case: Case) -> None:
    AuditEvent.objects.filter(case_id=case.pk)
    client = signed_in(w, "huw")
    for part in PARTS:
        read(client, case, part)
    found = AuditEvent.objects.filter(
        action="record.read", case_id=case.pk, actor_name="Huw Morgan"
    )
    assert sorted(event.details["part"] for event in found) == [
        "access",
        "chronology",
        "conferences",
        "family",
        "notes",
        "visits",
    ]
    page = read(signed_in(w), case, "access/")
    assert page.count("Huw Morgan") >= 6
    assert "Team manager" in page


def test_the_chronology_costs_the_same_for_one_row_and_for_25(w: s.World, case: Case) -> None:
    client = signed_in(w)
    url = f"/cases/{case.pk}/?kind=visits"
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        assert len(client.get(url).context["entries"]) == 1
    for day in range(21, 51):
        visit(w, case, day)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(url).context["entries"]) == 25
    assert len(many) == len(one)


def test_notes_cost_the_same_for_two_rows_and_for_25(w: s.World, case: Case) -> None:
    client = signed_in(w)
    url = f"/cases/{case.pk}/notes/"
    client.get(url)
    with CaptureQueriesContext(connection) as two:
        assert len(client.get(url).context["entries"]) == 2
    for number in range(30):
        note(w, case, f"note {number}", NoteAudience.EVERYONE)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(url).context["entries"]) == 25
    assert len(many) == len(two)


@pytest.mark.parametrize(
    ("kind", "there", "absent"),
    [
        ("notes", "For all of us", "Grandmother"),
        ("visits", "Grandmother", "For all of us"),
        ("conferences", "Left alone overnight", "Grandmother"),
        ("enquiries", "Bruising that nobody", "Grandmother"),
        ("significant", "Left alone overnight", "Grandmother"),
        ("people", "Started working with the child", "Grandmother"),
        ("nonsense", "Grandmother", "no such text"),
    ],
)
def test_the_chronology_is_narrowed_by_kind(
    w: s.World, case: Case, kind: str, there: str, absent: str
) -> None:
    page = read(signed_in(w), case, f"?kind={kind}&page=99")
    assert there in page
    assert absent not in page


def _plain(body: str) -> str:
    """A page without what is new in each answer: the form token and its path."""
    lines = body.splitlines()
    return "\n".join(
        line for line in lines if "csrfmiddlewaretoken" not in line and 'name="next"' not in line
    )
