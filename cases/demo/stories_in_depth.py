"""More families told in depth, some wholly in Welsh. Read with ``families.Storyteller``."""

from __future__ import annotations

from datetime import timedelta

from cases.demo.families import ALONE_AT_HOME, BEDROOM, NOT_ALONE, Storyteller
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    Level,
    NoteKind,
    Sex,
)
from cases.models import Conference
from cases.services import cases as work
from cases.services import children, registrations
from cases.services.visits import Seen

REFUSED = Seen(was_seen=False, was_refused=True)
AWAY = Seen(was_seen=True, was_seen_alone=True)


def tell(story: Storyteller) -> None:
    """This will tell each of them."""
    all_in_welsh(story)
    refused_at_the_door(story)
    born_on_the_register(story)
    on_again(story)


def decided(
    story: Storyteller, row: Conference, categories: tuple[str, ...], why: str, by: str
) -> None:
    """This will place each child of a held conference on the register, ``by`` co-ordinating."""
    with story.at(row.planned_on):
        for at in row.children.select_related("case__child"):
            registrations.record_decision(
                by=story.cast.actor("gwen"),
                at=at,
                decision=ConferenceDecision.REGISTER,
                categories=categories,
                reasons=why,
                today=row.planned_on,
            )
            work.assign_co_ordinator(
                by=story.cast.actor("huw"), case=at.case, membership=story.cast.members[by]
            )


def all_in_welsh(story: Storyteller) -> None:
    """Llŷr and Nêst: everything that is written of them is in Welsh."""
    day = story.day
    llyr = story.child(
        "sian.evans",
        day(84),
        "Llŷr",
        "ap Gwŷdd",
        Sex.MALE,
        day(1750),
        nhs="9990000069",
        language="Cymraeg",
        address="3 Clos y Dryw, Trelái, Caerdydd",
    )
    nest = story.child(
        "sian.evans",
        day(84),
        "Nêst",
        "ap Gwŷdd",
        Sex.FEMALE,
        day(1100),
        sibling=llyr,
        nhs="9990000077",
        language="Cymraeg",
        address="3 Clos y Dryw, Trelái, Caerdydd",
    )
    both, on = [llyr, nest], day(57)
    why = "Trais mynych rhwng yr oedolion gartref; y plant yn cuddio yn y cwtsh dan staer."
    story.registered("sian.evans", both, on, ("emotional",), why, co_ordinator="sian.evans")
    for case in both:
        story.share(case, "school", Level.NOTES, "Eu hysgol, yn y grŵp craidd", on)
    story.core_groups("sian.evans", both, on, story.today, days=34)
    for ago, account, words in (
        (50, "Gwelwyd ar ei ben ei hun; tŷ’n dawel.", "Mae’n well pan mae Dad yn gweithio."),
        (42, "Gwelwyd ar ei ben ei hun yn yr ysgol.", "Dw i’n cysgu yng ngwely Nest nawr."),
        (33, "Gwelwyd ar ei ben ei hun; ystafell yn lân.", "Does neb wedi gweiddi."),
        (24, "Gwelwyd ar ei ben ei hun. Mam wedi dechrau’r cwrs.", "Aethon ni i’r parc."),
        (15, "Gwelwyd ar ei ben ei hun; llun newydd ar y wal.", "Fi sy’n darllen i Nest."),
        (6, "Gwelwyd ar ei ben ei hun gartref.", "Dw i eisiau aros fel hyn."),
    ):
        for case in both:
            story.visit("sian.evans", case, day(ago), BEDROOM, account, words)
    story.note(
        "dafydd.owen",
        llyr,
        day(21),
        NoteKind.OBSERVATION,
        "Wythnos dda: yno bob dydd, ac yn chwarae gyda’r lleill.",
    )
    story.note(
        "dafydd.owen",
        nest,
        day(9),
        NoteKind.CHILDS_WORDS,
        "“Mae Mam yn canu eto,” meddai wrth y cylch bore.",
        significant=True,
    )
    story.note(
        "sian.evans",
        llyr,
        day(8),
        NoteKind.CONTACT,
        "Galwad gan y fam: y tad wedi symud at ei frawd, o’i ddewis ei hun.",
    )


