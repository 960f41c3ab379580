"""What is typed and not sent is kept on the server: for its writer alone, and until it is sent."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from agencies.actors import acting_as
from cases.models import Case, Draft, Note
from cases.services import drafts, shares
from cpr.audit.models import AuditEvent
from cpr.clock import now
from tests import scenarios as s
from tests.integration.test_children_pages import signed_in
from tests.integration.test_record_forms import day

pytestmark = pytest.mark.django_db
WORDS = "Grandmother says that she sleeps badly since Tuesday."


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    case = s.child(w)
    s.shared(w, case)
    return case


def note_page(case: Case) -> str:
    return f"/cases/{case.pk}/notes/add/"


def typed(**more: str) -> dict[str, str]:
    return {"kind": "contact", "text": WORDS, "happened_on-day": "31", **more}


def keep(client: Client, page: str, **more: str) -> dict[str, str]:
    """This will keep a draft as the page's script does, and give what it answered."""
    answer = client.post(page, typed(draft="keep", **more), headers={"Accept": "application/json"})
    said = json.loads(answer.content) if "json" in answer.headers.get("Content-Type", "") else {}
    return {"status": str(answer.status_code), **said}


def test_what_was_typed_is_there_again_unjudged(w: s.World, case: Case) -> None:
    client, page = signed_in(w), note_page(case)
    assert keep(client, page)["words"].startswith("Kept as a draft at ")
    assert Note.objects.count() == 0
    again = signed_in(w).get(page)  # another session, another machine
    text = again.content.decode()
    assert WORDS in text
    assert "This is what you left unsent on" in text
    assert "There is a problem" not in text
    assert again.context["form"]["kind"].value() == "contact"
    assert 'value="31"' in text


def test_without_javascript_a_button_keeps_it_and_another_throws_it_away(
    w: s.World, case: Case
) -> None:
    client, page = signed_in(w), note_page(case)
    shown = client.post(page, typed(draft="keep"), follow=True).content.decode()
    assert "Kept as a draft at " in shown
    assert WORDS in shown
    gone = client.post(page, {"draft": "discard"}, follow=True).content.decode()
    assert "What you had typed is thrown away." in gone
    assert WORDS not in gone
    actions = AuditEvent.objects.filter(case_id=case.pk, action__startswith="draft.")
    assert [*actions.order_by("at").values_list("action", flat=True)] == [
        "draft.begun",
        "draft.discarded",
    ]
    assert WORDS not in str([*actions.values_list("details", flat=True)])


def test_it_is_gone_once_it_is_sent_and_sending_it_twice_is_one_note(
    w: s.World, case: Case
) -> None:
    client, page = signed_in(w), note_page(case)
    form = client.get(page).context["form"]
    once = {"submission": str(form["submission"].value())}
    keep(client, page, **once)
    sent = {**typed(audience="everyone"), **day("happened_on", s.before(1)), **once}
    assert client.post(page, sent).status_code == 302
    assert Draft.objects.count() == 0
    keep(client, page, **once)  # what the page sent a moment too late
    assert client.get(page).context["form"]["submission"].value() == once["submission"]
    assert client.post(page, sent).status_code == 302
    assert Note.objects.count() == 1


def test_what_a_refusal_leaves_is_kept_too(w: s.World, case: Case) -> None:
    client, page = signed_in(w), note_page(case)
    keep(client, page)
    refused = client.post(page, typed())
    assert refused.status_code == 422
    assert WORDS in refused.content.decode()
    assert Draft.objects.get().fields["text"] == [WORDS]


def test_nobody_else_sees_it_and_it_is_shut_with_the_case(w: s.World, case: Case) -> None:
    page = note_page(case)
    keep(signed_in(w, "chloe"), page)
    assert WORDS not in signed_in(w).get(page).content.decode()
    with acting_as(w.aisha):
        assert Draft.objects.count() == 0
    with acting_as(w.actor("chloe")):
        assert Draft.objects.count() == 1
    share = case.involvements.get(role="partner")
    shares.end_share(by=w.aisha, involvement=share, reason="No longer needed")
    with acting_as(w.actor("chloe")):
        assert Draft.objects.count() == 0
    assert signed_in(w, "chloe").get(page).status_code == 404
    assert keep(signed_in(w, "dev"), page)["status"] == "404"
    assert keep(Client(), page)["status"] in ("302", "403")
    assert Draft.objects.count() == 1


def test_a_page_that_keeps_no_drafts_judges_what_is_sent(w: s.World, case: Case) -> None:
    answer = signed_in(w).post(f"/cases/{case.pk}/share/", {"draft": "keep"})
    assert answer.status_code == 422
    assert Draft.objects.count() == 0


def test_too_long_is_said_and_nothing_old_is_lost(w: s.World, case: Case) -> None:
    client, page = signed_in(w), note_page(case)
    keep(client, page)
    long = keep(client, page, text="x" * (drafts.LONGEST + 1))
    assert (long["status"], "too long" in long["words"]) == ("422", True)
    assert Draft.objects.get().fields["text"] == [WORDS]


def test_old_ones_go_when_their_owner_writes_again(w: s.World, case: Case) -> None:
    other = s.child(w, given="Nel")
    for page, days in ((note_page(case), 31), (note_page(other), 29)):
        keep(signed_in(w), page)
        Draft.objects.filter(page=page).update(saved_at=now() - timedelta(days=days))
    keep(signed_in(w), f"/cases/{case.pk}/visits/add/")
    assert {*Draft.objects.values_list("page", flat=True)} == {
        note_page(other),
        f"/cases/{case.pk}/visits/add/",
    }
