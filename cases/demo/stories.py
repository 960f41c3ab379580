"""What happened to each made-up family. Read with ``families.Storyteller``."""

from __future__ import annotations

from datetime import timedelta

from cases.demo.families import ALONE_AT_HOME, BEDROOM, NOT_ALONE, Storyteller
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    LegalBasis,
    Level,
    NoteKind,
    Sex,
    StrategyOutcome,
)
from cases.services import enquiries


def tell(story: Storyteller) -> None:
    """This will tell every family's story."""
    lloyd(story)
    no_co_ordinator(story)
    core_group_late(story)
    conference_late(story)
    review_late(story)
    came_off(story)
    enquiry_under_way(story)
    elsewhere(story)
    in_good_order(story)


def lloyd(story: Storyteller) -> None:
    """Efa is on the register; a baby is expected; her last visits were not alone."""
    day, today = story.day, story.today
    added = day(90)
    efa = story.child(
        "aisha",
        added,
        "Efa",
        "Lloyd",
        Sex.FEMALE,
        today.replace(day=3) - timedelta(days=1664),
        nhs="9990000018",
        language="Cymraeg",
        address="12 Heol y Graig, Trelái, Caerdydd",
    )
    on = day(60)
    story.registered(
        "aisha",
        [efa],
        on,
        ("neglect", "emotional"),
        co_ordinator="aisha",
        why="Left alone overnight three times in the summer; "
        "hid in the wardrobe during two police call-outs.",
    )
    story.share(efa, "visitors", Level.NOTES, "Health visitor of the family", on)
    together = LegalBasis.CO_OPERATION
    story.share(
        efa, "school", Level.NOTES, "Her school, in the core group", on, legal_basis=together
    )
    story.share(efa, "police", Level.ACTIONS, "Call-outs to the address", on)
    story.share(efa, "probation", Level.ACTIONS, "Supervises the stepfather", on, ends_in=8)
    story.ask("dev", efa, Level.PLAN, "Midwife of the mother, who expects a baby", story.day(2))
    story.visited("aisha", [efa], on, day(20))
    story.core_groups("aisha", [efa], on, day(12))
    story.visit(
        "aisha",
        efa,
        day(12),
        ALONE_AT_HOME,
        "Seen alone in the kitchen. Food in the house.",
        "Mam was asleep and I made toast.",
    )
    story.visit(
        "aisha",
        efa,
        day(9),
        NOT_ALONE,
        "Seen, bedroom seen, not alone: grandmother present throughout.",
        "Nain makes the porridge now.",
    )
    story.note(
        "dafydd.owen",
        efa,
        day(4),
        NoteKind.OBSERVATION,
        "Third morning late this fortnight; tired, no coat.",
        significant=True,
    )
    story.note(
        "chloe",
        efa,
        day(2),
        NoteKind.INJURY,
        "Attended the emergency department with bruising to the upper arm; examined, sent home.",
        significant=True,
    )
    story.conference("aisha", [efa], story.ahead(3), ConferenceKind.REVIEW, called_on=day(9))
    baby = story.child(
        "aisha",
        day(14),
        "",
        "Lloyd",
        Sex.NOT_KNOWN,
        None,
        sibling=efa,
        expected_on=today + timedelta(days=72),
        language="Cymraeg",
    )
    story.enquired("aisha", [baby], day(8), "The concerns for Efa stand for the baby too.", days=5)
    story.conference("aisha", [baby], story.ahead(4), ConferenceKind.PRE_BIRTH, called_on=day(2))


def no_co_ordinator(story: Storyteller) -> None:
    """Iwan has had no co-ordinator for a month, and nobody has seen him alone."""
    day = story.day
    iwan = story.child("huw", day(60), "Iwan", "Jones", Sex.MALE, day(1900), nhs="9990000026")
    story.registered(
        "huw", [iwan], day(42), ("neglect",), "Hungry and unkempt over many months.", papers=None
    )
    story.core_groups("huw", [iwan], day(42), day(30))
    story.visit("huw", iwan, day(33), ALONE_AT_HOME, "Seen alone; hungry.", "I had crisps for tea.")


def core_group_late(story: Storyteller) -> None:
    """Mali's core group has not met for too long."""
    day = story.day
    mali = story.child(
        "sian.evans", day(80), "Mali", "Hughes", Sex.FEMALE, day(2600), nhs="9990000034"
    )
    story.registered(
        "sian.evans",
        [mali],
        day(58),
        ("emotional",),
        "Frightened of shouting at home.",
        co_ordinator="sian.evans",
    )
    story.core_groups("sian.evans", [mali], day(58), day(46))
    story.visited("sian.evans", [mali], day(58), day(1))