def refused_at_the_door(story: Storyteller) -> None:
    """Kayden has not been seen since his mother's partner closed the door; police were told."""
    day = story.day
    kayden = story.child(
        "aisha",
        day(66),
        "Kayden",
        "Saltmarsh-Bell",
        Sex.MALE,
        day(1250),
        nhs="9990000085",
        address="41 Lapwing Row, Ely, Cardiff",
    )
    on = day(46)
    why = "Bruises to the ear and back in three shapes; the accounts changed each time."
    story.registered("aisha", [kayden], on, ("physical",), why, co_ordinator="aisha")
    story.share(kayden, "police", Level.NOTES, "Enquiry into the bruises", on)
    story.core_groups("aisha", [kayden], on, day(10), days=33)
    story.visit("aisha", kayden, day(40), ALONE_AT_HOME, "Seen alone, his room.", "I fell. I fell.")
    story.visit("aisha", kayden, day(32), BEDROOM, "Seen alone. New lock outside his door.", "")
    story.visit(
        "aisha",
        kayden,
        day(25),
        AWAY,
        "Seen alone at nursery; would not say much.",
        "Can I stay for tea here?",
    )
    story.visit("aisha", kayden, day(14), REFUSED, "The door was opened and closed again.")
    story.visit("aisha", kayden, day(12), REFUSED, "Nobody came to the door; a television was on.")
    story.visit("aisha", kayden, day(9), REFUSED, "Refused by the mother’s partner, who shouted.")
    story.note(
        "rhys.parry",
        kayden,
        day(8),
        NoteKind.CONTACT,
        "Told of the third refusal. A welfare check was made that evening; the child was asleep.",
        significant=True,
    )
    story.note(
        "aisha",
        kayden,
        day(3),
        NoteKind.OTHER,
        "Legal advice asked for. The manager knows that he is not seen in time.",
        significant=True,
    )


def born_on_the_register(story: Storyteller) -> None:
    """Baby Gwenno was on the register before she was born, and is three weeks old."""
    day, today = story.day, story.today
    baby = story.child(
        "aisha",
        day(70),
        "",
        "Celynnen",
        Sex.NOT_KNOWN,
        None,
        expected_on=today - timedelta(days=17),
        address="5 Bryn y Gog, Ely, Cardiff",
    )
    on = day(45)
    why = "Two older children live with others; the same worries stand for this baby."
    story.enquired("aisha", [baby], day(58), why)
    row = story.conference("aisha", [baby], on, ConferenceKind.PRE_BIRTH)
    decided(story, row, ("neglect",), why, "aisha")
    story.papers(row, on, 4, 16)
    story.core_groups("aisha", [baby], on, today, days=30)
    born_on = today - timedelta(days=22)
    with story.at(born_on + timedelta(days=1)):
        children.record_birth(
            by=story.cast.actor("aisha"),
            case=baby,
            born_on=born_on,
            given_names="Gwenno",
            sex=Sex.FEMALE,
            nhs_number="9990000093",
            today=born_on + timedelta(days=1),
        )
    story.visit("aisha", baby, day(12), NOT_ALONE, "Seen with her mother; feeding well.")
    story.visit("aisha", baby, day(5), BEDROOM, "Home. Asleep in her cot, on her back; room warm.")


def on_again(story: Storyteller) -> None:
    """Ynyr's name came off last year, and went on again for another reason."""
    day = story.day
    ynyr = story.child(
        "sian.evans",
        day(300),
        "Ynyr",
        "Rhosgoch-Evans",
        Sex.MALE,
        day(2900),
        nhs="9990000107",
        language="Cymraeg",
    )
    first = day(285)
    why = "Gadael y plentyn ar ei ben ei hun am ddyddiau; dim bwyd yn y tŷ."
    story.registered("sian.evans", [ynyr], first, ("neglect",), why, co_ordinator="sian.evans")
    story.visited("sian.evans", [ynyr], first, day(212))
    story.core_groups("sian.evans", [ynyr], first, day(212))
    row = story.reviewed("sian.evans", [ynyr], day(228), "Mae’r cynllun yn symud.")
    story.papers(row, day(228), 4, 15)
    row = story.reviewed(
        "sian.evans",
        [ynyr],
        day(211),
        "Mae canlyniadau’r cynllun wedi’u cyflawni.",
        decision=ConferenceDecision.REMOVE,
        evidence="Mae ei fam-gu yn byw gyda nhw ers y gwanwyn; bwyd, gwely ac ysgol bob dydd.",
    )
    story.papers(row, day(211), 4, 15)
    again = day(30)
    why = "Cleisiau ar y ddwy fraich; dywed fod cariad newydd ei fam yn ei fwrw."
    story.registered("sian.evans", [ynyr], again, ("physical", "emotional"), why, papers=(5, 19))
    story.core_groups("sian.evans", [ynyr], again, story.today, days=28)
    story.visited("sian.evans", [ynyr], again, story.today, every=8)
