"""What was said of a child at a conference: each agency's view, the child's and parents' words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.actors import Actor
from cases.domain import procedures
from cases.domain.errors import Conflict, NotFound, Problem, RuleBroken
from cases.domain.permissions import P
from cases.domain.rules import attendance as rules
from cases.domain.statuses import ConferenceStatus, Nation
from cases.domain.taking_part import Opinion
from cases.models import AgencyView, Case, ConferenceChild, Invitation
from cases.queries import attendance
from cases.services.act import act
from cases.services.cases import lock
from cpr.audit import writer as audit
from cpr.clock import now


@dataclass(frozen=True)
class Said:
    """What an agency says of one child's name."""

    opinion: Opinion | None
    reasons: str = ""
    categories: Sequence[str] = ()
    is_dissent: bool = False

    def as_stored(self, row: AgencyView) -> bool:
        """This will say whether a row holds the same already."""
        return (row.opinion, row.reasons, sorted(row.categories), row.is_dissent) == (
            self.opinion,
            self.reasons,
            sorted(self.categories),
            self.is_dissent,
        )


@act
def record_view(
    *, by: Actor, at: ConferenceChild, invitation: Invitation, said: Said, version: int, today: date
) -> AgencyView:
    """This will record an agency's view on one child; ``version`` 0 where the writer saw none.

    Raises: NotFound, NotAllowed; RuleBroken with every reason; Conflict where somebody recorded
    another meanwhile.
    """
    case, locked = _locked(by, at)
    if invitation.conference_id != locked.conference_id:
        raise NotFound(Problem("not_found"))
    row = AgencyView.objects.select_for_update(no_key=True).filter(at=at, invitation=invitation)
    stored = row.first()
    if stored is not None and said.as_stored(stored):
        return stored
    if (stored.version if stored else 0) != version:
        raise Conflict(Problem("changed_meanwhile"))
    RuleBroken.raise_if(_view_problems(locked, case, invitation, said, stored, today))
    view = stored or AgencyView(case=case, at=locked, invitation=invitation, version=0)
    before = view.opinion if stored else ""
    view.opinion, view.reasons = str(said.opinion), said.reasons
    view.categories, view.is_dissent = list(said.categories), said.is_dissent
    view.recorded_at, view.recorded_by_id = now(), by.membership_id  # type: ignore[assignment]
    view.version += 1
    view.save()
    audit.record(
        by=by,
        action="conference.view_recorded",
        subject=locked,
        case_id=case.pk,
        child_id=case.child_id,
        child=case.child.full_name,
        agency=str(invitation.team or invitation.name),
        before=before,
        opinion=view.opinion,
        reasons=view.reasons,
        categories=view.categories,
        is_dissent=view.is_dissent,
    )
    return view


@act
def record_words(
    *,
    by: Actor,
    at: ConferenceChild,
    childs_views: str,
    parents_views: str,
    version: int,
    today: date,
) -> ConferenceChild:
    """This will record what the child and the parents said, in their own words.

    Raises: NotFound, NotAllowed; RuleBroken; Conflict where somebody recorded others meanwhile.
    """
    case, locked = _locked(by, at)
    before = (locked.childs_views, locked.parents_views)
    if before == (childs_views, parents_views):
        return locked
    if locked.version != version:
        raise Conflict(Problem("changed_meanwhile"))
    RuleBroken.raise_if(_live_problems(locked, today))
    locked.childs_views, locked.parents_views = childs_views, parents_views
    locked.version += 1
    locked.save(update_fields=["childs_views", "parents_views", "version"])
    audit.record(
        by=by,
        action="conference.words_recorded",
        subject=locked,
        case_id=case.pk,
        child_id=case.child_id,
        child=case.child.full_name,
        childs_views=childs_views,
        parents_views=parents_views,
        before=list(before),
    )
    return locked


def _locked(by: Actor, at: ConferenceChild) -> tuple[Case, ConferenceChild]:
    case = lock(by, P.RECORD_CONFERENCE, Case(pk=at.case_id))
    locked = (
        ConferenceChild.objects.select_for_update(of=("self",), no_key=True)
        .select_related("conference__chair", "conference__authority")
        .get(pk=at.pk)
    )
    return case, locked


def _live_problems(at: ConferenceChild, today: date) -> list[Problem]:
    conference = at.conference
    status = ConferenceStatus(conference.status)
    found = rules.live_problems(status=status, planned_on=conference.planned_on, today=today)
    return list(found)


def _view_problems(
    at: ConferenceChild,
    case: Case,
    invitation: Invitation,
    said: Said,
    stored: AgencyView | None,
    today: date,
) -> list[Problem]:
    listed = attendance.everybody(at.conference)
    on = at.conference.held_on or at.conference.planned_on
    stood = stored is not None and at.decision is not None
    return [
        *_live_problems(at, today),
        *rules.view_problems(
            opinion=said.opinion,
            reasons=said.reasons,
            categories=said.categories,
            allowed=[c.key for c in procedures.categories(Nation(case.authority.nation), on)],
            is_present=any(g.id == invitation.pk and g.is_asked for g in listed),
            decided_with=Opinion(stored.opinion) if stored and stood else None,
        ),
    ]
