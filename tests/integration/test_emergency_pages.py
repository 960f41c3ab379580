"""From a search that names nobody to a record and back, by the pages; and those who try it on."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agencies.models import Agency
from cases.models import Case, EmergencyAccess, Notice
from cases.services.notices import send_notices
from cases.web import door
from cases.web.views import emergencies as views
from cpr import clock
from cpr.audit.models import AuditEvent
from cpr.clock import now
from tests import scenarios as s
from tests.integration.acts_emergency import WHY, opened, opened_for
from tests.integration.acts_restricting import excluded, restricted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NHS = "9990000018"
PAGE = "/emergency/"


@pytest.fixture
def w() -> s.World:
    cache.clear()
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    return s.child(w, nhs_number=NHS, address="1 Secret Street, Cardiff")


def signed_in(w: s.World, name: str) -> Client:
    client = Client()
    client.force_login(w.user(name), backend=BACKEND)
    return client


def token(client: Client, question: str = NHS) -> str:
    """The token that a search gives, as the page's link carries it."""
    page = client.get("/children/", {"q": question}).content.decode()
    found = re.search(r'href="/emergency/\?door=([^"]+)"', page)
    return found.group(1).replace("%3A", ":").replace("%3D", "=") if found else ""


def filled(the_door: str, **more: Any) -> dict[str, Any]:
    return {"door": the_door, "kind": "treatment", "reason": WHY, "hours": "1", **more}


def test_from_the_search_to_the_record_and_the_end(w: s.World, case: Case) -> None:
    Agency.objects.filter(pk=w.cardiff.pk).update(phone_out_of_hours="029 2018 0999")
    client = signed_in(w, "dev")
    the_door = token(client)
    form = client.get(PAGE, {"door": the_door}).content.decode()
    assert 'Call Cardiff on <a class="govuk-link app-phone" href="tel:02920180000">' in form
    assert 'value="3"' in form
    for secret in (case.child.family_name, case.child.given_names, "Secret", str(case.pk)):
        assert secret not in form
    answer = client.post(PAGE, filled(the_door))
    assert answer["Location"] == f"/cases/{case.pk}/"
    record = client.get(answer["Location"])
    assert "The record is open to you until" in record.content.decode()
    for number in ("029 2018 0000", "029 2018 0999"):
        assert f'">{number}</a>' in record.content.decode()
    end = reverse("cases:emergency_end", args=[EmergencyAccess.objects.get().involvement_id])
    assert end in record.content.decode()
    ended = client.post(end, follow=True).content.decode()
    assert "Your emergency access has ended." in ended
    assert case.child.family_name not in ended
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert "has already ended" in client.post(end, follow=True).content.decode()


def test_a_search_that_finds_nobody_or_the_own_has_no_door(w: s.World, case: Case) -> None:
    assert token(signed_in(w, "dev"), "9990000026") == ""
    assert token(signed_in(w, "aisha")) == ""
    assert token(signed_in(w, "ben")) == ""


def test_somebody_who_may_only_search_is_told_whom_to_call_and_no_more(w: s.World) -> None:
    s.child(w, "nia", nhs_number=NHS)
    page = signed_in(w, "ben").get("/children/", {"q": NHS}).content.decode()
    assert "Call Newport on" in page
    assert 'href="tel:01633000000">01633 000000</a>.' in page
    assert "/emergency/" not in page


@pytest.mark.parametrize("which", ["other person", "too old", "made up", "of an excluded"])
def test_a_bad_token_is_an_unknown_child_to_the_byte(w: s.World, case: Case, which: str) -> None:
    client = signed_in(w, "dev")
    the_door = token(client)
    if which == "other person":
        client = signed_in(w, "chloe")
    if which == "made up":
        the_door = the_door[:-1] + ("A" if the_door[-1] != "A" else "B")
    if which == "of an excluded":
        excluded(w, case, "dev")
    later = timedelta(minutes=door.MINUTES, seconds=1) if which == "too old" else timedelta(0)
    with clock.at(now() + later):
        for ask, sent in ((client.get, {}), (client.post, filled(""))):
            unknown = ask(PAGE, {**sent, "door": "nothing"})
            answer = ask(PAGE, {**sent, "door": the_door})
            assert answer.status_code == unknown.status_code == 404
            assert plain(answer) == plain(unknown)
    assert not EmergencyAccess.objects.exists()


