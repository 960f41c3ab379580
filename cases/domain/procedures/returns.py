"""The category codes of the national returns, in this register's own keys.

For ``cases.imports`` and ``cases.exports``. A code that is not here is unknown and must be
reported, never guessed. Each return orders and names the categories in its own way.
"""

from __future__ import annotations

CENSUS_CATEGORIES: dict[str, str] = {
    "NEG": "neglect",
    "PHY": "physical",
    "SAB": "sexual",
    "EMO": "emotional",
    "MUL": "not_separated",
}
"""Children in need census, items N00113 and N00114; MUL says more than one, not which."""

ANNEX_A_CATEGORIES: dict[str, str] = {
    "neglect": "neglect",
    "physical abuse": "physical",
    "sexual abuse": "sexual",
    "emotional abuse": "emotional",
    "multiple": "not_separated",
}
"""Ofsted Annex A, list 7; the keys are in lower case, without a leading letter and bracket."""


def census_category(code: str) -> str | None:
    """Give the key for a census code, or ``None`` when the code is unknown."""
    return CENSUS_CATEGORIES.get(code.strip().upper())


def annex_a_category(text: str) -> str | None:
    """Give the key for the words of Annex A, or ``None`` when they are unknown.

    Workbooks write "Physical abuse" or "b) Physical Abuse"; both are read.
    """
    words = " ".join(text.replace("\u00a0", " ").split()).lower()
    if len(words) > 1 and words[1] == ")":
        words = words[2:].strip()
    return ANNEX_A_CATEGORIES.get(words)
