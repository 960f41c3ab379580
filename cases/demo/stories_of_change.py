"""Families told in depth whose names moved, changed or came off. See ``stories_in_depth``."""

from __future__ import annotations

from datetime import timedelta

from cases.demo.families import ALONE_AT_HOME, BEDROOM, Storyteller
from cases.demo.stories_in_depth import decided
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    NoteKind,
    Sex,
)
from cases.models import Case
from cases.services import registrations


def tell(story: Storyteller) -> None:
    """This will tell each of them."""
    moved_in(story)
    four_of_them(story)
    not_registered(story)
    came_of_age(story)


def moved_in(story: Storyteller) -> None:
    """Hodan moved to Cardiff from another authority, whose register she was on."""
    day = story.day
    hodan = story.child(
        "aisha",
        day(34),
        "Hodan",
        "Abdi-Warsame-Lle",
        Sex.FEMALE,
        day(1500),
        nhs="9990000115",
        address="60 Cinder Path, Ely, Cardiff",
    )
    on = day(21)
    why = "Was on the register of another authority since spring; the risk came with the family."
    row = story.conference("aisha", [hodan], on, ConferenceKind.TRANSFER_IN)
    decided(story, row, ("emotional",), why, "aisha")
    story.papers(row, on, 5, 18)
    story.note(
        "aisha",
        hodan,
        day(20),
        NoteKind.CONTACT,
        "Records of the authority before asked for again: only the last review has come.",
    )
    story.core_groups("aisha", [hodan], on, story.today)
    story.visit("aisha", hodan, day(13), ALONE_AT_HOME, "Seen alone.", "I miss my old teacher.")
    story.visit("aisha", hodan, day(5), BEDROOM, "Seen alone; shares a room with her aunt.")


def four_of_them(story: Storyteller) -> None:
    """Four brothers and sisters, of whom each has a category of their own; one was changed."""
    day = story.day
    kids: list[Case] = []
    for given, sex, born in (
        ("Rhun", Sex.MALE, 3950),
        ("Zoë", Sex.FEMALE, 2700),
        ("André", Sex.MALE, 1300),
        ("Maja", Sex.FEMALE, 420),
    ):
        kids.append(
            story.child(
                "tomos.bevan",
                day(120),
                given,
                "Quillstone-Môr",
                sex,
                day(born),
                sibling=kids[0] if kids else None,
                address="8 Signal Terrace, Canton, Cardiff",
            )
        )
    on = day(95)
    why = "Home without heat or beds; the eldest looks after the others."
    story.registered(
        "tomos.bevan",
        kids,
        on,
        ("neglect",),
        why,
        co_ordinator="tomos.bevan",
        chair="bethan.price",
    )
    story.core_groups("tomos.bevan", kids, on, day(3), days=36)
    story.visited("tomos.bevan", kids, on, day(2), every=10)
    row = story.conference("tomos.bevan", kids, day(38), ConferenceKind.REVIEW, "bethan.price")
    with story.at(day(38)):
        for at in row.children.select_related("case__child"):
            is_eldest = at.case.child.given_names == "Rhun"
            registrations.record_decision(
                by=story.cast.actor("bethan.price"),
                at=at,
                decision=ConferenceDecision.CHANGE_CATEGORIES
                if is_eldest
                else ConferenceDecision.CONTINUE,
                categories=("neglect", "emotional") if is_eldest else (),
                reasons="He is blamed for all that goes wrong and has begun to run away."
                if is_eldest
                else "Beds and heating are there; three months more to see that it lasts.",
                childs_views="I want somebody else to make the tea." if is_eldest else "",
                today=day(38),
            )
    story.papers(row, day(38), 5, 22, chair="bethan.price")


def not_registered(story: Storyteller) -> None:
    """Idris came to conference, and his name did not go on the register."""
    day = story.day
    idris = story.child(
        "tomos.bevan", day(48), "Idris", "Tarnbeck", Sex.MALE, day(2000), nhs="9990000123"
    )
    story.enquired("tomos.bevan", [idris], day(44), "Seen alone in the street after dark, twice.")
    row = story.conference("tomos.bevan", [idris], day(31), ConferenceKind.INITIAL, "bethan.price")
    with story.at(day(31)):
        registrations.record_decision(
            by=story.cast.actor("bethan.price"),
            at=row.children.get(),
            decision=ConferenceDecision.DO_NOT_REGISTER,
            reasons="His father has changed his shifts and the grandparents are there; care and "
            "support are offered and taken.",
            today=day(31),
        )
    story.papers(row, day(31), 4, 17, chair="bethan.price")


def came_of_age(story: Storyteller) -> None:
    """Mirain's name came off on her eighteenth birthday, without a conference."""
    today, day = story.today, story.day
    birthday = today - timedelta(days=16)
    born_on = birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28))
    birthday = born_on.replace(year=born_on.year + 18)
    mirain = story.child(
        "aisha", day(80), "Mirain", "Llŵyn-onn", Sex.FEMALE, born_on, language="Cymraeg"
    )
    on = day(50)
    why = "Mae oedolyn sy’n risg iddi yn aros yn y tŷ yn ddi-rybudd."
    story.registered("aisha", [mirain], on, ("sexual",), why, co_ordinator="aisha")
    story.core_groups("aisha", [mirain], on, day(16))
    story.visited("aisha", [mirain], on, day(16), every=9)
    with story.at(birthday + timedelta(days=1)):
        registrations.deregister_without_conference(
            by=story.cast.actor("gwen"),
            registration=mirain.registrations.get(),
            reason=DeregistrationReason.EIGHTEENTH_BIRTHDAY,
            evidence="Yn ddeunaw oed heddiw; mae’r tîm oedolion wedi cwrdd â hi ddwywaith.",
            ended_on=birthday,
            today=birthday + timedelta(days=1),
        )
