"""Large counts have their thousands apart, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from cases.web.presenters.numbers import grouped


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("count", "written"), [(0, "0"), (999, "999"), (1343, "1,343"), (1000000, "1,000,000")]
)
def test_thousands_stand_apart(language: str, count: int, written: str) -> None:
    with translation.override(language):
        assert grouped(count) == written
