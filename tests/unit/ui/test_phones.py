"""A telephone number becomes a link that dials it, and nothing else becomes one."""

from __future__ import annotations

import pytest

from cpr.ui import phones


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("029 2018 0000", "02920180000"),
        ("+44 29 2018 0000", "+442920180000"),
        ("(029) 2018-0000", "02920180000"),
        ("029 2018 0000 ext 12", "02920180000"),
        ("999", "999"),
    ],
)
def test_a_number_is_dialled(number: str, dialled: str) -> None:
    made = phones.link(number)
    assert f'href="tel:{dialled}"' in made
    assert f">{number}</a>" in made


@pytest.mark.parametrize("said", ["", "the duty desk", "12", '"><b>'])
def test_what_is_no_number_is_no_link(said: str) -> None:
    assert "<" not in phones.link(said)


def test_a_sentence_escapes_all_but_its_links() -> None:
    made = phones.said("Call %(who)s & on %(phone)s", who="<Ely>", phone=phones.link("01633 1"))
    assert made.startswith("Call &lt;Ely&gt; &amp; on <a ")


def test_a_name_without_a_number_is_a_name() -> None:
    assert phones.with_number("Ely & co", "") == "Ely &amp; co"
    assert phones.with_number("Ely", "999").startswith("Ely, <a ")
