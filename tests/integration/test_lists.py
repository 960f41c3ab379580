"""A list as a page needs it: order, filters, pages, what is remembered, the file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.timezone import now

from cases import grants
from cases.models import ListChoice, Notice
from cases.queries import notices
from cases.web.counted_pages import CountedPages
from cases.web.views.notices import NOTICES
from cpr.audit.models import AuditEvent
from tests import board_setup as make
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db
URL = "/notifications/"


@pytest.fixture
def place() -> make.Authority:
    return make.authority(teams=2)


@pytest.fixture
def told(place: make.Authority) -> list[Notice]:
    """Thirty notices of the first worker; the later the number, the older."""
    worker = place.workers[0]
    return [
        Notice.objects.create(
            membership=worker,
            case=make.case(
                place, given=f"Efa {n:02}", family="Lloyd" if n % 2 else "Ŵen", co_ordinator=worker
            ),
            kind="registered" if n < 20 else "co_ordinator",
            created_at=now() - timedelta(hours=n),
            read_at=now() if n < 10 else None,
        )
        for n in range(30)
    ]


def names(html: str) -> list[str]:
    import re

    return re.findall(r"Efa \d\d", html)


def rows_of(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_it_is_ordered_and_cut_as_asked(place, told):
    client = signed_in(place.workers[0])
    first = names(client.get(URL).content.decode())
    assert first == [f"Efa {n:02}" for n in range(25)]
    assert names(client.get(f"{URL}?page=2").content.decode()) == [
        f"Efa {n:02}" for n in range(25, 30)
    ]
    assert names(client.get(f"{URL}?sort=at").content.decode())[0] == "Efa 29"


@pytest.mark.parametrize(
    "query",
    [
        "sort=nothing",
        "sort=-",
        "sort=--at",
        "sort=at%00",
        "page=x",
        "page=-1",
        "page=99999999999999999999",
        "page=%00",
        "about=gossip",
        "about=%00",
        "unread=maybe&sort=created_at;drop",
        "clear=%00",
        "format=xml",
        "sort=at&sort=child&about=note&about=register",
        "q=" + "x" * 3000,
        "about=" + "x" * 3000,
    ],
)
def test_an_order_a_page_or_an_answer_there_is_not_does_no_harm(place, told, query):
    assert signed_in(place.workers[0]).get(f"{URL}?{query}").status_code == 200


def test_a_wrong_answer_is_said_and_narrows_nothing(place, told):
    client = signed_in(place.workers[0])
    html = client.get(f"{URL}?about=gossip").content.decode()
    assert "There is a problem" in html
    assert len(names(html)) == 25
    # A file of everything is not what was asked for.
    assert not client.get(f"{URL}?about=gossip&format=csv").streaming


def test_it_is_narrowed_and_its_links_keep_that(place, told):
    html = signed_in(place.workers[0]).get(f"{URL}?about=working&unread=yes").content.decode()
    assert names(html) == [f"Efa {n:02}" for n in range(20, 30)]
    assert "about=working&amp;unread=yes&amp;format=csv" in html


def test_the_order_and_the_filter_are_remembered_until_cleared(place, told):
    client = signed_in(place.workers[0])
    client.get(f"{URL}?about=working&sort=at&page=1")
    assert ListChoice.objects.get().query == "about=working&sort=at"
    again = signed_in(place.workers[0])  # another session, another day
    assert names(again.get(URL).content.decode()) == [f"Efa {n:02}" for n in range(29, 19, -1)]
    assert names(again.get(f"{URL}?page=2").content.decode())[0] == "Efa 29"
    again.get(f"{URL}?clear=1")
    assert not ListChoice.objects.exists()
    assert names(again.get(URL).content.decode())[0] == "Efa 00"


def test_an_answer_left_open_is_remembered_as_open(place, told):
    client = signed_in(place.workers[0])
    client.get(f"{URL}?about=working")
    client.get(f"{URL}?about=&unread=&sort=-at")
    assert len(names(client.get(URL).content.decode())) == 25


def test_nobody_else_has_what_one_remembers(place, told):
    signed_in(place.workers[0]).get(f"{URL}?about=note")
    signed_in(place.workers[1]).get(f"{URL}?sort=at")
    assert {each.query for each in ListChoice.objects.all()} == {"about=note", "sort=at"}
    assert len(names(signed_in(place.workers[0]).get(URL).content.decode())) == 0


def test_a_remembered_answer_that_is_gone_is_no_fault(place, told):
    ListChoice.objects.create(
        membership=place.workers[0], name="notices", query="about=gone&sort=gone&x=%00%ff"
    )
    assert signed_in(place.workers[0]).get(URL).status_code == 200


def test_the_file_has_every_row_in_the_order_of_the_list(place, told):
    answer = signed_in(place.workers[0]).get(f"{URL}?about=register&sort=child&format=csv")
    assert answer.getvalue().startswith("\ufeff".encode())
    answer = signed_in(place.workers[0]).get(f"{URL}?about=register&sort=child&format=csv")
    heading, *rows = rows_of(answer)
    assert heading[0] == "Child"
    wanted = notices.notices(make.actor(place.workers[0]), notices.About.REGISTER).order_by(
        *notices.ORDERS["child"]
    )
    assert [row[0] for row in rows] == [each.case.child.full_name for each in wanted]
    assert len(rows) == 20
    assert answer["Content-Disposition"].startswith('attachment; filename="notices-')


def test_taking_the_file_is_recorded_before_it_leaves(place, told):
    signed_in(place.workers[0]).get(f"{URL}?about=working&format=csv")  # not a line is read
    event = AuditEvent.objects.get(action="notices.exported")
    assert event.details["rows"] == 10
    assert len(event.details["cases"]) == 10
    assert event.details["asked"] == {"about": "working"}


def test_what_is_closed_while_a_file_leaves_is_left_out(place, told):
    answer = signed_in(place.workers[0]).get(f"{URL}?format=csv")
    told[3].case.involvements.update(ends_at=now())
    grants.sync([told[3].case_id])
    assert "Efa 03" not in answer.getvalue().decode()


def test_a_file_is_in_the_language_of_its_asking(place, told):
    user = place.workers[0].user
    user.language = "cy"
    user.save()
    answer = signed_in(place.workers[0]).get(f"{URL}?format=csv")
    with translation.override("en"):
        [heading, *_rows] = rows_of(answer)
    assert heading[0] == "Plentyn"


def test_rows_are_counted_so_far_and_no_further(place, told):
    pages = CountedPages(notices.notices(make.actor(place.workers[0])), 5, 20)
    with CaptureQueriesContext(connection) as caught:
        assert pages.count == 20
    assert "LIMIT 21" in caught[0]["sql"]
    assert pages.total == "more than 20"
    assert pages.num_pages == 4
    assert CountedPages(notices.notices(make.actor(place.workers[0])), 5, 30).total == "30"


def test_two_first_choices_at_once_leave_one(place, told):
    request = HttpRequest()
    for sort in ("at", "child"):
        request.GET = QueryDict(f"sort={sort}")
        NOTICES.read(request, make.actor(place.workers[0]))
    assert ListChoice.objects.get().query == "sort=child"
