"""The chronology tells every kind of fact of a case, and is narrowed by kind and by whose it is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import access, access_opened
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    LegalBasis,
    Level,
    NoteAudience,
    NoteKind,
    Sex,
)
from cases.models import Case, Involvement
from cases.queries import chronology
from cases.queries.chronology_sources import SOURCES, EntryKind
from cases.services import children, conferences, notes, registrations, shares
from cases.web.presenters.chronology_words import WORDS
from cpr.clock import today
from tests import scenarios as s
from tests.integration.test_children_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    """Efa: registered for neglect, then for emotional abuse; shared; papers sent."""
    [registration] = s.registered(w, days_ago=100, categories=("neglect",))
    efa, first = registration.case, registration.decision.conference  # type: ignore[union-attr]
    conferences.record_papers_sent(
        by=w.gwen,
        conference=first,
        outline_sent_on=s.before(95),
        record_sent_on=s.before(80),
        today=today(),
    )
    review = s.conference(w, [efa], on=s.before(10), kind=ConferenceKind.REVIEW)
    registrations.record_decision(
        by=w.gwen,
        at=review.children.get(),
        decision=ConferenceDecision.CHANGE_CATEGORIES,
        reasons="Frightened of the shouting.",
        categories=["emotional"],
        today=today(),
    )
    s.shared(w, efa)
    return efa


def read(client: Client, case: Case, query: str = "") -> str:
    answer = client.get(f"/cases/{case.pk}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def tags(client: Client, case: Case, query: str = "") -> list[str]:
    """This will give the first tag of each entry, newest first."""
    found = client.get(f"/cases/{case.pk}/{query}").context["entries"]
    return [str(entry["tags"][0]["text"]) for entry in found]


def test_every_kind_has_a_source_facts_and_words() -> None:
    assert set(SOURCES) == set(WORDS) == set(EntryKind)


def test_categories_and_papers_are_told(w: s.World, case: Case) -> None:
    found = tags(signed_in(w), case, "?kind=conferences")
    assert set(found[:3]) == {"Review conference", "Category added", "Category ended"}
    assert found[3:5] == ["Conference record sent", "Outline plan sent"]
    assert set(found[5:]) == {"Initial conference", "On the register"}


def test_a_cancelled_conference_stays_with_its_reason(w: s.World, case: Case) -> None:
    called = s.conference(w, [case], on=s.before(-9), kind=ConferenceKind.REVIEW, hold=False)
    conferences.cancel_conference(by=w.aisha, conference=called, reason="Snow on the roads.")
    assert tags(signed_in(w), case)[0] == "Conference cancelled"
    assert "Snow on the roads." in read(signed_in(w), case)


def test_a_birth_a_death_and_the_end_of_a_case_are_told(w: s.World) -> None:
    expected = children.NewChild(family_name="Morgan", expected_on=s.before(3))
    baby = children.add_child(by=w.aisha, child=expected, today=today())
    Case.objects.filter(pk=baby.pk).update(opened_on=s.before(60))
    assert "Born" not in tags(signed_in(w), baby)
    children.record_birth(
        by=w.aisha,
        case=baby,
        born_on=s.before(2),
        given_names="Nel",
        sex=Sex.FEMALE,
        today=today(),
    )
    assert "Born" in tags(signed_in(w), baby, "?kind=significant")
    type(baby.child).objects.filter(pk=baby.child_id).update(died_on=s.before(1))
    Case.objects.filter(pk=baby.pk).update(closed_on=today())
    assert tags(signed_in(w), baby, "?kind=significant") == ["Case closed", "Died", "Born"]


def test_shares_of_one_day_are_told_together_and_their_end_too(w: s.World, case: Case) -> None:
    dev = w.member("dev")
    shares.share(
        by=w.aisha,
        case=case,
        team=dev.team,
        level=Level.PLAN,
        purpose="Midwife of the mother",
        legal_basis=LegalBasis.CO_OPERATION,
    )
    page = read(signed_in(w), case, "?kind=people")
    assert tags(signed_in(w), case, "?kind=people").count("Shared with") == 1
    assert "Midwives, Llandough" in page
    assert "Health visitors, Ely" in page
    share = Involvement.objects.get(case=case, team=dev.team)
    shares.end_share(by=w.aisha, involvement=share, reason="No longer needed")
    assert tags(signed_in(w), case, "?kind=people")[0] == "Sharing ended with"


def test_it_is_narrowed_to_what_one_agency_did(w: s.World, case: Case) -> None:
    for by, text in (("aisha", "The uncle has moved in."), ("chloe", "Weighed on Tuesday.")):
        notes.add_note(
            by=w.actor(by),
            case=case,
            kind=NoteKind.OBSERVATION,
            happened_on=s.before(1),
            text=text,
            audience=NoteAudience.EVERYONE,
            today=today(),
        )
    client = signed_in(w)
    ours = read(client, case, f"?agency={w.cardiff.pk}")
    theirs = read(client, case, f"?agency={w.health.pk}")
    assert "The uncle has moved in." in ours
    assert "Weighed on Tuesday." not in ours
    assert "Initial conference" in ours
    assert "Weighed on Tuesday." in theirs
    assert "The uncle has moved in." not in theirs
    assert "Shared with" in theirs
    none = read(client, case, f"?agency={w.health.pk}&kind=enquiries")
    assert "Nothing of this kind that you may see." in none
    assert "Show everything" in none


@pytest.mark.parametrize("agency", ["nonsense", "01890a5d-ac96-774b-bcce-b302099a8057"])
def test_an_agency_that_is_not_of_the_case_asks_for_everything(
    w: s.World, case: Case, agency: str
) -> None:
    client = signed_in(w)
    assert tags(client, case, f"?agency={agency}") == tags(client, case)


def test_a_partner_narrows_by_those_whose_notes_she_may_see(w: s.World, case: Case) -> None:
    page = read(signed_in(w, "chloe"), case, f"?agency={w.cardiff.pk}")
    assert "Midwives" not in page


@pytest.mark.parametrize("name", ["aisha", "ben", "chloe", "dev", "efua", "gwen", "huw", "nia"])
def test_a_case_opened_once_shows_what_the_gate_shows_row_by_row(
    w: s.World, case: Case, name: str
) -> None:
    actor = w.actor(name)
    of = access_opened.opened(actor, case)
    for kind, source in SOURCES.items():
        column = (
            "pk" if source.model is Case else access_opened.CASE_OF.get(source.model, "case_id")
        )
        by_gate = access.visible(actor, source.permission, source.model).filter(**{column: case.pk})
        by_case = of.rows(source.permission, source.model)
        assert {row.pk for row in by_case} == {row.pk for row in by_gate}, kind


def test_a_page_comes_with_the_number_of_all_in_one_statement(w: s.World, case: Case) -> None:
    of = access_opened.opened(w.aisha, case)
    every = chronology.Keys(of)[0:1000]
    assert len(every) > 8
    for number, first in (("1", 0), ("2", 25), ("99", 2450), ("x", 0), ("0", 0), ("9" * 400, 0)):
        keys = chronology.Keys(of, number=number)
        with CaptureQueriesContext(connection) as asked:
            assert keys.count() == len(keys) == len(every)
            assert keys[first : first + 25] == every[first : first + 25]
        assert len(asked) == 1, number
    assert chronology.Keys(of, number="2")[3:8] == every[3:8]


def test_what_may_not_be_seen_is_no_statement(w: s.World, case: Case) -> None:
    nothing = access_opened.Opened(w.aisha, case, frozenset())
    with CaptureQueriesContext(connection) as asked:
        keys = chronology.Keys(nothing, chronology.Wanted(kind="visits"))
        assert (keys.count(), keys[0:25]) == (0, [])
    assert len(asked) == 0
