"""The closed vocabularies of the procedures, as the code knows them.

Keys only: the words people read are in ``cases.labels`` (through gettext) and, where a nation
has words of its own, in ``cases.domain.procedures``. Transition tables stand beside their enum.
"""

from __future__ import annotations

from enum import StrEnum


class Nation(StrEnum):
    """The four nations, whose procedures and bank holidays differ."""

    WALES = "wales"
    ENGLAND = "england"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


class Sex(StrEnum):
    """Sex as recorded; ``UNBORN`` children have ``NOT_KNOWN`` until birth."""

    FEMALE = "female"
    MALE = "male"
    INDETERMINATE = "indeterminate"
    NOT_KNOWN = "not_known"


class IdentifierScheme(StrEnum):
    """Which numbering a child's identifier belongs to."""

    NHS = "nhs"
    UPN = "upn"
    FORMER_UPN = "former_upn"
    LOCAL = "local"


class NameKind(StrEnum):
    """What another name of a child is."""

    ALSO_KNOWN_AS = "also_known_as"
    FORMER = "former"
    OTHER_SPELLING = "other_spelling"


class StrategyOutcome(StrEnum):
    """What a strategy discussion decided (Wales Safeguarding Procedures, c3pt1-p8)."""

    SECTION_47_JOINT = "section_47_joint"
    SECTION_47_SINGLE = "section_47_single"
    NO_SECTION_47 = "no_section_47"


class Section47Outcome(StrEnum):
    """The three determinations of a section 47 enquiry (c3pt2-p3), or that none was recorded."""

    NOT_SUBSTANTIATED = "not_substantiated"
    NO_CONTINUING_RISK = "no_continuing_risk"
    CONTINUING_RISK = "continuing_risk"
    NOT_STATED = "not_stated"
    """Only in records loaded from a return that says an enquiry ended but not how."""


class ConferenceKind(StrEnum):
    """Which conference this is."""

    INITIAL = "initial"
    PRE_BIRTH = "pre_birth"
    REVIEW = "review"
    TRANSFER_IN = "transfer_in"


REGISTERING_KINDS = frozenset(
    {ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH, ConferenceKind.TRANSFER_IN}
)
"""The conferences that can place a name on the register."""


class ConferenceStatus(StrEnum):
    """Where a conference stands."""

    CALLED = "called"
    HELD = "held"
    CANCELLED = "cancelled"


CONFERENCE_TRANSITIONS: dict[ConferenceStatus, frozenset[ConferenceStatus]] = {
    ConferenceStatus.CALLED: frozenset({ConferenceStatus.HELD, ConferenceStatus.CANCELLED}),
    ConferenceStatus.HELD: frozenset(),
    ConferenceStatus.CANCELLED: frozenset(),
}


class ConferenceDecision(StrEnum):
    """What a conference decided for one child."""

    REGISTER = "register"
    DO_NOT_REGISTER = "do_not_register"
    CONTINUE = "continue"
    CHANGE_CATEGORIES = "change_categories"
    REMOVE = "remove"
    NOT_STATED = "not_stated"
    """Only in records loaded from a return that gives a conference's date, not its decision."""


DECISIONS_OF_KIND: dict[ConferenceKind, frozenset[ConferenceDecision]] = {
    **{
        kind: frozenset({ConferenceDecision.REGISTER, ConferenceDecision.DO_NOT_REGISTER})
        for kind in REGISTERING_KINDS
    },
    ConferenceKind.REVIEW: frozenset(
        {
            ConferenceDecision.CONTINUE,
            ConferenceDecision.CHANGE_CATEGORIES,
            ConferenceDecision.REMOVE,
        }
    ),
}


class DeregistrationReason(StrEnum):
    """Why a name came off (c4-p9)."""

    NO_CONTINUING_RISK = "no_continuing_risk"
    MOVED_PERMANENTLY = "moved_permanently"
    EIGHTEENTH_BIRTHDAY = "eighteenth_birthday"
    DIED = "died"
    LEFT_UK = "left_uk"
    NOT_STATED = "not_stated"
    """Only in records loaded from a return that gives an end date without a reason."""


REASONS_WITHOUT_CONFERENCE = frozenset(
    {
        DeregistrationReason.EIGHTEENTH_BIRTHDAY,
        DeregistrationReason.DIED,
        DeregistrationReason.LEFT_UK,
    }
)
"""The only reasons for which a name comes off without a review conference (c4-p9)."""


class Level(StrEnum):
    """How much of a case an involvement opens, least first."""

    SUMMARY = "summary"
    ACTIONS = "actions"
    PLAN = "plan"
    NOTES = "notes"
    FULL = "full"
    LEAD = "lead"

    @classmethod
    def at_least(cls, least: Level) -> tuple[Level, ...]:
        """List the levels that include ``least``, itself first."""
        levels = tuple(cls)
        return levels[levels.index(least) :]


class InvolvementRole(StrEnum):
    """In what part a team or person works with a case."""

    LEAD_TEAM = "lead_team"
    CO_ORDINATOR = "co_ordinator"
    CHAIR = "chair"
    PARTNER = "partner"


class NoteAudience(StrEnum):
    """Who, among those who work with the case, a note is for."""

    LEAD_AGENCY = "lead_agency"
    EVERYONE = "everyone"
    NAMED_TEAMS = "named_teams"


class NoteKind(StrEnum):
    """What a note records."""

    CONTACT = "contact"
    OBSERVATION = "observation"
    CHILDS_WORDS = "childs_words"
    INJURY = "injury"
    OTHER = "other"
