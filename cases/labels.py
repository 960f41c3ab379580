"""The words people read for the keys of ``cases.domain``: through gettext, one place.

Words that differ between nations are data of the procedures; ``category_label`` picks among them.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cases.domain import procedures
from cases.domain.errors import Problem
from cases.domain.problem_codes import PROBLEM_CODES
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    DeregistrationReason,
    EmergencyFinding,
    EmergencyReason,
    IdentifierScheme,
    InvolvementRole,
    LegalBasis,
    Level,
    NameKind,
    Nation,
    NoteAudience,
    NoteKind,
    RequestStatus,
    Section47Outcome,
    Sex,
    StrategyOutcome,
)
from cpr.ui.choices import Words


class Labels:
    """Words by value and kind of value: two kinds may share a text, as "no_continuing_risk" does.

    A dict of the values themselves would keep the words of one of them and lose the other's.
    """

    def __init__(self, *pairs: tuple[StrEnum, Words]) -> None:
        self._words = {(type(value), value.value): words for value, words in pairs}

    def __getitem__(self, value: StrEnum) -> Words:
        return self._words[type(value), value.value]


LABELS = Labels(
    (Sex.FEMALE, _("Girl")),
    (Sex.MALE, _("Boy")),
    (Sex.INDETERMINATE, _("Indeterminate")),
    (Sex.NOT_KNOWN, _("Not known")),
    (IdentifierScheme.NHS, _("NHS number")),
    (IdentifierScheme.UPN, _("Unique pupil number")),
    (IdentifierScheme.FORMER_UPN, _("Former unique pupil number")),
    (IdentifierScheme.LOCAL, _("Local number")),
    (NameKind.ALSO_KNOWN_AS, _("Also known as")),
    (NameKind.FORMER, _("Former name")),
    (NameKind.OTHER_SPELLING, _("Other spelling")),
    (StrategyOutcome.SECTION_47_JOINT, _("Section 47 enquiry, with the police")),
    (StrategyOutcome.SECTION_47_SINGLE, _("Section 47 enquiry, children’s services alone")),
    (StrategyOutcome.NO_SECTION_47, _("No section 47 enquiry")),
    (Section47Outcome.NOT_SUBSTANTIATED, _("Concerns not substantiated")),
    (
        Section47Outcome.NO_CONTINUING_RISK,
        _("Concerns substantiated, no continuing risk of significant harm"),
    ),
    (
        Section47Outcome.CONTINUING_RISK,
        _("Concerns substantiated, continuing risk of significant harm"),
    ),
    (Section47Outcome.NOT_STATED, _("Not stated in the return")),
    (ConferenceKind.INITIAL, _("Initial conference")),
    (ConferenceKind.PRE_BIRTH, _("Pre-birth conference")),
    (ConferenceKind.REVIEW, _("Review conference")),
    (ConferenceKind.TRANSFER_IN, _("Transfer-in conference")),
    (ConferenceStatus.CALLED, _("Called")),
    (ConferenceStatus.HELD, _("Held")),
    (ConferenceStatus.CANCELLED, _("Cancelled")),
    (ConferenceDecision.REGISTER, _("Place the name on the register")),
    (ConferenceDecision.DO_NOT_REGISTER, _("Do not register")),
    (ConferenceDecision.CONTINUE, _("Stay on the register, same categories")),
    (ConferenceDecision.CHANGE_CATEGORIES, _("Stay on the register, change categories")),
    (ConferenceDecision.REMOVE, _("Take the name off the register")),
    (ConferenceDecision.NOT_STATED, _("Not stated in the return")),
    (
        DeregistrationReason.NO_CONTINUING_RISK,
        _("No longer at continuing risk of significant harm"),
    ),
    (DeregistrationReason.MOVED_PERMANENTLY, _("Moved permanently to another authority")),
    (DeregistrationReason.EIGHTEENTH_BIRTHDAY, _("Reached 18")),
    (DeregistrationReason.DIED, _("Died")),
    (DeregistrationReason.LEFT_UK, _("Left the United Kingdom permanently")),
    (DeregistrationReason.NOT_STATED, _("Not stated in the return")),
    (Level.SUMMARY, _("Summary")),
    (Level.ACTIONS, _("Summary and actions")),
    (Level.PLAN, _("Plan")),
    (Level.NOTES, _("Plan and notes")),
    (Level.FULL, _("Full record")),
    (Level.LEAD, _("Lead")),
    (InvolvementRole.LEAD_TEAM, _("Lead team")),
    (InvolvementRole.CO_ORDINATOR, _("Plan co-ordinator")),
    (InvolvementRole.CHAIR, _("Conference chair")),
    (InvolvementRole.PARTNER, _("Partner")),
    (InvolvementRole.NAMED, _("Named person")),
    (InvolvementRole.EMERGENCY, _("Emergency access")),
    (LegalBasis.SAFEGUARDING, _("Safeguarding of children: public task")),
    (LegalBasis.CO_OPERATION, _("Duty to co-operate")),
    (LegalBasis.INFORMATION, _("Duty to give information")),
    (LegalBasis.ENQUIRY, _("Section 47 enquiry")),
    (LegalBasis.BOARD, _("Required by a Safeguarding Board")),
    (RequestStatus.ASKED, _("Asked")),
    (RequestStatus.GRANTED, _("Granted")),
    (RequestStatus.REFUSED, _("Refused")),
    (RequestStatus.WITHDRAWN, _("Withdrawn")),
    (EmergencyReason.RISK_OF_HARM, _("A child may be harmed now")),
    (EmergencyReason.TREATMENT, _("A child is being treated now")),
    (EmergencyReason.MISSING, _("A child is missing")),
    (EmergencyReason.POLICE_PROTECTION, _("The police are protecting a child now")),
    (EmergencyReason.OTHER, _("Another reason")),
    (EmergencyFinding.JUSTIFIED, _("Justified")),
    (EmergencyFinding.ANOTHER_WAY, _("Justified, but there was another way")),
    (EmergencyFinding.NOT_JUSTIFIED, _("Not justified")),
    (NoteAudience.LEAD_AGENCY, _("Children’s services only")),
    (NoteAudience.EVERYONE, _("Everyone who works with the child")),
    (NoteAudience.NAMED_TEAMS, _("The teams I choose")),
    (NoteKind.CONTACT, _("Contact with the family")),
    (NoteKind.OBSERVATION, _("Observation")),
    (NoteKind.CHILDS_WORDS, _("The child’s own words")),
    (NoteKind.INJURY, _("Injury or attendance at hospital")),
    (NoteKind.OTHER, _("Other")),
)

CLOCKS: dict[str, Words] = {
    "strategy_discussion": _("Strategy discussion"),
    "section_47_enquiry": _("Section 47 enquiry"),
    "initial_conference": _("Initial conference"),
    "outline_plan_sent": _("Outline plan sent"),
    "conference_record_sent": _("Conference record sent"),
    "first_core_group": _("First core group"),
    "later_core_group": _("Core group"),
    "seen": _("Seen by a worker"),
    "seen_alone": _("Seen alone"),
    "seen_at_home": _("Seen at home"),
    "bedroom_seen": _("Bedroom seen"),
    "first_review": _("First review conference"),
    "later_review": _("Review conference"),
}
"""A test checks that every clock the procedures can start has words here."""


def label(value: StrEnum) -> str:
    """This will give the words for a value, in the language of the moment."""
    return str(LABELS[value])


def choices(
    values: type[StrEnum], *, without: frozenset[StrEnum] = frozenset()
) -> list[tuple[str, Words]]:
    """This will list an enumeration's values and words for a form."""
    return [(value.value, LABELS[value]) for value in values if value not in without]


def clock_label(clock: str) -> str:
    """This will give the words for a clock."""
    return str(CLOCKS[clock])


def category_label(nation: Nation, key: str, on: date) -> str:
    """This will give a category's words as the nation's procedure had them on a day."""
    category = procedures.category(nation, key, on)
    if category is None:
        return key
    return category.words.cy if get_language() == "cy" else category.words.en


def problem_text(problem: Problem) -> str:
    """This will say a problem in the words of the person at the form."""
    values = {
        name: date_format(value, "DATE_FORMAT") if isinstance(value, date) else value
        for name, value in problem.params.items()
    }
    return gettext(PROBLEM_CODES[problem.code]).format(**values)
