"""What people met in their first days with the register: words that were not true, work not shown.

Each of these was found by somebody new, on the page named.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from agencies.actors import Actor
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Notice, OverdueFlag
from cases.queries import my_work
from cases.services import sweeps
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import board_setup as make
from tests import scenarios as s
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.Authority:
    return make.authority()


@pytest.fixture
def w() -> s.World:
    return s.world()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html))


def test_what_was_late_stands_at_the_day_it_became_late(place: make.Authority) -> None:
    row = make.case(place, co_ordinator=place.workers[0])
    make.deadline(row, "seen_alone", today() - timedelta(days=40))
    sweeps.sweep_overdue(by=Actor.system("overdue-sweep"), today=today())
    assert OverdueFlag.objects.get().raised_at.date() == today()
    client = signed_in(place.workers[0])
    html = client.get(f"/cases/{row.pk}/?kind=late").content.decode()
    late = today() - timedelta(days=39)
    assert f'<time datetime="{late:%Y-%m-%d}"' in html
    assert f'<time datetime="{today():%Y-%m-%d}"' not in html


def test_who_is_told_whom_to_call_is_not_told_to_mind_the_spelling(w: s.World) -> None:
    s.child(w, "nia", given="Siân", family="Llwyd", age_days=1600)
    asked = {"q": f"Siân Llwyd {s.before(1600):%d/%m/%Y}"}
    told = words(signed_in(w.member("aisha")).get("/children/", asked).content.decode())
    assert "Somebody already knows this child" in told
    assert "There is no record of" in told
    assert "Look at the spelling" not in told
    assert "Nobody" not in told.split("Somebody already knows")[1]


def test_a_partner_knows_the_day_of_a_conference_that_she_may_not_open(w: s.World) -> None:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(14))
    planned = today() + timedelta(days=3)
    conference = s.conference(w, [case], on=planned, hold=False)
    s.shared(w, case, level=Level.SUMMARY)
    client = signed_in(w.member("chloe"))
    first = words(client.get("/").content.decode())
    assert "There is no conference that you may open." in first
    assert "There is no conference coming up that you may open." in words(
        client.get("/conferences/").content.decode()
    )
    case.involvements.filter(role=InvolvementRole.PARTNER).update(level=Level.PLAN)
    make.grants.sync([case.pk])
    html = client.get("/").content.decode()
    assert f"Initial conference, {planned:%-d %B %Y}" in words(html)
    assert str(conference.pk) not in html


def test_the_columns_say_that_they_count_the_dates_of_children(place: make.Authority) -> None:
    for given in ("Efa", "Iwan"):
        row = make.case(place, given=given, registered_on=today() - timedelta(days=90))
        make.deadline(row, "later_review", today() + timedelta(days=2))
    html = words(signed_in(place.manager).get("/overdue/").content.decode())
    assert html.count("2 children’s conference dates with nothing booked") >= 2
    assert "conferences with nothing booked" not in html
    assert "children on the register with no visit recorded since registration" in html


def test_a_child_of_my_team_without_a_co_ordinator_is_on_my_day(place: make.Authority) -> None:
    worker = place.workers[0]
    client = signed_in(worker)
    assert "No co-ordinator yet" not in client.get("/").content.decode()
    make.case(place, given="Other", team=1)
    make.case(place, given="Held", co_ordinator=worker)
    row = make.case(place, given="Unheld")
    make.deadline(row, "seen_alone", today() + timedelta(days=3))
    html = client.get("/").content.decode()
    section = html.split("No co-ordinator yet")[1].split("</table>")[0]
    assert "Unheld Lloyd" in section
    assert f"/cases/{row.pk}/" in section
    assert "To be seen alone" in section
    assert "Held Lloyd" not in section.replace("Unheld", "")
    assert "Other" not in html
    read = AuditEvent.objects.filter(action="work.listed").latest("at")
    assert str(row.pk) in str(read.details) + str(read.case_id)
    support = make.person(place.teams[0], "support_worker")
    assert "No co-ordinator yet" not in signed_in(support).get("/").content.decode()


def test_the_most_urgent_without_a_co_ordinator_come_first_and_cost_the_same(
    place: make.Authority,
) -> None:
    actor = make.actor(place.workers[0])
    for n in range(3):
        row = make.case(place, given=f"Child{n}")
        make.deadline(row, "seen_alone", today() + timedelta(days=9 - n))
    with CaptureQueriesContext(connection) as few:
        found, is_cut = my_work.without_co_ordinator(actor, today=today())
    assert [child.name for child in found] == ["Child2 Lloyd", "Child1 Lloyd", "Child0 Lloyd"]
    assert not is_cut
    for _n in range(my_work.MOST_UNHELD):
        make.case(place)
    with CaptureQueriesContext(connection) as many:
        found, is_cut = my_work.without_co_ordinator(actor, today=today())
    assert len(few) == len(many)
    assert is_cut
    assert [child.name for child in found[:1]] == ["Child2 Lloyd"]
    assert len(found) == my_work.MOST_UNHELD


def test_who_opens_the_record_through_a_notification_has_read_it(w: s.World) -> None:
    case = s.child(w)
    s.shared(w, case)
    [told] = Notice.objects.filter(membership=w.members["chloe"])
    way = f"/notifications/{told.pk}/"
    assert signed_in(w.member("ben")).get(way).status_code == 404
    told.refresh_from_db()
    assert told.read_at is None
    client = signed_in(w.member("chloe"))
    assert f'href="{way}"' in client.get("/notifications/").content.decode()
    for _time in range(2):  # a second opening changes nothing and is no second reading of it
        assert client.get(way)["Location"] == f"/cases/{case.pk}/"
    told.refresh_from_db()
    assert told.read_at is not None
    assert AuditEvent.objects.filter(action="notice.read").count() == 1
    html = client.get("/notifications/").content.decode()
    assert way not in html
    assert f'href="/cases/{case.pk}/"' in html
    share = case.involvements.get(role="partner")
    s.shares.end_share(by=w.aisha, involvement=share, reason="No longer needed")
    assert client.get(way).status_code == 404


def test_workers_to_choose_between_are_of_the_own_team_first_and_told_apart(
    place: make.Authority,
) -> None:
    [ours, theirs] = [make.person(team, "social_worker", "Ana Puw") for team in place.teams]
    twin = make.person(place.teams[0], "social_worker", "Ana Puw")
    chief = make.person(place.teams[1], "team_manager", "Zoe Hughes")
    row = make.case(place, team=1, co_ordinator=theirs, registered_on=today())
    for n, other in enumerate((ours, twin)):
        make.case(place, given=f"Child{n}", co_ordinator=other, registered_on=today())
    named = sorted(f"Ana Puw, Team A ({m.user.email.split('@')[0]})" for m in (ours, twin))

    page = signed_in(chief).get(f"/cases/{row.pk}/co-ordinator/").content.decode()
    at = [page.index(words) for words in ("Ana Puw, Team B", "Zoe Hughes, Team B", *named)]
    assert at == sorted(at)
    assert "Ana Puw, Team B (" not in page
    board = signed_in(place.manager).get("/overdue/list/?show=register").content.decode()
    for words_ in (*named, "Ana Puw, Team B"):
        assert words_ in board
