"""A name after a preposition in Welsh, and the name of a language in the reader's own."""

from __future__ import annotations

import pytest
from django.utils import translation

from cases.domain.names import softened
from cases.web.presenters.in_welsh import after_preposition, language
from cases.web.presenters.share_requests import known_to

AFTER_I = {
    "Abertawe": "Abertawe",
    "Blaenau Gwent": "Flaenau Gwent",
    "Bro Morgannwg": "Fro Morgannwg",
    "Caerdydd": "Gaerdydd",
    "Caerffili": "Gaerffili",
    "Casnewydd": "Gasnewydd",
    "Castell-nedd Port Talbot": "Gastell-nedd Port Talbot",
    "Ceredigion": "Geredigion",
    "Conwy": "Gonwy",
    "Gwynedd": "Wynedd",
    "Merthyr Tudful": "Ferthyr Tudful",
    "Pen-y-bont ar Ogwr": "Ben-y-bont ar Ogwr",
    "Powys": "Bowys",
    "Rhondda Cynon Taf": "Rondda Cynon Taf",
    "Sir Ddinbych": "Sir Ddinbych",
    "Sir y Fflint": "Sir y Fflint",
    "Torfaen": "Dorfaen",
    "Wrecsam": "Wrecsam",
    "Ynys Môn": "Ynys Môn",
    "Bwrdd Iechyd Prifysgol Hywel Dda": "Fwrdd Iechyd Prifysgol Hywel Dda",
    "Gŵyr": "Ŵyr",
    "Llandudno": "Landudno",
    "Dinbych": "Ddinbych",
    "Ddraig": "Ddraig",
    "Thomas": "Thomas",
    "": "",
}


@pytest.mark.parametrize(("name", "after"), AFTER_I.items())
def test_the_soft_mutation_of_a_place(name: str, after: str) -> None:
    assert softened(name) == after


def test_only_welsh_mutates() -> None:
    with translation.override("cy"):
        assert after_preposition("Caerdydd") == "Gaerdydd"
        assert known_to("Caerdydd") == "Plentyn sy’n hysbys i Gaerdydd"
    with translation.override("en"):
        assert known_to("Cardiff") == "A child known to Cardiff"


def test_a_language_is_named_in_the_readers_own() -> None:
    with translation.override("cy"):
        assert [language(each) for each in ("English", "welsh", "Cymraeg", "Klingon", "")] == [
            "Saesneg",
            "Cymraeg",
            "Cymraeg",
            "Klingon",
            "",
        ]
    with translation.override("en"):
        assert language("Cymraeg") == "Welsh"
