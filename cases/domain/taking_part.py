"""The closed vocabularies of taking part in a conference: invited, answered, there, of what view.

Keys only, as in ``statuses``.
"""

from __future__ import annotations

from enum import StrEnum


class ConferenceLanguage(StrEnum):
    """In which language a conference is held, or a family is written to; Welsh first in both."""

    ENGLISH = "english"
    WELSH = "welsh"
    BOTH = "both"


class Invitee(StrEnum):
    """As whom somebody is invited to a conference."""

    PRACTITIONER = "practitioner"
    PARENT = "parent"
    CHILD = "child"
    ADVOCATE = "advocate"
    SUPPORTER = "supporter"
    """A friend, relative or solicitor beside a parent or child, without an opinion of their own."""


class Reply(StrEnum):
    """What somebody who was invited answered."""

    COMING = "coming"
    APOLOGIES = "apologies"
    SOMEBODY_ELSE = "somebody_else"


class KeptOut(StrEnum):
    """Of how much of a conference its chair keeps somebody out (c3pt2-p8)."""

    WHOLE = "whole"
    PART = "part"


class Presence(StrEnum):
    """How somebody took part in a conference, or that they did not."""

    IN_PERSON = "in_person"
    BY_VIDEO = "by_video"
    BY_TELEPHONE = "by_telephone"
    ABSENT = "absent"


class Opinion(StrEnum):
    """An agency's view on one child: name on the register, or off it (c3pt2-p9)."""

    ON = "on"
    OFF = "off"
    NONE = "none"


class AdvocateAnswer(StrEnum):
    """What became of the active offer of an advocate (c4-p7)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    NOT_ANSWERED = "not_answered"


class Harm(StrEnum):
    """The first limb of the threshold: harm that was shown, or that is likely (c3pt2-p9)."""

    SUFFERED = "suffered"
    LIKELY = "likely"
    NEITHER = "neither"


class LetterState(StrEnum):
    """How far a letter to somebody of the family is."""

    ASKED = "asked"
    MADE = "made"
    FAILED = "failed"
