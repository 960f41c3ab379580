"""What a conference weighed before it decided for one child, beside the decision itself."""

from __future__ import annotations

from dataclasses import dataclass

from cases.domain.errors import Conflict, Problem
from cases.domain.rules import threshold as rules
from cases.domain.rules.threshold import NOT_ASKED, Threshold
from cases.domain.statuses import ConferenceDecision, ConferenceKind
from cases.models import ConferenceChild
from cases.queries import agency_views, attendance


@dataclass(frozen=True)
class Weighed:
    """The threshold limb by limb, what support is offered, why the chair decided so, words heard.

    ``version`` is of the child's row that the writer saw; None where no page was open.
    """

    threshold: Threshold = NOT_ASKED
    support: str = ""
    chairs_reason: str = ""
    parents_views: str = ""
    version: int | None = None


UNWEIGHED = Weighed()
"""What a review may have: nothing but its decision and the reasons."""


def require_words_unchanged(at: ConferenceChild, childs_views: str, weighed: Weighed) -> None:
    """This will do nothing unless the words heard were recorded by somebody else meanwhile.

    Raises: Conflict.
    """
    typed = (childs_views, weighed.parents_views)
    if weighed.version in (None, at.version) or typed == (at.childs_views, at.parents_views):
        return
    raise Conflict(Problem("changed_meanwhile"))


def weighing_problems(
    at: ConferenceChild, decision: ConferenceDecision, weighed: Weighed
) -> list[Problem]:
    """This will gather what stands against a decision in its threshold and in the views heard."""
    asked = {g.id: g for g in attendance.everybody(at.conference) if g.is_asked}
    heard = {v.invitation_id: v for v in agency_views.everybodys([at.pk])}
    return [
        *rules.threshold_problems(
            kind=ConferenceKind(at.conference.kind),
            decision=decision,
            threshold=weighed.threshold,
            support=weighed.support,
        ),
        *rules.agreement_problems(
            decision=decision,
            opinions=[view.opinion for key, view in heard.items() if key in asked],
            silent=[guest.who for key, guest in asked.items() if key not in heard],
            chairs_reason=weighed.chairs_reason,
        ),
    ]


def put(at: ConferenceChild, childs_views: str, weighed: Weighed) -> None:
    """This will put on the row what was weighed; words heard stay where no page showed them."""
    is_seen = weighed.version is not None
    at.childs_views = childs_views if is_seen else childs_views or at.childs_views
    at.parents_views = (
        weighed.parents_views if is_seen else weighed.parents_views or at.parents_views
    )
    at.harm, at.harm_evidence = weighed.threshold.harm, weighed.threshold.harm_evidence
    at.is_risk_continuing = weighed.threshold.is_risk_continuing
    at.risk_evidence = weighed.threshold.risk_evidence
    at.support, at.chairs_reason = weighed.support, weighed.chairs_reason
    at.version += 1


def told(at: ConferenceChild) -> dict[str, object]:
    """This will give what the audit keeps of it: only what was answered."""
    facts: dict[str, object] = {
        "harm": str(at.harm or ""),
        "harm_evidence": at.harm_evidence,
        "is_risk_continuing": at.is_risk_continuing,
        "risk_evidence": at.risk_evidence,
        "support": at.support,
        "chairs_reason": at.chairs_reason,
        "parents_views": at.parents_views,
        "childs_views": at.childs_views,
    }
    return {name: value for name, value in facts.items() if value not in ("", None)}