def plain(answer: Any) -> str:
    """The body without what differs between any two requests, and what was asked."""
    body = re.sub(r'csrfmiddlewaretoken" value="[^"]*', "", answer.content.decode())
    return re.sub(r"(/emergency/)(\?door=[^\"]*)?", r"\1", body)


def test_a_replay_while_it_is_open_makes_nothing_longer(w: s.World, case: Case) -> None:
    client = signed_in(w, "dev")
    the_door = token(client)
    client.post(PAGE, filled(the_door))
    again = client.post(PAGE, filled(the_door, hours="3"), follow=True)
    assert "nothing was made longer" in again.content.decode()
    assert EmergencyAccess.objects.count() == 1


def test_what_was_typed_is_shown_again_with_a_fresh_door(w: s.World, case: Case) -> None:
    client = signed_in(w, "dev")
    the_door = token(client)
    short = client.post(PAGE, filled(the_door, reason="Baby <b>hurt</b>"))
    assert short.status_code == 422
    said = short.content.decode()
    assert "Baby &lt;b&gt;hurt&lt;/b&gt;" in said
    assert "Write at least 6 words" in said
    fresh = re.search(r'name="door" value="([^"]+)"', said)
    assert fresh is not None
    assert fresh.group(1) != the_door
    later = now() + timedelta(minutes=door.MINUTES - 1)
    with clock.at(later):
        wrong = client.post(PAGE, filled(fresh.group(1), kind="bored", hours="99"))
        assert wrong.status_code == 422
        assert WHY in wrong.content.decode()


def test_a_restricted_record_says_whom_to_call_and_is_not_opened(w: s.World, case: Case) -> None:
    client = signed_in(w, "dev")
    restricted(w, case)
    the_door = token(client) or door.token_for(w.actor("dev"), case.pk)
    Notice.objects.all().delete()
    for answer in (client.get(PAGE, {"door": the_door}), client.post(PAGE, filled(the_door))):
        said = answer.content.decode()
        assert "This record is restricted: call now" in said
        assert "Iris Bevan" in said
        assert "029 2018 0000" in said
        assert case.child.family_name not in said
    assert not EmergencyAccess.objects.exists()
    assert Notice.objects.filter(membership=w.members["iris"]).count() == 1
    iris = signed_in(w, "iris")
    assert "asked for this restricted record" in iris.get("/notifications/").content.decode()
    for action in ("emergency.officers_read", "emergency.refused"):
        assert AuditEvent.objects.filter(action=action).count() == 1


def test_the_officer_opens_it_to_who_asked(w: s.World, case: Case) -> None:
    restricted(w, case)
    dev, iris = signed_in(w, "dev"), signed_in(w, "iris")
    dev.get(PAGE, {"door": door.token_for(w.actor("dev"), case.pk)})
    url = reverse("cases:emergency_for", args=[case.pk])
    page = iris.get(url).content.decode()
    assert "Dev Anand" in page
    assert "Chloe Puw" not in page
    typed = {"membership": str(w.members["dev"].pk), "kind": "treatment", "reason": WHY}
    assert iris.post(url, typed).status_code == 422  # for how long?
    other = {**typed, "hours": "1", "membership": str(w.members["chloe"].pk)}
    assert iris.post(url, other).status_code == 422  # not among those offered
    done = iris.post(url, {**typed, "hours": "1"}, follow=True).content.decode()
    assert "The record is open to Dev Anand until" in done
    assert dev.get(f"/cases/{case.pk}/").status_code == 200
    assert "opened to you for a short time" in dev.get("/notifications/").content.decode()


def test_the_officer_chooses_a_team_where_nobody_asked(w: s.World, case: Case) -> None:
    restricted(w, case)
    iris = signed_in(w, "iris")
    url = reverse("cases:emergency_for", args=[case.pk])
    assert "Agency and team" in iris.get(url).content.decode()
    chosen = iris.get(url, {"team": str(w.midwives.pk)}).content.decode()
    assert "Dev Anand" in chosen
    assert iris.get(url, {"team": "nonsense"}).status_code == 422
    typed = {
        "membership": str(w.members["dev"].pk),
        "kind": "treatment",
        "reason": WHY,
        "hours": "1",
    }
    answer = iris.post(f"{url}?team={w.midwives.pk}", typed)
    assert answer.status_code == 302
    assert EmergencyAccess.objects.get().authorised_by == w.members["iris"]


