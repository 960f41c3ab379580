"""The children: who is listed, how they are found, what is said of those one may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Child
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db
LIST = "/children/"
ADD = "/children/add/"
NHS = "9990000018"


@pytest.fixture
def w() -> s.World:
    return s.world()


def signed_in(w: s.World, name: str = "aisha") -> Client:
    client = Client()
    client.force_login(w.user(name), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def typed(**changes: str) -> dict[str, str]:
    """What a person types into the form for a child."""
    day = s.before(1600)
    return {
        "given_names": "Efa",
        "family_name": "Lloyd",
        "is_born": "yes",
        "born_on-day": str(day.day),
        "born_on-month": str(day.month),
        "born_on-year": str(day.year),
        "sex": "female",
        **changes,
    }


@pytest.mark.parametrize(
    "question",
    [
        "Siân",
        "sian lloyd",
        "Sion Lloyd",
        "LLOYD, Siân",
        "lloy",
        "Shian Loyd",
        "999 000 0018",
        "9990000018",
    ],
)
def test_a_child_is_found_by_name_with_slips_and_by_number(w: s.World, question: str) -> None:
    s.child(w, given="Siân", nhs_number=NHS)
    s.child(w, given="Gruffudd", family="Bevan")
    page = signed_in(w).get(LIST, {"q": question}).content.decode()
    assert "Siân Lloyd" in page
    assert "Gruffudd" not in page


@pytest.mark.parametrize(
    "form", ["{0.day}/{0.month}/{0.year}", "{0:%d.%m.%y}", "{0:%Y-%m-%d}", "{0:%d %B %Y}"]
)
def test_a_child_is_found_by_date_of_birth_in_common_forms(w: s.World, form: str) -> None:
    s.child(w, age_days=1600)
    s.child(w, given="Mali", age_days=1601)
    page = signed_in(w).get(LIST, {"q": form.format(s.before(1600))}).content.decode()
    assert "Efa Lloyd" in page
    assert "Mali" not in page


@pytest.mark.parametrize(
    "question", ["\0", "%", "'; --", "x" * 5000, "31/02/2020", "٣/٥/٢٠٢٢", "1 2 3"]
)
def test_a_strange_question_is_answered(w: s.World, question: str) -> None:
    s.child(w)
    assert signed_in(w).get(LIST, {"q": question}).status_code == 200


def test_a_partner_lists_only_what_is_shared(w: s.World) -> None:
    case = s.child(w)
    s.child(w, given="Osian")
    s.shared(w, case)
    page = signed_in(w, "chloe").get(LIST).content.decode()
    assert "Efa Lloyd" in page
    assert "Osian" not in page
    assert "Efa Lloyd" not in signed_in(w, "dev").get(LIST).content.decode()


def test_a_hidden_child_is_only_a_contact_and_the_asking_is_logged(w: s.World) -> None:
    hidden = s.child(w, "nia", given="Siân", family="Ap Rhys", nhs_number=NHS)
    client = signed_in(w)
    by_name_alone = client.get(LIST, {"q": "Siân Ap Rhys"}).content.decode()
    assert "Somebody already knows" not in by_name_alone
    born = s.before(1600)
    for question in (NHS, f"sian ap rhys {born:%d/%m/%Y}"):
        page = client.get(LIST, {"q": question}).content.decode()
        assert "01633 000000</a>" in page
        assert str(hidden.pk) not in page
        assert "Siân" not in page
    asked = AuditEvent.objects.filter(action="child.sought", child_id=hidden.child_id)
    assert asked.count() == 2
    assert set(asked.values_list("actor_name", flat=True)) == {"Aisha Rahman"}


def test_the_list_costs_the_same_for_one_row_and_for_25(w: s.World) -> None:
    client = signed_in(w)
    s.registered(w)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        assert client.get(LIST).context["page_obj"].paginator.count == 1
    for number in range(12):
        s.child(w, given=f"Mali {number}", family=f"Hughes{number}", age_days=500 + 40 * number)
    s.registered(
        w,
        [s.child(w, given=f"Twm{n}", family=f"Prys{n}", age_days=2000 + 40 * n) for n in range(12)],
    )
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(LIST).context["table"]["rows"]) == 25
    assert len(many) == len(one)


def test_a_child_is_added_and_the_record_opens(w: s.World) -> None:
    answer = signed_in(w).post(ADD, typed(nhs_number="999 000 0018"))
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
    assert case.child.identifiers.get().value == NHS
    assert case.lead_team == w.ely


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"family_name": ""}, "family_name", "Enter family name"),
        ({"born_on-year": "2100"}, "born_on", "future"),
        ({"born_on-month": "13"}, "born_on", "real date"),
        ({"born_on-year": "1990"}, "born_on", "adult"),
        ({"nhs_number": "999 000 0019"}, "nhs_number", "not a real NHS number"),
        ({"upn": "A12"}, "upn", "pupil number"),
        ({"is_born": ""}, "is_born", "been born"),
    ],
)
def test_bad_input_is_said_on_its_field_and_kept(
    w: s.World, changes: dict[str, str], field: str, says: str
) -> None:
    answer = signed_in(w).post(ADD, typed(address="12 Heol y Parc", **changes))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert says in " ".join(form.errors[field])
    page = answer.content.decode()
    assert "12 Heol y Parc" in page
    assert all(value in page for value in changes.values())
    assert page.count("<title>Error:") == 1
    assert not Child.objects.exists()


def test_possible_matches_are_shown_and_must_be_denied(w: s.World) -> None:
    known = s.child(w)
    client = signed_in(w)
    step = client.post(ADD, typed(given_names="Eva"))
    page = step.content.decode()
    assert step.status_code == 200
    assert f"/cases/{known.pk}/" in page
    carried = {**typed(given_names="Eva"), "shown": step.context["shown"]}
    unsaid = client.post(ADD, carried)
    assert unsaid.status_code == 422
    assert Child.objects.count() == 1
    assert client.post(ADD, {**carried, "confirmed": "yes"}).status_code == 302
    assert Child.objects.count() == 2


def test_what_was_shown_is_bound_to_what_was_typed_and_to_whom(w: s.World) -> None:
    s.child(w)
    client = signed_in(w)
    shown = client.post(ADD, typed(given_names="Eva")).context["shown"]
    said = {"shown": shown, "confirmed": "yes"}
    assert client.post(ADD, {**typed(given_names="Efa"), **said}).status_code == 200
    assert signed_in(w, "huw").post(ADD, {**typed(given_names="Eva"), **said}).status_code == 200
    assert client.post(ADD, {**typed(given_names="Eva"), **said, "shown": "x"}).status_code == 200
    assert Child.objects.count() == 1


def test_someone_added_the_same_child_meanwhile(w: s.World) -> None:
    s.child(w)
    client = signed_in(w)
    shown = client.post(ADD, typed(given_names="Eva")).context["shown"]
    s.child(w, given="Eva")
    answer = client.post(ADD, {**typed(given_names="Eva"), "shown": shown, "confirmed": "yes"})
    assert answer.status_code == 409
    assert "since you looked" in answer.content.decode()
    assert Child.objects.count() == 2


def test_a_hidden_match_is_a_contact_and_can_be_denied(w: s.World) -> None:
    hidden = s.child(w, "nia")
    client = signed_in(w)
    step = client.post(ADD, typed())
    page = step.content.decode()
    assert "01633 000000</a>" in page
    assert str(hidden.pk) not in page
    answer = client.post(ADD, {**typed(), "shown": step.context["shown"], "confirmed": "yes"})
    assert answer.status_code == 302


def test_going_back_to_change_keeps_what_was_typed(w: s.World) -> None:
    answer = signed_in(w).post(ADD, {**typed(address="12 Heol y Parc"), "step": "change"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "12 Heol y Parc" in page
    assert str(s.before(1600).year) in page
    assert not Child.objects.exists()


def test_an_unborn_child_needs_no_given_name(w: s.World) -> None:
    due = today() + timedelta(days=90)
    expected = {
        "expected_on-day": str(due.day),
        "expected_on-month": str(due.month),
        "expected_on-year": str(due.year),
    }
    answer = signed_in(w).post(ADD, typed(is_born="no", given_names="", **expected), follow=True)
    page = answer.content.decode()
    assert "Unborn baby Lloyd" in page
    assert "27 weeks" in page
    assert "Record a visit" not in page


def test_a_sibling_is_linked_only_by_those_who_work_with_the_first(w: s.World) -> None:
    efa = s.child(w)
    client = signed_in(w)
    asked = client.get(ADD, {"sibling": str(efa.child_id)}).content.decode()
    assert "brother or sister of Efa Lloyd" in asked
    born = s.before(300)
    new = typed(
        given_names="Osian",
        sibling=str(efa.child_id),
        **{
            "born_on-day": str(born.day),
            "born_on-month": str(born.month),
            "born_on-year": str(born.year),
        },
    )
    assert client.post(ADD, new).status_code == 302
    assert Child.objects.get(given_names="Osian").sibling_group_id is not None
    assert signed_in(w, "nia").get(ADD, {"sibling": str(efa.child_id)}).status_code == 404
    assert client.get(ADD, {"sibling": "x"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("ben", 403), ("chloe", 403), ("farid", 403), ("huw", 200)]
)
def test_who_may_add_a_child(w: s.World, name: str, status: int) -> None:
    assert signed_in(w, name).get(ADD).status_code == status
