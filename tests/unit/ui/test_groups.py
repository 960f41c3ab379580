"""A drop-down list in groups."""

from __future__ import annotations

import re

import pytest

from cpr.ui import forms as ui
from cpr.ui.rendering import field

HEALTH = ("Health <&>", [("1", "Nurses"), ("2", "Midwives")])
POLICE = ("Police", [("3", "Unit")])


class Grouped(ui.Form):
    """One list, its choices given by the test."""

    team = ui.SelectField(label="Team", choices=[], empty_label="Choose")


def shape(choices: list[tuple[str, object]], chosen: str = "") -> str:
    form = Grouped({"team": chosen} if chosen else None)
    form.fields["team"].choices = choices  # type: ignore[attr-defined]
    html = re.sub(r"\s+", " ", field(form["team"]))
    select = html[html.index("<select") : html.index("</select>")]
    select = re.sub(r"<option value=\"([^\"]*)\"( selected)?>[^<]*</option>", r"\1\2;", select)
    return re.sub(r"^<select[^>]*>|\s(?=[<;0-9])|\s$", "", select).strip()


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([HEALTH], '; <optgroup label="Health &lt;&amp;&gt;">1;2;</optgroup>'),
        (
            [("0", "Alone"), HEALTH, POLICE],
            (
                ';0; <optgroup label="Health &lt;&amp;&gt;">1;2;</optgroup>'
                '<optgroup label="Police">3;</optgroup>'
            ),
        ),
        ([POLICE, ("4", "After")], '; <optgroup label="Police">3;</optgroup>4;'),
        ([("4", "Alone")], ";4;"),
    ],
)
def test_lines_stand_in_their_groups(choices: list[tuple[str, object]], expected: str) -> None:
    bare = shape(choices).replace("selected", "").replace(" ", "")
    assert bare == expected.replace(" ", "")


def test_what_was_chosen_is_chosen_and_what_is_in_a_group_is_taken() -> None:
    assert "2 selected;" in shape([HEALTH, POLICE], "2")
    form = Grouped({"team": "3"})
    form.fields["team"].choices = [HEALTH, POLICE]  # type: ignore[attr-defined]
    assert form.is_valid()
    assert not Grouped({"team": "9"}).is_valid()
