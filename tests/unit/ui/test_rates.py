"""The small pictures of rates: heights, colours, links, and the same in words."""

from __future__ import annotations

import re

from cpr.ui import charts


def test_each_column_is_as_high_as_its_share_and_says_so() -> None:
    html = charts.rates(
        [
            charts.Rate(9, 10, "May: 9 of 10 in time", "/list/?month=2026-05"),
            charts.Rate(1, 2, "June: 1 of 2 in time", "/list/?month=2026-06"),
            charts.Rate(0, 0, "July: 0 of 0 in time"),
        ],
        good=0.9,
    )
    assert re.findall(r'fill--(\w+)" y="[\d.]+" width="20" height="([\d.]+)"', html) == [
        ("ok", "36.0"),
        ("soon", "20.0"),
    ]
    assert html.count("<a ") == 2
    assert html.count("<li>") == 3
    assert "July: 0 of 0 in time" in html
    assert "style=" not in html


def test_words_and_addresses_are_escaped() -> None:
    html = charts.rates([charts.Rate(1, 1, "<b>&", '/?a=1&b="')], good=1)
    assert "<b>" not in html
    assert '"/?a=1&amp;b=&quot;"' in html
