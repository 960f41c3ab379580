"""A record restricted to named people, a person excluded from it, and records that were opened in
emergencies: what the reviews found, and one that waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.demo.families import ALONE_AT_HOME, Storyteller
from cases.demo.meetings import LONDON
from cases.domain.permissions import P
from cases.domain.statuses import EmergencyFinding, EmergencyReason, NoteKind, Sex
from cases.models import Case
from cases.services import (
    emergencies,
    emergency_reviews,
    exclusions,
    reading,
    restrictions,
)
from cpr import clock


@dataclass(frozen=True)
class Opening:
    """One emergency: who, for which hours of which day, why; what its review found, if closed."""

    by: str
    at: datetime
    hours: int
    kind: EmergencyReason
    why: str
    finding: EmergencyFinding | None = None
    note: str = ""


def tell(story: Storyteller) -> None:
    """This will tell both families."""
    seren = restricted(story)
    opened_to_the_police(story, seren)
    opened_in_emergencies(story)


def restricted(story: Storyteller) -> Case:
    """Seren is found by Tomos Bevan and Iris Bevan alone, whatever anybody's role."""
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
    return seren


def opened_to_the_police(story: Storyteller, seren: Case) -> None:
    """Iris opened it to a constable, and had to review that herself: nobody else is named."""
    iris = story.cast.actor("iris")
    with clock.at(_moment(story.day(16), 21, 10)):
        opening = emergencies.open_for(
            by=iris,
            case=seren,
            membership=story.cast.members["rhys.parry"],
            kind=EmergencyReason.MISSING,
            reason="Not home from school; her mother last saw her at half past eight this morning.",
            hours=2,
        )
    with clock.at(_moment(story.day(15), 9, 30)):
        emergency_reviews.close_review(
            by=iris,
            opening_id=opening.pk,
            finding=EmergencyFinding.JUSTIFIED,
            note="Called back through the police control room. Found at her aunt’s by eleven.",
        )


def opened_in_emergencies(story: Storyteller) -> None:
    """Celyn’s record was opened three times by people who do not work with her."""
    day = story.day
    celyn = story.child(
        "tomos.bevan",
        day(50),
        "Celyn",
        "Brynhaul-Tate",
        Sex.FEMALE,
        day(1300),
        nhs="9990000158",
        address="3 Lime Kiln Close, Canton, Cardiff",
    )
    story.note(
        "tomos.bevan",
        celyn,
        day(34),
        NoteKind.CONTACT,
        "Her mother has asked for a place in the refuge; her father does not know.",
    )
    for each in (
        Opening(
            "rhys.parry",
            _moment(day(27), 22, 40),
            3,
            EmergencyReason.POLICE_PROTECTION,
            "At the house now after a neighbour called; her mother is hurt and we must place her.",
            EmergencyFinding.JUSTIFIED,
            "The log shows the call-out. He read the plan and the notes, and rang the duty team.",
        ),
        Opening(
            "dev",
            _moment(day(13), 12, 15),
            1,
            EmergencyReason.OTHER,
            "Her mother’s cousin is on our ward and asked me how they are doing.",
            EmergencyFinding.NOT_JUSTIFIED,
            "No risk to a child was known or claimed. His manager has been told and speaks to him.",
        ),
        Opening(
            "nia.bowen",
            _moment(day(1), 16, 50),
            3,
            EmergencyReason.RISK_OF_HARM,
            "Her father came to our office with her; he says that they live with him in Newport.",
        ),
    ):
        _opened(story, celyn, each)


def _opened(story: Storyteller, case: Case, told: Opening) -> None:
    by, huw = story.cast.actor(told.by), story.cast.actor("huw")
    with clock.at(told.at):
        opening = emergencies.open_in_emergency(
            by=by, case=case, kind=told.kind, reason=told.why, hours=told.hours
        )
        reading.open_record(by=by, case_id=case.pk, permission=P.VIEW_NOTES, part="notes")
    if opening.reviewer_id != huw.acting_membership:  # a whole Wales has more managers
        with clock.at(told.at + timedelta(hours=1)):
            emergency_reviews.take_over(
                by=huw, opening_id=opening.pk, note="The family is known to my own team."
            )
    if told.finding is None:
        return
    with clock.at(told.at + timedelta(days=1)):
        emergency_reviews.open_review(by=huw, opening_id=opening.pk)
        emergency_reviews.close_review(
            by=huw, opening_id=opening.pk, finding=told.finding, note=told.note
        )


def _moment(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)
