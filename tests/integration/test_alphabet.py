"""Lists by name are in the order of the alphabet, whatever the database thinks of letters."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.models import Child
from tests import scenarios as s
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db
IN_ORDER = ["Adams", "ap Gwŷdd", "Ôl", "O’Neill", "Owen", "Vaughan", "Ŵan", "Wyn", "Zeta"]


@pytest.fixture
def w() -> s.World:
    world = s.world()
    for name in ("Zeta", "Ŵan", "Vaughan", "ap Gwŷdd", "Wyn", "Ôl", "O’Neill", "Owen", "Adams"):
        s.registered(world, [s.child(world, family=name, given="Efa")], days_ago=102)
    return world


def test_names_are_in_the_order_of_the_alphabet(w: s.World) -> None:
    rows = Child.objects.order_by("family_name__alphabet").values_list("family_name", flat=True)
    assert list(rows) == IN_ORDER
    rows = Child.objects.order_by("-family_name__alphabet").values_list("family_name", flat=True)
    assert list(rows) == IN_ORDER[::-1]


@pytest.mark.parametrize(
    ("who", "route", "asked"),
    [
        ("aisha", "cases:children", "?sort=name"),
        ("huw", "cases:overdue_list", "?count=children&sort=child"),
    ],
)
def test_pages_are_in_that_order(w: s.World, who: str, route: str, asked: str) -> None:
    page = signed_in(w.members[who]).get(reverse(route) + asked).content.decode()
    page = page[page.index("<tbody>") :]
    places = [page.index(name) for name in IN_ORDER]
    assert places == sorted(places)