def test_the_record_leads_the_officer_there(w: s.World, case: Case) -> None:
    url = reverse("cases:emergency_for", args=[case.pk])
    record = f"/cases/{case.pk}/"
    assert url not in signed_in(w, "iris").get(record).content.decode()
    restricted(w, case, "aisha", "iris", "huw")
    assert url in signed_in(w, "iris").get(record).content.decode()
    assert url not in signed_in(w, "huw").get(record).content.decode()


def test_somebody_let_in_for_an_hour_is_no_reviewer_of_others(w: s.World, case: Case) -> None:
    restricted(w, case)
    opened_for(w, case, to="huw")
    second = opened_for(w, case, to="dev")
    assert second.reviewer == w.members["iris"]


def test_only_the_named_senior_officer_has_the_page(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "iris", "huw")
    url = reverse("cases:emergency_for", args=[case.pk])
    statuses = {
        name: signed_in(w, name).get(url).status_code
        for name in ("iris", "huw", "aisha", "efua", "dev")
    }
    assert statuses == {"iris": 200, "huw": 403, "aisha": 403, "efua": 404, "dev": 404}


def test_nobody_asks_at_doors_without_end(
    w: s.World, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "A_MINUTE", 3)
    client = signed_in(w, "dev")
    with clock.at(now().replace(second=0)):
        statuses = [client.get(PAGE, {"door": "guess"}).status_code for _ in range(5)]
    assert statuses == [404, 404, 404, 429, 429]


def test_the_letters_hold_no_personal_data(w: s.World, case: Case) -> None:
    opened(w, case)
    mail.outbox.clear()
    send_notices(by=s.SEED)
    assert mail.outbox
    for letter in mail.outbox:
        said = f"{letter.subject}\n{letter.body}"
        for secret in (case.child.family_name, "Dev", WHY, str(case.pk)):
            assert secret not in said


def test_a_notice_leads_the_reviewer_to_the_review_and_the_worker_to_why(
    w: s.World, case: Case
) -> None:
    s.co_ordinated(w, case)
    Notice.objects.all().delete()
    opening = opened(w, case)
    leads = {"huw": f"/emergency/reviews/{opening.pk}/", "aisha": f"/cases/{case.pk}/access/"}
    for name, there in leads.items():
        notice = Notice.objects.get(membership=w.members[name])
        client = signed_in(w, name)
        answer = client.get(reverse("cases:notification", args=[notice.pk]))
        assert answer["Location"] == there
        assert WHY in client.get(there).content.decode()


def test_ones_own_page_names_the_child_only_while_it_is_open(w: s.World, case: Case) -> None:
    opening = opened(w, case)
    client = signed_in(w, "dev")
    assert case.child.family_name in client.get(PAGE).content.decode()
    ends_at = opening.involvement.ends_at
    assert ends_at is not None
    with clock.at(ends_at):
        said = client.get(PAGE).content.decode()
        assert case.child.family_name not in said
        assert "You may not see this record now" in said


def test_welsh(w: s.World, case: Case) -> None:
    user = w.user("dev")
    user.language = "cy"
    user.save(update_fields=["language"])
    client = signed_in(w, "dev")
    the_door = token(client)
    said = client.get(PAGE, {"door": the_door}).content.decode()
    assert "Agor cofnod mewn argyfwng" in said
    record = client.post(PAGE, filled(the_door), follow=True).content.decode()
    assert "Agoroch hyn mewn argyfwng" in record


def test_an_opening_for_a_named_person_ends_by_itself(w: s.World, case: Case) -> None:
    restricted(w, case)
    opening = opened_for(w, case)
    client = signed_in(w, "dev")
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    ends_at = opening.involvement.ends_at
    assert ends_at is not None
    with clock.at(ends_at):
        assert client.get(f"/cases/{case.pk}/").status_code == 404
