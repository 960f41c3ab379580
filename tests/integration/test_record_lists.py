"""The lists of one record: narrowed as asked, nothing offered that is hidden, files told."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from cases.domain.statuses import NoteAudience, NoteKind
from cases.models import Case, ListChoice
from cases.services import notes, visits
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def efa(w: s.World) -> Case:
    """A child with notes of two agencies, one of them for children's services alone."""
    case = s.child(w)
    s.registered(w, [case], days_ago=60)
    s.shared(w, case)
    for who, audience, kind, text in (
        ("aisha", NoteAudience.EVERYONE, NoteKind.OBSERVATION, "Third morning late."),
        ("aisha", NoteAudience.LEAD_AGENCY, NoteKind.INJURY, "For the office alone."),
        ("chloe", NoteAudience.EVERYONE, NoteKind.INJURY, "A bruise."),
    ):
        notes.add_note(
            by=w.actor(who),
            case=case,
            kind=kind,
            audience=audience,
            happened_on=today(),
            text=text,
            is_significant=kind is NoteKind.INJURY,
            today=today(),
        )
    for days_ago, alone in ((20, True), (9, False)):
        visits.record_visit(
            by=w.aisha,
            case=case,
            visited_on=s.before(days_ago),
            seen=visits.Seen(was_seen=True, was_seen_alone=alone, was_at_home=True),
            account=f"Visit of {days_ago} days ago.",
            childs_words="",
            today=today(),
        )
    return case


def page(w: s.World, efa: Case, route: str, query: str = "", who: str = "aisha") -> Any:
    url = reverse(f"cases:{route}", args=[efa.pk])
    answer: Any = signed_in(w.members[who]).get(url + query)
    assert answer.status_code == 200
    return answer


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_notes_are_narrowed_by_kind_agency_and_weight(w: s.World, efa: Case) -> None:
    health = w.members["chloe"].team.agency_id
    for query, shown, hidden in (
        ("?kind=observation", "Third morning", "A bruise"),
        (f"?agency={health}", "A bruise", "Third morning"),
        (f"?by={w.user('chloe').pk}", "A bruise", "Third morning"),
        ("?significant=yes", "A bruise", "Third morning"),
    ):
        html = page(w, efa, "case_notes", query).content.decode()
        assert shown in html
        assert hidden not in html


def test_what_is_offered_names_nobody_whose_notes_are_hidden(w: s.World, efa: Case) -> None:
    html = page(w, efa, "case_notes", who="chloe").content.decode()
    assert "For the office alone" not in html
    [offered] = [part for part in html.split("<select") if 'name="by"' in part]
    assert "Aisha" in offered  # wrote for everyone
    html = page(w, efa, "case_notes", "?kind=injury", who="chloe").content.decode()
    assert "For the office alone" not in html
    assert "A bruise" in html


def test_visits_are_narrowed_to_what_came_of_them(w: s.World, efa: Case) -> None:
    html = page(w, efa, "case_visits", "?seen=alone").content.decode()
    assert "Visit of 20 days ago" in html
    assert "Visit of 9 days ago" not in html
    assert "Nothing like that here" in page(w, efa, "case_visits", "?seen=refused").content.decode()


def test_readings_are_narrowed_to_who_and_when(w: s.World, efa: Case) -> None:
    page(w, efa, "case_notes", who="chloe")
    name = w.user("chloe").full_name
    html = page(w, efa, "case_access", f"?who={name}").content.decode()
    body = html.split("<tbody>")[1]
    assert name in body
    assert w.user("aisha").full_name not in body
    html = page(w, efa, "case_access", "?until=2020-01-01").content.decode()
    assert "<tbody>" not in html


@pytest.mark.parametrize(
    "query",
    [
        "?by=garbage",
        "?agency=1",
        "?since-day=31&since-month=2&since-year=2026",
        "?until-day=31&until-month=12&until-year=9999",
        "?kind=x&sort=x",
    ],
)
@pytest.mark.parametrize("route", ["case_notes", "case_visits", "case_access"])
def test_a_wrong_answer_hides_nothing(w: s.World, efa: Case, route: str, query: str) -> None:
    plain = page(w, efa, route).content.decode()
    asked = page(w, efa, route, query).content.decode()
    for words in ("Third morning", "Visit of 9 days ago"):
        assert (words in plain) is (words in asked)


@pytest.mark.parametrize(
    ("route", "part", "rows"), [("case_notes", "notes", 3), ("case_visits", "visits", 2)]
)
def test_a_file_of_a_record_stands_among_its_readings(
    w: s.World, efa: Case, route: str, part: str, rows: int
) -> None:
    answer = page(w, efa, route, "?format=csv")
    event = AuditEvent.objects.get(action="record.exported")
    assert (event.case_id, event.details) == (efa.pk, {"part": part, "rows": rows})
    assert len(rows_of(answer)) == 1 + rows
    html = page(w, efa, "case_access").content.decode()
    assert "Took away a part of the record as a file" in html


def test_a_file_holds_no_note_that_its_reader_may_not_see(w: s.World, efa: Case) -> None:
    text = page(w, efa, "case_notes", "?format=csv", who="chloe").getvalue().decode()
    assert "A bruise" in text
    assert "For the office alone" not in text


def test_a_filter_of_one_childs_record_is_not_carried_to_anothers(w: s.World, efa: Case) -> None:
    page(w, efa, "case_notes", "?kind=observation&sort=day")
    assert ListChoice.objects.get().query == "sort=day"
    assert "A bruise" in page(w, efa, "case_notes").content.decode()
