"""A conference loaded from a return starts no clock for papers whose sending nobody recorded."""

from dataclasses import replace
from datetime import date

from cases.domain.calendar import WorkingCalendar
from cases.domain.deadlines import CaseFacts, ConferenceFact, RegistrationFact, readings
from cases.domain.statuses import ConferenceDecision, ConferenceKind, Nation

HELD = ConferenceFact(
    id="c",
    kind=ConferenceKind.INITIAL,
    planned_on=date(2026, 3, 2),
    held_on=date(2026, 3, 2),
    is_cancelled=False,
    decision=ConferenceDecision.REGISTER,
    outline_sent_on=None,
    record_sent_on=None,
)
PAPERS = {"outline_plan_sent", "conference_record_sent"}


def clocks(conference: ConferenceFact) -> set[str]:
    facts = CaseFacts(
        nation=Nation.WALES,
        closed_on=None,
        strategies=(),
        section47s=(),
        conferences=(conference,),
        registrations=(RegistrationFact("r", date(2026, 3, 2), None, "c"),),
        visits=(),
        core_groups=(),
    )
    return {r.clock for r in readings(facts, WorkingCalendar(frozenset()))}


def test_a_conference_of_our_own_owes_its_papers() -> None:
    assert clocks(HELD) >= PAPERS


def test_a_loaded_one_owes_none_that_nobody_knows_of() -> None:
    assert not clocks(replace(HELD, are_papers_known=False)) & PAPERS
    sent = replace(HELD, are_papers_known=False, record_sent_on=date(2026, 3, 20))
    assert clocks(sent) >= {"conference_record_sent"}
