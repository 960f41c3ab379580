"""A family whose record is restricted to named people, and a person excluded from it."""

from __future__ import annotations

from cases.demo.families import ALONE_AT_HOME, Storyteller
from cases.domain.statuses import NoteKind, Sex
from cases.services import exclusions, restrictions


def tell(story: Storyteller) -> None:
    """This will tell it: found by Tomos Bevan and Iris Bevan alone, whatever anybody's role."""
    day = story.day
    seren = story.child(
        "tomos.bevan",
        day(45),
        "Seren",
        "Gwaunlas-Pryor",
        Sex.FEMALE,
        day(2100),
        nhs="9990000131",
        address="14 Tinplate Row, Canton, Cardiff",
    )
    story.visit("tomos.bevan", seren, day(41), ALONE_AT_HOME, "Seen alone.", "I like maths best.")
    with story.at(day(38)):
        restrictions.restrict(
            by=story.cast.actor("iris"),
            case=seren,
            named=[story.cast.members[key] for key in ("tomos.bevan", "iris")],
            reason="Her mother works in children’s services of this authority.",
            hides_name=True,
        )
        exclusions.exclude(
            by=story.cast.actor("iris"),
            case=seren,
            membership=story.cast.members["sian.evans"],
            reason="Her aunt.",
        )
    story.note(
        "tomos.bevan",
        seren,
        day(30),
        NoteKind.CONTACT,
        "Her school’s safeguarding lead speaks of a good week.",
    )