def conference_late(story: Storyteller) -> None:
    """Three brothers and sisters whose initial conference should have been held last week."""
    day = story.day
    first = story.child("aisha", day(22), "Osian", "Evans-Demo", Sex.MALE, day(2000))
    second = story.child(
        "aisha", day(22), "Lowri", "Evans-Demo", Sex.FEMALE, day(1400), sibling=first
    )
    third = story.child("aisha", day(22), "Gruff", "Evans-Demo", Sex.MALE, day(700), sibling=first)
    story.enquired("aisha", [first, second, third], day(19), "Bruises on two of the three.")


def review_late(story: Storyteller) -> None:
    """Two sisters whose first review was due two weeks ago; one is booked for next week."""
    day = story.day
    ffion = story.child("tomos.bevan", day(100), "Ffion", "Pritchard", Sex.FEMALE, day(3100))
    cadi = story.child(
        "tomos.bevan", day(100), "Cadi", "Pritchard", Sex.FEMALE, day(2300), sibling=ffion
    )
    story.registered(
        "tomos.bevan",
        [ffion, cadi],
        day(74),
        ("physical",),
        "Unexplained bruising.",
        co_ordinator="tomos.bevan",
        papers=(6, 24),
        chair="bethan.price",
    )
    story.core_groups("tomos.bevan", [ffion, cadi], day(74), story.today)
    story.visited("tomos.bevan", [ffion, cadi], day(74), day(1))
    story.conference(
        "tomos.bevan",
        [ffion, cadi],
        story.ahead(5),
        ConferenceKind.REVIEW,
        chair="bethan.price",
        called_on=day(3),
    )


def came_off(story: Storyteller) -> None:
    """Gethin's name came off at his second review, on evidence."""
    day = story.day
    gethin = story.child(
        "sian.evans", day(230), "Gethin", "Owen-Demo", Sex.MALE, day(2800), nhs="9990000042"
    )
    story.registered(
        "sian.evans",
        [gethin],
        day(210),
        ("neglect",),
        "Alone after school most days.",
        co_ordinator="sian.evans",
    )
    story.core_groups("sian.evans", [gethin], day(210), day(26))
    story.visited("sian.evans", [gethin], day(210), day(26))
    row = story.reviewed("sian.evans", [gethin], day(150), "The plan moves; not yet enough.")
    story.papers(row, day(150), 5, 18)
    row = story.reviewed(
        "sian.evans",
        [gethin],
        day(25),
        "The plan’s outcomes are met.",
        decision=ConferenceDecision.REMOVE,
        evidence="His aunt meets him from school every day since May; "
        "twelve visits and the school confirm it.",
    )
    story.papers(row, day(25), 4, 12)


def enquiry_under_way(story: Storyteller) -> None:
    """An enquiry that is still going on."""
    day = story.day
    seren = story.child("tomos.bevan", day(6), "Seren", "Bevan-Demo", Sex.FEMALE, day(1500))
    with story.at(day(5)):
        enquiries.record_strategy_discussion(
            by=story.cast.actor("tomos.bevan"),
            cases=[seren],
            held_on=day(5),
            decided_on=day(6),
            outcome=StrategyOutcome.SECTION_47_SINGLE,
            today=day(5),
            agencies_present="Children’s services, South Wales Police",
            reasons="Says that she is afraid to go home.",
        )


def elsewhere(story: Storyteller) -> None:
    """A child of Newport, whom nobody in Cardiff may see."""
    story.child(
        "nia.bowen",
        story.day(30),
        "Elin",
        "Rowlands",
        Sex.FEMALE,
        story.day(2200),
        nhs="9990000050",
    )


def in_good_order(story: Storyteller) -> None:
    """Families where everything is done when it is due."""
    day = story.day
    for number, (given, family, sex, worker) in enumerate(
        (
            ("Tomi", "Griffiths", Sex.MALE, "aisha"),
            ("Nansi", "Vaughan", Sex.FEMALE, "sian.evans"),
            ("Caleb", "Okafor", Sex.MALE, "tomos.bevan"),
            ("Zofia", "Nowak", Sex.FEMALE, "aisha"),
            ("Macsen", "Prosser", Sex.MALE, "sian.evans"),
        )
    ):
        on = day(52 - 9 * number)
        case = story.child(
            worker, day(75 - 9 * number), given, family, sex, day(900 + 400 * number)
        )
        story.registered(
            worker,
            [case],
            on,
            ("neglect",),
            "Missed meals and appointments.",
            co_ordinator=worker,
            papers=(3, 14),
        )
        story.core_groups(worker, [case], on, story.today)
        story.visited(worker, [case], on, story.today)
        story.visit(worker, case, day(1), BEDROOM, "Seen alone; cheerful.")
