"""What another name of a child must be."""

from __future__ import annotations

import pytest

from cases.domain.rules import people


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        ("Nel Price", []),
        ("", ["other_name_missing"]),
        ("  ", ["other_name_missing"]),
        ("x" * 201, ["other_name_too_long"]),
        ("efa LLOYD", ["other_name_is_recorded"]),
        ("Êfa Lloyd", []),
    ],
)
def test_another_name_is_a_name_and_another(names: str, codes: list[str]) -> None:
    found = people.other_name_problems(names, recorded=" Efa  Lloyd")
    assert [problem.code for problem in found] == codes
