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
    NAMED = "named"
    """A person named to a restricted case who has no other part in it."""
    EMERGENCY = "emergency"
    """Whoever opened the case in an emergency, until the hour at which that ends."""


class LegalBasis(StrEnum):
    """Under which law a case is shared (DOMAIN 5.2)."""

    SAFEGUARDING = "safeguarding"
    """UK GDPR Art. 6(1)(e) and 9(2)(g), with DPA 2018 Schedule 1 paragraph 18."""
    CO_OPERATION = "co_operation"
    """Social Services and Well-being (Wales) Act 2014 s.162."""
    INFORMATION = "information"
    """Social Services and Well-being (Wales) Act 2014 s.164."""
    ENQUIRY = "enquiry"
    """Children Act 1989 s.47."""
    BOARD = "board"
    """Social Services and Well-being (Wales) Act 2014 s.137, for a Safeguarding Board."""


class RequestStatus(StrEnum):
    """Where a request to share stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REQUEST_TRANSITIONS: dict[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.ASKED: frozenset(
        {RequestStatus.GRANTED, RequestStatus.REFUSED, RequestStatus.WITHDRAWN}
    ),
    RequestStatus.GRANTED: frozenset(),
    RequestStatus.REFUSED: frozenset(),
    RequestStatus.WITHDRAWN: frozenset(),
}


class EmergencyReason(StrEnum):
    """Why a case was opened in an emergency (own list; the reason is written out as well)."""

    RISK_OF_HARM = "risk_of_harm"
    TREATMENT = "treatment"
    MISSING = "missing"
    POLICE_PROTECTION = "police_protection"
    OTHER = "other"


class EmergencyFinding(StrEnum):
    """What the review of an emergency access found (own list)."""

    JUSTIFIED = "justified"
    ANOTHER_WAY = "another_way"
    NOT_JUSTIFIED = "not_justified"


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
