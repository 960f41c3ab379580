"""Families told in depth whose conferences are recorded: who was there, what each agency thinks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.demo.families import Storyteller
from cases.domain.rules.threshold import Threshold
from cases.domain.statuses import ConferenceDecision, ConferenceKind, Level, Sex
from cases.domain.taking_part import Harm, Opinion, Presence
from cases.models import Case, Conference, Invitation
from cases.services import agency_views, attendance, calling, conferences, registrations
from cases.services.agency_views import Said
from cases.services.attendance import Came
from cases.services.decisions import Weighed

SATURDAY = 5
ALONE = "Found alone at night three times, by a neighbour and by the police."


SAID = (
    Said(Opinion.ON, "Three nights in six weeks, and no plan for the next.", ["neglect"]),
    Said(Opinion.ON, "She has lost weight and sleeps in her clothes.", ["neglect"]),
    Said(Opinion.OFF, "At school each day, and her aunt answers the telephone."),
    Said(Opinion.ON, "Nobody answered the door at two in the morning.", ["neglect"]),
)


def tell(story: Storyteller) -> None:
    """This will tell each of them."""
    agencies_differ(story)
    being_recorded(story)


def agencies_differ(story: Storyteller) -> None:
    """Elin went on the register though not every agency thought so; the chair said why."""
    on = story.day(6)
    elin = known_to_four(story, "Elin Rhyd-y-Felin", Sex.FEMALE, born=1700)
    row = called(story, elin, on)
    with story.at(on):
        guests = came(story, row, ("ely", "visitors", "school", "police"), on)
        conferences.hold_conference(
            by=story.cast.actor("gwen"), conference=row, held_on=on, today=on
        )
        for guest, said in zip(guests, SAID, strict=True):
            says(story, row, guest, said, on)
        registrations.record_decision(
            by=story.cast.actor("gwen"),
            at=row.children.get(),
            decision=ConferenceDecision.REGISTER,
            categories=("neglect",),
            reasons="Left alone at night, and nothing yet keeps it from happening again.",
            childs_views="I put the chair against the door.",
            today=on,
            weighed=Weighed(
                Threshold(
                    Harm.LIKELY,
                    ALONE,
                    is_risk_continuing=True,
                    risk_evidence="Her mother works nights until spring; nobody else is there.",
                ),
                chairs_reason="School days were never the concern; the nights are.",
                parents_views="Her mother: I have no choice about the shifts.",
            ),
        )


def being_recorded(story: Storyteller) -> None:
    """Osian's conference is today: who is there is on record, not every agency was asked yet."""
    osian = known_to_four(story, "Osian Bryn-Teg", Sex.MALE, born=2750)
    if story.today.weekday() >= SATURDAY:
        return
    row = called(story, osian, story.today)
    with story.at(story.today):
        guests = came(story, row, ("ely", "visitors", "school"), story.today)
        said = Said(Opinion.ON, "He is afraid to go home, and says why.", ["emotional"])
        says(story, row, guests[0], said, story.today)


def known_to_four(story: Storyteller, name: str, sex: Sex, born: int) -> Case:
    """This will add a child with whom three other agencies work, after an enquiry."""
    on, (given, family) = story.day(20), name.split(" ")
    case = story.child("aisha", on, given, family, sex, story.day(born))
    for team, purpose in (
        ("visitors", "Health visitor of the family"),
        ("school", "School"),
        ("police", "Call-outs to the address"),
    ):
        story.share(case, team, Level.PLAN, purpose, on)
    story.enquired("aisha", [case], story.day(16), ALONE)
    return case


def called(story: Storyteller, case: Case, on: date) -> Conference:
    """This will call an initial conference, and leave it to be recorded."""
    with story.at(story.day(8)):
        return calling.call_conference(
            by=story.cast.actor("aisha"),
            cases=[case],
            kind=ConferenceKind.INITIAL,
            planned_on=on,
            chair=story.cast.members["gwen"],
            place="County Hall, room 4, and by video",
        )


def came(story: Storyteller, row: Conference, teams: Sequence[str], on: date) -> list[Invitation]:
    """This will record that teams came to a conference."""
    return [
        attendance.add_guest(
            by=story.cast.actor("gwen"),
            conference=row,
            came=Came(Presence.IN_PERSON, team=story.cast.teams[team]),
            today=on,
        )
        for team in teams
    ]


def says(story: Storyteller, row: Conference, guest: Invitation, said: Said, on: date) -> None:
    """This will record an agency's view on the one child at a conference."""
    agency_views.record_view(
        by=story.cast.actor("gwen"),
        at=row.children.get(),
        invitation=guest,
        said=said,
        version=0,
        today=on,
    )
