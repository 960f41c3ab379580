"""What is written of made-up families, in English and in Welsh: reasons, visits, notes.

Words only; each pair is (English, Welsh). Plainly synthetic; no text is from a record.
"""

from __future__ import annotations

Pair = tuple[str, str]

REASONS: dict[str, tuple[Pair, ...]] = {
    "neglect": (
        (
            "Missed meals, missed appointments and a cold house over many months.",
            "Prydau ac apwyntiadau wedi’u colli, a thŷ oer, dros fisoedd lawer.",
        ),
        (
            "Left without an adult overnight; often late for school and hungry.",
            "Wedi’u gadael heb oedolyn dros nos; yn aml yn hwyr i’r ysgol ac yn llwglyd.",
        ),
        (
            "Parents’ drinking means that nobody watches the children in the evenings.",
            "Oherwydd yfed y rhieni nid oes neb yn gwylio’r plant gyda’r nos.",
        ),
    ),
    "emotional": (
        (
            "Lives with repeated violence between the adults at home, and is frightened.",
            "Yn byw gyda thrais mynych rhwng yr oedolion gartref, ac yn ofnus.",
        ),
        (
            "Is blamed and shouted at every day; has begun to hurt themselves.",
            "Yn cael y bai a’i weiddi arno bob dydd; wedi dechrau niweidio’i hun.",
        ),
    ),
    "physical": (
        (
            "Bruises to the arms and back that the accounts given do not explain.",
            "Cleisiau ar y breichiau a’r cefn nad yw’r hanes a roddwyd yn eu hesbonio.",
        ),
    ),
    "sexual": (
        (
            "An adult who is a risk to children had been in the home unsupervised.",
            "Roedd oedolyn sy’n risg i blant wedi bod yn y cartref heb oruchwyliaeth.",
        ),
    ),
}
GOES_ON: tuple[Pair, ...] = (
    (
        "The plan moves, but not yet enough: the changes are only weeks old.",
        "Mae’r cynllun yn symud, ond dim digon eto: dim ond wythnosau oed yw’r newidiadau.",
    ),
    (
        "Risk continues. The core group is to look again at the evenings and weekends.",
        "Mae’r risg yn parhau. Bydd y grŵp craidd yn edrych eto ar y nosweithiau a’r penwythnosau.",
    ),
)
COMES_OFF: tuple[Pair, ...] = (
    (
        "The outcomes of the plan are met and have lasted.",
        "Mae canlyniadau’r cynllun wedi’u cyflawni ac wedi para.",
    ),
)
EVIDENCE: tuple[Pair, ...] = (
    (
        "Seen alone at each visit for three months; school, health visitor and police agree.",
        "Wedi’i weld ar ei ben ei hun bob ymweliad am dri mis; mae pob asiantaeth yn cytuno.",
    ),
    (
        "No call-outs for half a year, attendance above nine tenths, and home is warm and fed.",
        "Dim galwadau am hanner blwyddyn, presenoldeb dros naw rhan o ddeg, a’r cartref yn gynnes.",
    ),
)
SEEN_ALONE: tuple[Pair, ...] = (
    ("Seen alone in their room; talked about school.", "Gwelwyd ar ei ben ei hun yn yr ystafell."),
    ("Seen alone; settled, showed a drawing.", "Gwelwyd ar ei ben ei hun; yn fodlon ei fyd."),
    ("Seen alone. Food in the house, heating on.", "Gwelwyd ar ei ben ei hun. Bwyd yn y tŷ."),
)
SEEN_WITH_OTHERS: tuple[Pair, ...] = (
    (
        "Seen, but a parent stayed in the room throughout.",
        "Gwelwyd, ond arhosodd rhiant yn yr ystafell drwy’r amser.",
    ),
)
NOT_SEEN: tuple[Pair, ...] = (
    ("Nobody came to the door; a card was left.", "Ni ddaeth neb at y drws; gadawyd cerdyn."),
    ("Was refused at the door.", "Gwrthodwyd mynediad wrth y drws."),
)
CORE_GROUP: tuple[Pair, ...] = (
    (
        "Each action gone through; next steps agreed with the family.",
        "Aethpwyd drwy bob cam; cytunwyd ar y camau nesaf gyda’r teulu.",
    ),
)
WORKERS_NOTES: tuple[tuple[str, Pair], ...] = (
    ("contact", ("Telephone call with the parent about the week.", "Galwad ffôn â’r rhiant.")),
    (
        "childs_words",
        ("“I like it better when Nain is here.”", "“Dw i’n lico fe’n well pan mae Nain yma.”"),
    ),
    (
        "other",
        ("Housing has been written to about the damp.", "Ysgrifennwyd am y lleithder."),
    ),
)
PARTNERS_NOTES: dict[str, tuple[tuple[str, Pair], ...]] = {
    "visitors": (
        ("observation", ("Weight has held; feeds well.", "Pwysau’n dal; yn bwydo’n dda.")),
        ("contact", ("Not at home for the booked check.", "Neb gartref ar gyfer yr archwiliad.")),
    ),
    "school": (
        ("observation", ("Late twice this week, no lunch.", "Yn hwyr ddwywaith, heb ginio.")),
        ("observation", ("A good week: in each day, smiling.", "Wythnos dda: yno bob dydd.")),
    ),
    "police": (
        (
            "other",
            ("Call-out to the address; no arrests.", "Galwad i’r cyfeiriad; dim arestio."),
        ),
    ),
    "support": (
        ("contact", ("Came to the parents’ group and stayed.", "Daeth i’r grŵp rhieni ac aros.")),
    ),
}
PURPOSES: dict[str, Pair] = {
    "visitors": ("Health visitor of the family", "Ymwelydd iechyd y teulu"),
    "school": ("The child’s school, in the core group", "Ysgol y plentyn, yn y grŵp craidd"),
    "police": ("Call-outs to the address", "Galwadau i’r cyfeiriad"),
    "support": ("Works with the parents", "Yn gweithio gyda’r rhieni"),
}
