"""The board's pages: who may open them, each link leads to its figure, export, few queries."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.domain.cells import harmless
from cases.models import Deadline, SiblingGroup
from cases.services import sweeps
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import board_setup as make

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(membership) -> Client:
    client = Client()
    client.force_login(membership.user, backend=BACKEND)
    session = client.session
    session["membership"] = str(membership.pk)
    session.save()
    return client


@pytest.fixture
def place():
    return make.authority(teams=2)


def fill(place, families: int = 3) -> None:
    """This will make families with something late, something soon and something judged."""
    for n in range(families):
        siblings = SiblingGroup.objects.create(name=f"Family {n}")
        for name in ("Efa", "Iwan"):
            row = make.case(
                place,
                team=n % 2,
                given=name,
                family=f"Family{n}",
                siblings=siblings,
                registered_on=today() - timedelta(days=200),
                co_ordinator=place.workers[n % 2] if n else None,
            )
            late = today() - timedelta(days=4 + 12 * n)
            make.deadline(row, "first_review", late, meeting=siblings.pk)
            make.deadline(row, "seen_alone", late)
            make.deadline(row, "later_review", today() + timedelta(days=3), meeting=siblings.pk)
            done = today() - timedelta(days=90)
            make.deadline(row, "seen_alone", done, met_on=done + timedelta(days=n))


NUMBER = re.compile(r"\s*(?:for |All )?(\d+)")


def links_of(html: str) -> list[tuple[str, int]]:
    """This will find each link to a list whose words begin with a figure."""
    found = []
    for href, inner in re.findall(
        r'<a [^>]*href="(/overdue/list/[^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL
    ):
        text = re.sub(r"<[^>]+>", " ", inner)
        if "%" in text or "csv" in href:
            continue
        first = NUMBER.match(text)
        if first:
            found.append((href.replace("&amp;", "&"), int(first.group(1))))
    return found


def total_of(html: str) -> int:
    line = re.search(r'app-board-line__facts app-list-line">\s*(\d+)', html)
    assert line
    return int(line.group(1))


def test_each_number_on_the_board_is_the_number_of_the_list_it_links_to(place):
    fill(place)
    client = signed_in(place.manager)
    html = client.get("/overdue/").content.decode()
    links = links_of(html)
    assert len(links) > 25
    for href, number in links:
        answer = client.get(href)
        assert answer.status_code == 200
        assert total_of(answer.content.decode()) == number, href


def test_a_team_narrows_the_board_and_its_links(place):
    fill(place)
    client = signed_in(place.manager)
    team = place.teams[1].pk
    html = client.get("/overdue/", {"team": team}).content.decode()
    links = links_of(html)
    assert all(str(team) in href for href, _number in links)
    for href, number in links[:8]:
        assert total_of(client.get(href).content.decode()) == number


@pytest.mark.parametrize("address", ["/overdue/", "/overdue/list/", "/overdue/list/?format=csv"])
def test_only_those_with_the_duty_open_the_board(place, address):
    assert Client().get(address).status_code == 302
    assert signed_in(place.chair).get(address).status_code == 403
    assert signed_in(make.person(place.head, "support_worker")).get(address).status_code == 403
    assert signed_in(place.custodian).get(address).status_code == 200


@pytest.mark.parametrize("address", ["/overdue/", "/overdue/list/", "/overdue/list/?format=csv"])
def test_a_team_that_is_not_ones_own_to_ask_for_is_not_found(place, address):
    elsewhere = make.authority(teams=1)
    make.deadline(make.case(elsewhere), "seen_alone", today() - timedelta(days=9))
    for member in (place.manager, place.custodian, place.workers[0]):
        client = signed_in(member)
        for team in (elsewhere.teams[0].pk, place.agency.pk, "garbage", "1"):
            assert client.get(address, {"team": team}).status_code == 404
    assert signed_in(place.workers[0]).get(address, {"team": place.teams[1].pk}).status_code == 404


def test_a_team_without_children_is_still_a_team(place):
    for member in (place.manager, place.custodian):
        for team in (*place.teams, place.head):
            assert signed_in(member).get("/overdue/", {"team": team.pk}).status_code == 200


def test_the_board_is_headed_by_whose_children_it_counts(place):
    fill(place)
    boards = {
        place.custodian: f"Overdue: {place.agency.name}",
        place.manager: "Overdue: Children&#x27;s services",
        place.workers[1]: "Overdue: Team B",
    }
    for member, heading in boards.items():
        html = signed_in(member).get("/overdue/").content.decode()
        assert re.search(rf"<h1[^>]*>\s*{heading}", html), heading
        assert ("Children you work with" in html) is (member is place.workers[1])
    html = signed_in(place.custodian).get("/overdue/", {"team": place.teams[0].pk})
    assert "Overdue: Team A" in html.content.decode()


def test_the_rate_of_a_conference_says_what_it_counts(place):
    fill(place)
    for row in list(Deadline.objects.filter(clock="first_review"))[:2]:
        row.met_on = row.due_on
        row.save()
    html = signed_in(place.manager).get("/overdue/").content.decode()
    rates = re.findall(r'app-rate__words">(.*?)</td>', html, re.DOTALL)
    assert any("</a> children’s dates" in rate for rate in rates)
    assert any("</a> dates" in rate for rate in rates)


def test_a_manager_of_one_team_counts_that_team_alone(place):
    fill(place)
    below = make.person(place.teams[0], "team_manager")
    html = signed_in(below).get("/overdue/list/").content.decode()
    assert "Family1" not in html
    assert total_of(html) == 4


@pytest.mark.parametrize(
    "query",
    [
        "band=late",
        "clock=x",
        "show=all",
        "count=rows",
        "show=week&week=9999-12-31",
        "show=rate&month=9999-12",
        "show=rate&month=0001-01",
    ],
)
def test_a_filter_that_is_not_ours_is_refused(place, query):
    assert signed_in(place.manager).get(f"/overdue/list/?{query}").status_code == 400


def test_the_list_is_ordered_as_asked(place):
    fill(place)
    client = signed_in(place.manager)

    def names(sort: str) -> list[str]:
        html = client.get("/overdue/list/", {"sort": sort}).content.decode()
        return re.findall(r"Family\d", html)

    assert names("due") == sorted(names("due"), reverse=True)
    assert names("child") == sorted(names("due"))
    assert names("-child") == names("due")


def test_the_file_has_the_rows_of_the_list_and_its_taking_is_recorded(place):
    fill(place)
    client = signed_in(place.manager)
    answer = client.get(
        "/overdue/list/", {"count": "dates", "format": "csv", "clock": "seen_alone"}
    )
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 1 + 6
    assert {tuple(row[1:3]) for row in rows[1:]} == {("Seen alone", "seen_alone")}
    assert answer["Content-Disposition"].startswith("attachment")
    event = AuditEvent.objects.get(action="overdue.exported")
    assert event.details["rows"] == 6
    assert event.user == place.manager.user


def test_the_file_of_the_register_has_its_children(place):
    fill(place)
    answer = signed_in(place.manager).get("/overdue/list/?show=register&format=csv")
    assert len(answer.getvalue().decode().strip().splitlines()) == 7


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " ="])
def test_no_cell_of_a_file_is_a_formula(start):
    assert harmless(f"{start}1+1").startswith("'")
    assert harmless("Efa Lloyd") == "Efa Lloyd"


def test_a_formula_in_a_name_is_harmless_in_the_file(place):
    row = make.case(place, given="=HYPERLINK(1)", family="Lloyd")
    make.deadline(row, "seen_alone", today() - timedelta(days=9))
    text = signed_in(place.manager).get("/overdue/list/?format=csv").getvalue().decode()
    assert "'=HYPERLINK" in text


def test_the_board_says_when_it_was_checked_and_who_was_told(place):
    fill(place, 1)
    client = signed_in(place.manager)
    assert "Not checked yet" in client.get("/overdue/").content.decode()
    sweeps.sweep_overdue(by=make.Actor.system("overdue-sweep"), today=today())
    html = client.get("/overdue/").content.decode()
    assert "Checked" in html
    assert "Team manager, " in html
    assert "No co-ordinator" in html


def test_the_pages_cost_the_same_for_one_family_and_for_many(place):
    fill(place, 1)
    client = signed_in(place.manager)
    client.get("/overdue/")
    counts = {}
    for families in (1, 6):
        if families > 1:
            fill(place, families)
        for address in ("/overdue/", "/overdue/list/", "/overdue/list/?show=register", "/"):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            counts.setdefault(address, []).append(len(caught))
    assert all(len(set(each)) == 1 for each in counts.values()), counts
    assert counts["/overdue/"][0] <= 24, counts


def test_a_figure_of_nothing_has_no_link_beside_it(place):
    html = signed_in(place.manager).get("/overdue/").content.decode()
    assert 'class="app-figure__number">0<' in html
    assert "for 0 children" not in html
    assert "0 families" not in html


def test_a_record_stands_under_children_in_the_navigation(place):
    row = make.case(place, co_ordinator=place.workers[0])
    html = signed_in(place.workers[0]).get(f"/cases/{row.pk}/").content.decode()
    assert '<a class="app-nav__link" href="/children/" aria-current="page">' in html
    home = signed_in(place.workers[0]).get("/").content.decode()
    assert '<a class="app-nav__link" href="/" aria-current="page">' in home
    assert home.count('aria-current="page"') == 1
