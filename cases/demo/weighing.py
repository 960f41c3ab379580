"""How the made-up conferences came to their decisions: the threshold, and who was there."""

from __future__ import annotations

from cases.demo.note_words import Pair
from cases.demo.told import Meeting
from cases.domain.rules.threshold import Threshold
from cases.domain.statuses import ConferenceDecision
from cases.domain.taking_part import Harm
from cases.services.decisions import Weighed

QUORUM_REASON = "Who came is in the written minutes; this register did not hold it then."

GOES_ON: Pair = (
    "What was done so far has not changed it, and the parents see it otherwise.",
    "Nid yw’r hyn a wnaed hyd yma wedi’i newid, ac mae’r rhieni’n gweld pethau’n wahanol.",
)


def met(why: str, goes_on: str = GOES_ON[0]) -> Weighed:
    """This will answer both limbs so that a name is placed."""
    return Weighed(Threshold(Harm.SUFFERED, why, is_risk_continuing=True, risk_evidence=goes_on))


def not_met(why: str, ends: str, support: str) -> Weighed:
    """This will answer them so that it is not, and say what is offered."""
    ended = Threshold(Harm.SUFFERED, why, is_risk_continuing=False, risk_evidence=ends)
    return Weighed(ended, support=support)


def cells(meeting: Meeting, reasons: str, goes_on: str) -> tuple[object, ...]:
    """This will give the limbs of the threshold as a row has them, and its version."""
    if meeting.decision != ConferenceDecision.REGISTER:
        return None, "", None, "", 2 if meeting.decision else 1
    found = met(reasons, goes_on).threshold
    return found.harm, found.harm_evidence, True, found.risk_evidence, 2
