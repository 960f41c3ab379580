"""NHS numbers and unique pupil numbers: how they are read, checked and shown.

All are optional, and none names a child on its own: matching is for the services.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.domain.errors import Problem
from cases.domain.statuses import IdentifierScheme

NHS_NUMBER_LENGTH = 10
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters of a unique pupil number; I, O and S are left out as too like digits."""

WELSH_AUTHORITY_CODES = range(660, 682)
"""Education authority codes 660 to 681; libraries that know England's codes only refuse them."""

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u00a0\u200b]+")
_UPN = re.compile(rf"[{UPN_LETTERS}][0-9]{{11}}[0-9{UPN_LETTERS}]")


def normalise_nhs_number(text: str) -> str:
    """Give an NHS number as stored: without the spaces and hyphens people write."""
    return _SEPARATORS.sub("", text)


def nhs_number_problems(value: str) -> Iterator[Problem]:
    """Yield what is wrong with an NHS number, written with or without its spaces.

    Ten digits; the first nine weighted 10 to 2, summed, modulo 11; the last is 11 less the
    remainder, 11 counting as 0 and 10 as no number at all (NHS Data Dictionary). One digit ten
    times can pass that sum, and is a filler.
    """
    value = normalise_nhs_number(value)
    if not (len(value) == NHS_NUMBER_LENGTH and value.isascii() and value.isdigit()):
        yield Problem("nhs_number_not_ten_digits", "nhs_number")
    elif len(set(value)) == 1:
        yield Problem("nhs_number_placeholder", "nhs_number")
    elif nhs_check_digit(value[:9]) != int(value[9]):
        yield Problem("nhs_number_check_digit", "nhs_number")


def nhs_check_digit(first_nine: str) -> int | None:
    """Give the tenth digit of an NHS number; ``None`` where the nine can belong to nobody."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first_nine, range(10, 1, -1), strict=True)
    )
    check = 11 - total % 11
    return None if check == NHS_NUMBER_LENGTH else check % 11


def is_test_nhs_number(value: str) -> bool:
    """Say whether a number is in the range kept for made-up people (999...)."""
    return value.startswith("999")


def format_nhs_number(value: str) -> str:
    """Give an NHS number as people read it, 3-3-4; anything else as it is."""
    if len(value) != NHS_NUMBER_LENGTH:
        return value
    return f"{value[:3]} {value[3:6]} {value[6:]}"


def normalise_upn(text: str) -> str:
    """Give a unique pupil number as stored: capitals, without spaces and hyphens."""
    return _SEPARATORS.sub("", text).upper()


def upn_problems(value: str) -> Iterator[Problem]:
    """Yield what is wrong with a unique pupil number, permanent or temporary.

    A check letter, 3 digits of the authority, 4 of the school, 2 of the year, 3 of the serial;
    a temporary number ends in a letter. The check letter is the sum of position times digit
    over positions 2 to 13, modulo 23, as an index into the 23 letters; the last letter of a
    temporary number counts as its own index (Government Data Standards Catalogue, Unique Pupil
    Number 2.0). No list of authorities is held, so none is refused.
    """
    value = normalise_upn(value)
    if not _UPN.fullmatch(value):
        yield Problem("upn_wrong_shape", "upn")
    elif upn_check_letter(value[1:]) != value[0]:
        yield Problem("upn_check_letter", "upn")


def upn_check_letter(last_twelve: str) -> str:
    """Give the first letter of the unique pupil number that ends in these twelve characters."""
    total = sum(
        position * (int(sign) if sign.isdigit() else UPN_LETTERS.index(sign))
        for position, sign in enumerate(last_twelve, start=2)
    )
    return UPN_LETTERS[total % len(UPN_LETTERS)]


def is_temporary_upn(value: str) -> bool:
    """Say whether a well-shaped unique pupil number is a temporary one."""
    return value[-1:].isalpha()


def is_welsh_upn(value: str) -> bool:
    """Say whether a Welsh authority's school gave a well-shaped unique pupil number."""
    return int(value[1:4]) in WELSH_AUTHORITY_CODES


def normalise(scheme: IdentifierScheme, text: str) -> str:
    """Give an identifier of any scheme as it is stored."""
    if scheme is IdentifierScheme.NHS:
        return normalise_nhs_number(text)
    if scheme in {IdentifierScheme.UPN, IdentifierScheme.FORMER_UPN}:
        return normalise_upn(text)
    return text.strip()


def identifier_problems(scheme: IdentifierScheme, value: str) -> Iterator[Problem]:
    """Yield what is wrong with an identifier; local numbers are as they are."""
    if scheme is IdentifierScheme.NHS:
        yield from nhs_number_problems(value)
    elif scheme in {IdentifierScheme.UPN, IdentifierScheme.FORMER_UPN}:
        yield from upn_problems(value)
