"""A file leaves in pieces, after its page has ended: it has its rows all the same.

Each is read here as a web server does it, when nobody acts any more.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cpr import acting
from tests import scenarios as s
from tests.integration.surfaces import story

pytestmark = pytest.mark.django_db
LISTS = [
    ("aisha", "/children/?format=csv"),
    ("aisha", "/cases/{case}/access/?format=csv"),
    ("gwen", "/conferences/?format=csv&stage=recent"),
    ("huw", "/overdue/list/?format=csv"),
    ("huw", "/overdue/list/?count=dates&format=csv"),
    ("huw", "/overdue/list/?show=register&format=csv"),
    ("aisha", "/notifications/?format=csv"),
    ("jan", "/emergency/counts/?format=csv"),
]


def lines(client: Client, url: str) -> list[str]:
    answer: Any = client.get(url)
    assert answer.streaming, url
    with acting.as_person(None):
        return str(answer.getvalue().decode()).splitlines()


def test_a_file_has_its_rows_when_nobody_acts_any_more() -> None:
    w = s.world()
    told = story(w)
    for name, url in LISTS:
        client = Client()
        client.force_login(w.user(name))
        rows = lines(client, url.format(case=told.case.pk))
        assert len(rows) > 1, (name, url)
