"""The threshold of registration, limb by limb, and how a decision stands to it and to the views.

Chapter c3pt2-p9: harm was suffered or is likely, and the risk of significant harm continues.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cases.domain.errors import Problem
from cases.domain.rules.dates import check_text
from cases.domain.statuses import REGISTERING_KINDS, ConferenceDecision, ConferenceKind
from cases.domain.taking_part import Harm, Opinion

SHOWN = frozenset({Harm.SUFFERED, Harm.LIKELY})

OFF = frozenset({ConferenceDecision.DO_NOT_REGISTER, ConferenceDecision.REMOVE})
"""The decisions after which the name is not on the register."""


@dataclass(frozen=True)
class Threshold:
    """How a conference answered the two limbs for one child, each with what it rests on."""

    harm: Harm | None = None
    harm_evidence: str = ""
    is_risk_continuing: bool | None = None
    risk_evidence: str = ""

    @property
    def is_met(self) -> bool:
        """Whether both limbs were answered so that the name is to be placed."""
        return self.harm in SHOWN and self.is_risk_continuing is True


NOT_ASKED = Threshold()


def threshold_problems(
    *, kind: ConferenceKind, decision: ConferenceDecision | None, threshold: Threshold, support: str
) -> Iterator[Problem]:
    """Yield what is wrong with the test of a conference that can place a name (c3pt2-p9).

    Both limbs are answered with what they rest on, and the decision follows from them. Where the
    name is not placed, care and support is offered. A review asks for neither.
    """
    if kind not in REGISTERING_KINDS:
        return
    if threshold.harm is None:
        yield Problem("harm_not_answered", "harm")
    yield from check_text("harm_evidence", threshold.harm_evidence, code="harm_evidence_missing")
    if threshold.is_risk_continuing is None:
        yield Problem("risk_not_answered", "is_risk_continuing")
    yield from check_text("risk_evidence", threshold.risk_evidence, code="risk_evidence_missing")
    if threshold.harm is not None and threshold.is_risk_continuing is not None:
        if decision is ConferenceDecision.REGISTER and not threshold.is_met:
            yield Problem("threshold_not_met", "decision")
        if decision is ConferenceDecision.DO_NOT_REGISTER and threshold.is_met:
            yield Problem("threshold_is_met", "decision")
    if decision is ConferenceDecision.DO_NOT_REGISTER:
        yield from check_text("support", support, code="support_missing")


def view_wanted(decision: ConferenceDecision) -> Opinion:
    """Say which view a decision agrees with."""
    return Opinion.OFF if decision in OFF else Opinion.ON


def agreement_problems(
    *,
    decision: ConferenceDecision | None,
    opinions: Collection[Opinion],
    silent: Collection[str],
    chairs_reason: str,
) -> Iterator[Problem]:
    """Yield what is wrong with a decision beside the views of the agencies that were there.

    Each is asked for a view on each child (c3pt2-p9): ``silent`` names those with none recorded.
    Where they do not agree, or all are against it, the chair decides and says why (c4-p9).
    """
    for agency in sorted(silent):
        yield Problem("agency_view_missing", None, {"agency": agency})
    if decision is None:
        return
    against = view_wanted(decision)
    differs = any(each is not Opinion.NONE and each is not against for each in opinions)
    if differs and not chairs_reason.strip():
        yield Problem("chairs_reason_missing", "chairs_reason")
