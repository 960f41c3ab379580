"""How a name is folded, mutated and heard, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import names

# Radical, soft, nasal, aspirate: a word for each letter that can be mutated, as grammars print it.
TABLE = [
    ("pen", "ben", "mhen", "phen"),
    ("tad", "dad", "nhad", "thad"),
    ("caerdydd", "gaerdydd", "nghaerdydd", "chaerdydd"),
    ("bangor", "fangor", "mangor", None),
    ("dafydd", "ddafydd", "nafydd", None),
    ("gwen", "wen", "ngwen", None),
    ("llanelli", "lanelli", None, None),
    ("mair", "fair", None, None),
    ("rhiannon", "riannon", None, None),
]
UNCHANGED = ["siân", "huw", "ffion", "nia", "owain", "thomas", "chloe", "ddewi", "phylip", "mhari"]

SAME_SOUND = [
    "Siân Shan Sian",
    "Llwyd Lloyd Loyd",
    "Rhys Rees Reece Rhees",
    "Price Prys Preece Pryce",
    "Huw Hugh Hew",
    "Hughes Huws",
    "Pugh Puw",
    "Gruffudd Gruffydd Griffith",
    "Carys Karys Caris",
    "Owain Owen",
    "Jones Johns",
    "Davies Davis Dafis",
    "Efa Eva",
    "Dafydd Davydd",
    "Ffion Fion Phion",
    "Meredith Meredydd",
    "Vaughan Vaughn",
    "Jac Jack Siac",
    "Llywelyn Llewelyn Llewellyn",
    "Lewis Lewys",
    "Gwyn Gwynne",
    "Sara Zara Sarah",
    "Kai Cai",
    "Sophie Soffi Sophy",
    "Nicholas Nicolas Nikolas",
    "Siôn Shon",
    "Gwenllian Gwenlian",
    "Rhiannon Rianon",
]
OTHER_SOUND = ["Efa Eda", "Mair Mari", "Huw Hefin", "Siân Siôn", "Tomos Thomas", "Cai Ceri"]


@pytest.mark.parametrize(("radical", "soft", "nasal", "aspirate"), TABLE)
def test_a_word_is_mutated_as_the_table_says(
    radical: str, soft: str | None, nasal: str | None, aspirate: str | None
) -> None:
    forms = [form for form in (soft, nasal, aspirate) if form is not None]
    assert list(names.mutated(radical)) == forms
    for form in forms:
        assert radical in names.radicals(form)
        assert radical in names.kin(form)
        assert set(forms) - {form} <= set(names.kin(form))


def test_every_letter_of_the_table_is_tried() -> None:
    tried = {key for key in names.MUTATIONS for row in TABLE if names.RADICAL[key].match(row[0])}
    assert tried == names.MUTATIONS.keys() == names.RADICAL.keys()


@pytest.mark.parametrize("word", UNCHANGED)
def test_other_initials_are_not_mutated(word: str) -> None:
    assert list(names.mutated(names.fold(word))) == []


@pytest.mark.parametrize(
    ("form", "radicals"),
    [
        ("fair", {"mair", "bair"}),
        ("mangor", {"bangor"}),
        ("wyn", {"gwyn"}),
        ("lyn", {"glyn", "llyn"}),
        ("ruffudd", {"gruffudd", "rhuffudd"}),
        ("nghaerdydd", {"caerdydd"}),
        ("nhomos", {"tomos"}),
        ("mhenarth", {"penarth"}),
    ],
)
def test_all_radicals_of_a_form_are_given(form: str, radicals: set[str]) -> None:
    assert radicals <= set(names.radicals(form))


@given(st.text(alphabet="abcdefghilmnoprstuwy", min_size=1, max_size=12))
def test_a_mutated_form_always_leads_back(word: str) -> None:
    for form in names.mutated(word):
        if form and form != word:
            assert word in names.radicals(form)
    assert word not in names.kin(word)


@pytest.mark.parametrize("row", SAME_SOUND)
def test_spellings_of_one_name_sound_alike(row: str) -> None:
    assert len({names.sound(word) for word in names.words(row)}) == 1


@pytest.mark.parametrize("row", OTHER_SOUND)
def test_other_names_sound_otherwise(row: str) -> None:
    first, second = names.words(row)
    assert names.sound(first) != names.sound(second)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Siân  Llŷr", "sian llyr"),
        ("O’Brien-Smyth", "obrien smyth"),
        ("LLOYD, Siân", "lloyd sian"),
        ("Łukasz Œuvré ẞ Þór", "lukasz oeuvre ss thor"),
        ("Ｆｕｌｌ", "full"),
        ("12, Heol-y-Bont", "12 heol y bont"),
        ("", ""),
        (" -'’ ", ""),
    ],
)
def test_a_text_is_folded(text: str, folded: str) -> None:
    assert names.fold(text) == folded
    assert names.words(text) == ([] if not folded else list(dict.fromkeys(folded.split(" "))))


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    once = names.fold(text.replace("\0", ""))
    assert names.fold(once) == once


@pytest.mark.parametrize(
    ("right", "slipped"),
    [
        ("efa", "eda"),
        ("sian", "sain"),
        ("lloyd", "loyd"),
        ("megan", "meegan"),
        ("gruffudd", "grufudd"),
        ("osian", "osain"),
    ],
)
def test_one_slip_leaves_something_in_common(right: str, slipped: str) -> None:
    assert set(names.slips(right)) & set(names.slips(slipped))


def test_very_short_and_very_long_words_have_no_slips() -> None:
    assert names.slips("ab") == ["ab"]
    assert names.slips("a" * 25) == ["a" * 25]
