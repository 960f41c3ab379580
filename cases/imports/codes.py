"""The code lists of England's two returns, and what each code means here.

Children in need census: DfE business and technical specification, code sets for GenderCurrent
(to 2023-24), Sex (from 2024-25) and ethnicity; Annex A: Ofsted ILACS guidance. The categories of
abuse are in ``cases.domain.procedures.returns``.
"""

from __future__ import annotations

import re

from cases.domain.statuses import Sex

SEX_CODES: dict[str, Sex] = {"M": Sex.MALE, "F": Sex.FEMALE, "U": Sex.NOT_KNOWN}
"""The element ``Sex``, from the census of 2024-25."""

GENDER_CODES: dict[str, Sex] = {
    "0": Sex.NOT_KNOWN,
    "1": Sex.MALE,
    "2": Sex.FEMALE,
    "9": Sex.INDETERMINATE,
}
"""The element ``GenderCurrent``, before that."""

GENDER_WORDS: dict[str, Sex] = {
    "male": Sex.MALE,
    "female": Sex.FEMALE,
    "not stated/recorded": Sex.NOT_KNOWN,
    "not stated": Sex.NOT_KNOWN,
    "unborn": Sex.NOT_KNOWN,
    "neither": Sex.INDETERMINATE,
    "indeterminate": Sex.INDETERMINATE,
}
"""The column ``Gender`` of Annex A, after its list letter."""

ETHNICITY_LETTERS: dict[str, str] = dict(
    zip(
        "abcdefghijklmnopqrst",
        [
            "WBRI",
            "WIRI",
            "WIRT",
            "WOTH",
            "WROM",
            "MWBC",
            "MWBA",
            "MWAS",
            "MOTH",
            "AIND",
            "APKN",
            "ABAN",
            "AOTH",
            "BCRB",
            "BAFR",
            "BOTH",
            "CHNE",
            "OOTH",
            "REFU",
            "NOBT",
        ],
        strict=True,
    )
)
ETHNICITY_CODES = frozenset(ETHNICITY_LETTERS.values())

_LETTERED = re.compile(r"^\s*([a-z])\s*[).]\s*(.*)$", re.IGNORECASE | re.DOTALL)


def without_letter(text: str) -> tuple[str, str]:
    """This will part ``"b) Female"`` into its list letter (lower case, or empty) and its words."""
    found = _LETTERED.match(text)
    if found is None:
        return "", " ".join(text.split())
    return found.group(1).lower(), " ".join(found.group(2).split())
