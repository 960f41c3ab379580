"""What pages say to somebody new: whom to call, what ended and what was done, where one stands."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from cases.domain.statuses import Level, NoteAudience, NoteKind
from cases.models import Case, Deadline, Involvement, OverdueFlag
from cases.services import notes
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.test_children_pages import signed_in
from tests.integration.test_record_says import off, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


def came_off(w: s.World) -> tuple[str, str]:
    """This will take a name off the register; gives the case's page and the decision's."""
    [registration] = s.registered(w, days_ago=70)
    case = registration.case
    review = reviewed(w, case, 2)
    off(w, case, review)
    at = review.children.get()
    return f"/cases/{case.pk}/", f"/conferences/{review.pk}/decisions/{at.pk}/"


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_date_that_only_ended_was_not_put_right(w: s.World) -> None:
    [registration] = s.registered(w, days_ago=70)
    late = Deadline.objects.filter(case=registration.case, due_on__lt=today(), met_on=None).first()
    assert late is not None
    OverdueFlag.objects.create(deadline=late, raised_at=now() - timedelta(days=3), cleared_at=now())
    url = f"/cases/{registration.case.pk}/?kind=late"
    late.stopped_on = localdate()
    late.save()
    html = page(signed_in(w), url)
    assert "not done" in html
    assert "Put right" not in html
    late.met_on, late.stopped_on = localdate(), None
    late.save()
    html = page(signed_in(w), url)
    assert "Put right" in html
    assert "not done" not in html


@pytest.mark.parametrize("level", [Level.SUMMARY, Level.NOTES])
def test_a_partner_reads_that_a_name_came_on_and_off_but_not_why(w: s.World, level: Level) -> None:
    record, _decision = came_off(w)
    case_id = record.split("/")[2]
    s.shared(w, Case.objects.get(pk=case_id), level=level)
    html = page(signed_in(w, "chloe"), record)
    assert "Off the register" in html
    assert "Nain lives there now" not in html
    assert "No longer at continuing risk" not in html
    assert "No longer at continuing risk" in page(signed_in(w), record)


def test_without_a_co_ordinator_the_lead_team_is_whom_to_call(w: s.World) -> None:
    case = s.child(w)
    Involvement.objects.filter(role="co_ordinator").update(ends_at=now())
    html = page(signed_in(w), f"/cases/{case.pk}/")
    assert "Nobody yet. Call Ely team, 029 2018 0000" in re.sub(r"</?a[^>]*>", "", html)


def test_a_decision_shows_what_the_record_said_at_the_time(w: s.World) -> None:
    _record, decision = came_off(w)
    html = page(signed_in(w, "gwen"), decision)
    assert "The record said at the time" in html
    assert "names do not normally come off at the first review" in html
    assert "Bedroom not seen" in html


def test_an_old_decision_tells_of_no_note_that_is_not_for_its_reader(w: s.World) -> None:
    [registration] = s.registered(w, days_ago=70)
    case = registration.case
    notes.add_note(
        by=w.aisha,
        case=case,
        kind=NoteKind.INJURY,
        happened_on=s.before(10),
        text="Bruise on the left arm.",
        audience=NoteAudience.LEAD_AGENCY,
        today=today(),
    )
    s.shared(w, case, level=Level.FULL)
    review = reviewed(w, case, 2)
    off(w, case, review)
    url = f"/conferences/{review.pk}/decisions/{review.children.get().pk}/"
    assert "Injury or attendance at hospital" in page(signed_in(w), url)
    html = page(signed_in(w, "chloe"), url)
    assert "Bedroom not seen" in html
    assert "Injury" not in html


def test_papers_are_awaited_in_working_days(w: s.World) -> None:
    [registration] = s.registered(w, days_ago=1)
    held = registration.decision.conference
    html = page(signed_in(w, "gwen"), f"/conferences/{held.pk}/")
    assert re.search(r"in \d+ working days", html)


def test_an_account_without_a_team_is_told_whom_to_ask(w: s.World) -> None:
    client = Client()
    user = w.user("farid")
    user.is_superuser = True
    user.set_password(s.PASSWORD)
    user.save()
    client.post("/accounts/login/", {"login": user.email, "password": s.PASSWORD})
    for _again in range(2):
        answer = client.get("/")
        html = answer.content.decode()
        assert answer.status_code == 403
        assert "Ask the person who manages accounts in your agency" in html
        assert "Done." not in html
        assert "Go to the first page" not in html
        assert 'action="/accounts/logout/"' in html


def test_only_what_was_sent_can_fail_to_be_saved(w: s.World) -> None:
    read = signed_in(w).get("/overdue/list/?clock=nonsense")
    assert read.status_code == 400
    assert "Nothing was saved" not in read.content.decode()


def test_papers_without_a_date_are_not_recorded(w: s.World) -> None:
    [registration] = s.registered(w, days_ago=70)
    held = registration.decision.conference
    answer = signed_in(w, "gwen").post(f"/conferences/{held.pk}/papers/", {})
    assert answer.status_code == 422
    assert "Enter at least one of the two dates" in answer.content.decode()


def test_a_text_too_long_is_kept_and_told(w: s.World) -> None:
    client = signed_in(w)
    assert 'maxlength="' not in page(client, "/children/add/")
    long = "Efa" * 200
    sent = {"given_names": long, "family_name": "Lloyd", "submission": str(uuid.uuid4())}
    answer = client.post("/children/add/", sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert long in html
    assert "characters or " in html
