"""Writing to a record through its forms: notes, visits, core groups, sharing, the co-ordinator."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from cases.domain.statuses import Level
from cases.models import Case, CoreGroupMeeting, Involvement, Note, Notice, Visit
from cpr.clock import today
from tests import scenarios as s
from tests.integration.test_children_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


def day(field: str, on: date) -> dict[str, str]:
    return {
        f"{field}-day": str(on.day),
        f"{field}-month": str(on.month),
        f"{field}-year": str(on.year),
    }


def a_note(**changes: object) -> dict[str, object]:
    return {
        "kind": "observation",
        **day("happened_on", s.before(1)),
        "text": "Tired, no coat.",
        "audience": "everyone",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def a_visit(**changes: object) -> dict[str, object]:
    return {
        **day("visited_on", s.before(1)),
        "was_seen": "yes",
        "was_at_home": "True",
        "account": "All well.",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def add(client: Client, case: Case, part: str, data: Mapping[str, object]) -> Any:
    return client.post(f"/cases/{case.pk}/{part}", data)


def test_a_partner_adds_a_note_and_the_co_ordinator_is_told(w: s.World) -> None:
    case = s.child(w)
    s.co_ordinated(w, case)
    s.shared(w, case, level=Level.SUMMARY)
    chloe = signed_in(w, "chloe")
    page = chloe.get(f"/cases/{case.pk}/notes/add/").content.decode()
    assert "Children’s services only" not in page
    assert add(chloe, case, "notes/add/", a_note(audience="lead_agency")).status_code == 422
    assert add(chloe, case, "notes/add/", a_note()).status_code == 302
    assert Note.objects.get().author_team == w.visitors
    assert Notice.objects.filter(membership=w.members["aisha"], kind="note_shared").exists()


def test_sending_a_note_twice_is_one_note(w: s.World) -> None:
    case = s.child(w)
    sent = a_note()
    for _again in range(2):
        assert add(signed_in(w), case, "notes/add/", sent).status_code == 302
    assert Note.objects.count() == 1
    other = s.child(w, given="Mali", age_days=700)
    assert add(signed_in(w), other, "notes/add/", sent).status_code == 302
    assert Note.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (day("happened_on", s.before(-3)), "happened_on"),
        ({"happened_on-year": ""}, "happened_on"),
        ({"text": " "}, "text"),
        ({"audience": "named_teams"}, "teams"),
        ({"audience": ""}, "audience"),
        ({"kind": "nonsense"}, "kind"),
    ],
)
def test_a_bad_note_is_kept_with_its_error(
    w: s.World, changes: dict[str, object], field: str
) -> None:
    case = s.child(w)
    s.shared(w, case)
    sent = a_note(**{"text": "Typed with care.", **changes})
    answer = add(signed_in(w), case, "notes/add/", sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert "text" in changes or "Typed with care." in page
    assert str(sent["submission"]) in page
    assert not Note.objects.exists()


def test_a_note_for_named_teams_reaches_them_alone(w: s.World) -> None:
    case = s.child(w)
    s.shared(w, case, name="chloe")
    s.shared(w, case, name="dev")
    sent = a_note(audience="named_teams", teams=[str(w.visitors.pk)])
    assert add(signed_in(w), case, "notes/add/", sent).status_code == 302
    url = f"/cases/{case.pk}/notes/"
    assert "Tired, no coat." in signed_in(w, "chloe").get(url).content.decode()
    assert "Tired, no coat." not in signed_in(w, "dev").get(url).content.decode()
    foreign = a_note(audience="named_teams", teams=[str(w.newport.pk)])
    assert add(signed_in(w), case, "notes/add/", foreign).status_code == 422


def test_a_visit_is_recorded_once(w: s.World) -> None:
    case = s.child(w)
    sent = a_visit(
        was_seen_alone="True", was_bedroom_seen="True", childs_words="Nain makes porridge"
    )
    for _again in range(2):
        assert add(signed_in(w), case, "visits/add/", sent).status_code == 302
    visit = Visit.objects.get()
    assert (visit.was_seen, visit.was_seen_alone, visit.was_bedroom_seen) == (True, True, True)
    page = signed_in(w).get(f"/cases/{case.pk}/visits/").content.decode()
    assert escape("Nain makes porridge") in page
    assert "Seen alone" in page


def test_alone_is_forgotten_when_the_child_was_not_seen(w: s.World) -> None:
    case = s.child(w)
    add(signed_in(w), case, "visits/add/", a_visit(was_seen="refused", was_seen_alone="True"))
    visit = Visit.objects.get()
    assert (visit.was_seen, visit.was_seen_alone, visit.was_refused) == (False, False, True)


def test_the_childs_words_are_kept_whatever_was_seen(w: s.World) -> None:
    case = s.child(w)
    sent = a_visit(was_seen="refused", was_at_home="", childs_words="Go away!")
    add(signed_in(w), case, "visits/add/", sent)
    assert "Go away!" in signed_in(w).get(f"/cases/{case.pk}/visits/").content.decode()


def test_nothing_about_a_visit_is_answered_beforehand(w: s.World) -> None:
    html = signed_in(w).get(f"/cases/{s.child(w).pk}/visits/add/").content.decode()
    assert " checked" not in html


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (day("visited_on", s.before(-1)), "visited_on"),
        (day("visited_on", s.before(1700)), "visited_on"),
        ({"visited_on-day": "32"}, "visited_on"),
        ({"was_seen": ""}, "was_seen"),
        ({"was_bedroom_seen": "True", "was_at_home": ""}, "was_bedroom_seen"),
        ({"was_bedroom_seen": "True", "was_seen": "refused"}, "was_bedroom_seen"),
    ],
)
def test_a_bad_visit_is_kept_with_its_error(
    w: s.World, changes: dict[str, object], field: str
) -> None:
    case = s.child(w, age_days=1600)
    answer = add(signed_in(w), case, "visits/add/", a_visit(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    page = answer.content.decode()
    assert "All well." in page
    assert f'value="{changes.get("visited_on-day", "")}"' in page
    assert not Visit.objects.exists()


def test_a_core_group_goes_on_each_childs_record(w: s.World) -> None:
    efa = s.child(w)
    osian = s.child(w, given="Osian", age_days=300, sibling=efa)
    s.registered(w, [efa, osian])
    sent = {**day("held_on", s.before(5)), "account": "Everyone came.", "cases": [str(osian.pk)]}
    assert add(signed_in(w), efa, "core-groups/add/", sent).status_code == 302
    assert set(CoreGroupMeeting.objects.values_list("case_id", flat=True)) == {efa.pk, osian.pk}
    again = add(signed_in(w), efa, "core-groups/add/", sent)
    assert again.status_code == 409
    assert "Everyone came." in again.content.decode()


@pytest.mark.parametrize("part", ["visits/add/", "core-groups/add/", "share/", "co-ordinator/"])
@pytest.mark.parametrize("name", ["ben", "chloe"])
def test_readers_and_partners_do_not_write_what_is_not_theirs(
    w: s.World, part: str, name: str
) -> None:
    case = s.child(w)
    s.shared(w, case, level=Level.FULL)
    client = signed_in(w, name)
    assert client.get(f"/cases/{case.pk}/{part}").status_code == 403
    assert client.post(f"/cases/{case.pk}/{part}", {}).status_code == 403


def test_sharing_with_one_person_until_a_day_and_its_end(w: s.World) -> None:
    case = s.child(w)
    client = signed_in(w)
    there = f"/cases/{case.pk}/share/?agency={w.health.pk}"
    assert "Health visitors, Ely" in client.get(there).content.decode()
    url = f"/cases/{case.pk}/share/?team={w.visitors.pk}"
    assert "Chloe Puw" in client.get(url).content.decode()
    last = today() + timedelta(days=10)
    sent = {
        "membership": str(w.members["chloe"].pk),
        "level": "plan",
        "purpose": "Sees the family weekly",
        "legal_basis": "co_operation",
        **day("starts_on", today()),
        **day("ends_on", last),
    }
    assert client.post(url, sent).status_code == 302
    share = Involvement.objects.get(role="partner")
    assert (share.membership_id, share.level) == (w.members["chloe"].pk, "plan")
    assert share.legal_basis == "co_operation"
    assert share.ends_at is not None
    assert localtime(share.ends_at - timedelta(seconds=1)).date() == last
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "Chloe Puw" in page
    end = f"/cases/{case.pk}/shares/{share.pk}/end/"
    assert "will see nothing" in client.get(end).content.decode()
    assert client.post(end, {"reason": " "}).status_code == 422
    assert client.post(end, {"reason": "The visits are over"}).status_code == 302
    share.refresh_from_db()
    assert share.ended_reason == "The visits are over"
    assert signed_in(w, "chloe").get(f"/cases/{case.pk}/").status_code == 404
    assert client.post(end, {"reason": "Once more"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"purpose": " "}, "purpose"),
        ({"level": "lead"}, "level"),
        ({"level": ""}, "level"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"legal_basis": "because"}, "legal_basis"),
        ({"purpose": "x" * 301}, "purpose"),
        (day("starts_on", s.before(1)), "starts_on"),
        ({**day("starts_on", s.before(-9)), **day("ends_on", s.before(-3))}, "ends_on"),
        (day("ends_on", s.before(1)), "ends_on"),
        ({"membership": str(uuid.uuid4())}, "membership"),
    ],
)
def test_a_bad_share_is_kept_with_its_error(
    w: s.World, changes: dict[str, str], field: str
) -> None:
    case = s.child(w)
    sent = {"membership": "team", "level": "plan", "purpose": "Weekly visits"}
    sent |= {"legal_basis": "safeguarding", **day("starts_on", today()), **changes}
    answer = signed_in(w).post(f"/cases/{case.pk}/share/?team={w.visitors.pk}", sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Involvement.objects.filter(role="partner").exists()


@pytest.mark.parametrize("team", ["", "x", "01900000-0000-7000-8000-000000000000"])
def test_a_team_that_is_none_is_asked_again(w: s.World, team: str) -> None:
    case = s.child(w)
    url = f"/cases/{case.pk}/share/?team={team}"
    for answer in (signed_in(w).get(url), signed_in(w).post(url, {"level": "plan"})):
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()


def test_a_share_of_another_case_cannot_be_ended_here(w: s.World) -> None:
    efa, mali = s.child(w), s.child(w, given="Mali", age_days=800)
    s.shared(w, mali)
    share = Involvement.objects.get(role="partner")
    lead = Involvement.objects.get(role="lead_team", case=efa)
    for case, row in ((efa, share), (efa, lead)):
        for act in ("end", "change"):
            url = f"/cases/{case.pk}/shares/{row.pk}/{act}/"
            assert signed_in(w).post(url, {"reason": "Over"}).status_code == 404


def test_a_manager_names_the_co_ordinator(w: s.World) -> None:
    case = s.child(w)
    huw = signed_in(w, "huw")
    url = f"/cases/{case.pk}/co-ordinator/"
    page = huw.get(url).content.decode()
    assert "Aisha Rahman" in page
    assert "Farid Aziz" not in page
    assert "Nia Bowen" not in page
    assert huw.post(url, {"co_ordinator": str(w.members["aisha"].pk)}).status_code == 302
    assert Involvement.objects.get(role="co_ordinator").membership == w.members["aisha"]
    refused = huw.post(url, {"co_ordinator": str(w.members["nia"].pk)})
    assert refused.status_code == 422
