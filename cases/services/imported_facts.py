"""The facts of a case that a return gives: enquiries, initial conferences, visits.

Each has a natural key (its day within the case), so that loading it again finds it. A return
gives days, seldom decisions: what it does not state is recorded as not stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from agencies.actors import Actor
from cases.domain.returned import (
    Kind,
    ReturnedChild,
    ReturnedConference,
    ReturnedEnquiry,
    ReturnedEpisode,
    ReturnedPlan,
    ReturnedVisit,
)
from cases.domain.statuses import (
    REGISTERING_KINDS,
    ConferenceDecision,
    ConferenceKind,
    ConferenceStatus,
    Section47Outcome,
)
from cases.models import Case, Conference, ConferenceChild, Section47Enquiry, Visit
from cases.services import imported_registrations
from cases.services.imported_loading import Loading, Written
from cpr.clock import now

REVIEWS = (ConferenceKind.REVIEW,)


def write(
    by: Actor, loading: Loading, case: Case, episode: ReturnedEpisode, written: Written
) -> None:
    """This will write the facts of one referral to its case; the caller has gate, lock, audit."""
    starts = [plan.started_on for plan in episode.plans]
    for enquiry in episode.enquiries:
        _enquiry(by, loading, case, enquiry, written)
    held = Held(loading, case)
    for conference in episode.conferences:
        _initial_conference(held, conference, starts, written)
    held.keep()  # a plan that starts on the day of one of these rests on its decision
    for plan in sorted(episode.plans, key=lambda one: one.started_on):
        if not imported_registrations.write(by, loading, case, plan, written):
            continue
        for review in plan.reviews:
            found = held.on(REVIEWS, review.held_on)
            if found is None:
                held.add(ConferenceKind.REVIEW, review.held_on)
            _count(written, Kind.REVIEW, is_new=found is None)
        if plan.visit:
            _visit(by, loading, case, plan.visit, written)
    held.keep()


class Held:
    """The conferences held about one case, read once, and those of a return yet to be written."""

    def __init__(self, loading: Loading, case: Case) -> None:
        self.loading, self.case = loading, case
        self.new: list[ConferenceChild] = []
        self.known: dict[tuple[str, date | None], ConferenceChild] = {}
        if case.pk not in loading.opened_cases:
            rows = ConferenceChild.objects.filter(case=case, conference__held_on__isnull=False)
            for row in rows.select_related("conference").order_by("-pk"):
                self.known[row.conference.kind, row.conference.held_on] = row

    def on(self, kinds: Iterable[ConferenceKind], day: date) -> ConferenceChild | None:
        """This will give the conference of one of some kinds on a day; the first recorded."""
        found = [row for kind in kinds if (row := self.known.get((kind.value, day)))]
        return min(found, key=lambda row: row.pk, default=None)

    def add(
        self,
        kind: ConferenceKind,
        day: date,
        decision: ConferenceDecision = ConferenceDecision.NOT_STATED,
    ) -> None:
        """This will note a conference of this child alone: no return says who sat at one table."""
        conference = Conference(
            authority=self.loading.authority,
            kind=kind,
            status=ConferenceStatus.HELD,
            planned_on=day,
            held_on=day,
            import_batch=self.loading.batch,
        )
        row = ConferenceChild(
            conference=conference, case=self.case, decision=decision, decided_at=now()
        )
        self.known[kind.value, day] = row
        self.new.append(row)

    def keep(self) -> None:
        """This will write the conferences that are new."""
        Conference.objects.bulk_create([row.conference for row in self.new])
        ConferenceChild.objects.bulk_create(self.new)
        self.new = []


def _count(written: Written, kind: Kind, *, is_new: bool) -> None:
    (written.created if is_new else written.unchanged)[kind] += 1


def _enquiry(
    by: Actor, loading: Loading, case: Case, enquiry: ReturnedEnquiry, written: Written
) -> None:
    """A return says that an enquiry is over by its conference or by "not required", not how."""
    is_over = bool(enquiry.conference_on or enquiry.conference_not_required)
    not_required = bool(enquiry.conference_not_required)
    known = Section47Enquiry.objects.filter(case=case, started_on=enquiry.started_on)
    row = None if case.pk in loading.opened_cases else known.first()
    if row is None:
        Section47Enquiry.objects.create(
            case=case,
            started_on=enquiry.started_on,
            outcome=Section47Outcome.NOT_STATED if is_over else None,
            conference_not_required=not_required,
            stated_target_on=enquiry.conference_target_on,
            import_batch=loading.batch,
            recorded_by_id=by.membership_id,
        )
        written.created[Kind.SECTION_47] += 1
    elif is_over and row.outcome is None and row.import_batch_id is not None:
        row.outcome = Section47Outcome.NOT_STATED
        row.conference_not_required = not_required
        row.save(update_fields=["outcome", "conference_not_required"])
        written.changed[Kind.SECTION_47] += 1
    else:
        written.unchanged[Kind.SECTION_47] += 1


def _initial_conference(
    held: Held, conference: ReturnedConference, starts: Sequence[date], written: Written
) -> None:
    """A plan that starts on the day of the conference is the decision of that conference."""
    decision = ConferenceDecision.NOT_STATED
    if conference.held_on in starts:
        decision = ConferenceDecision.REGISTER
    elif conference.resulted_in_plan is False:
        decision = ConferenceDecision.DO_NOT_REGISTER
    found = held.on(REGISTERING_KINDS, conference.held_on)
    if found is None:
        held.add(_kind(held.case, conference.held_on), conference.held_on, decision)
        written.created[Kind.CONFERENCE] += 1
    elif (
        found.decision == ConferenceDecision.NOT_STATED
        and decision is not ConferenceDecision.NOT_STATED
    ):
        held.keep()
        found.decision = decision
        found.save(update_fields=["decision"])
        written.changed[Kind.CONFERENCE] += 1
    else:
        written.unchanged[Kind.CONFERENCE] += 1


def _kind(case: Case, held_on: date) -> ConferenceKind:
    born_on = case.child.born_on
    if born_on is None or held_on < born_on:
        return ConferenceKind.PRE_BIRTH
    return ConferenceKind.INITIAL


def _visit(by: Actor, loading: Loading, case: Case, visit: ReturnedVisit, written: Written) -> None:
    """A statutory visit is one at which the child was seen; whether at home is not said."""
    is_new = not Visit.objects.filter(case=case, visited_on=visit.made_on).exists()
    if is_new:
        Visit.objects.create(
            case=case,
            visited_on=visit.made_on,
            was_seen=True,
            was_seen_alone=bool(visit.is_seen_alone),
            import_batch=loading.batch,
            recorded_by_id=by.membership_id,
        )
    _count(written, Kind.VISIT, is_new=is_new)


def refuse_parts(plan: ReturnedPlan, written: Written) -> None:
    """This will count as refused what hung on a plan that was refused."""
    written.refused[Kind.REVIEW] += len(plan.reviews)
    written.refused[Kind.VISIT] += 1 if plan.visit else 0


def refuse_all(returned: ReturnedChild, written: Written) -> None:
    """This will count every fact of a refused child as refused with it."""
    for episode in returned.episodes:
        written.refused[Kind.SECTION_47] += len(episode.enquiries)
        written.refused[Kind.CONFERENCE] += len(episode.conferences)
        written.refused[Kind.PLAN] += len(episode.plans)
        for plan in episode.plans:
            refuse_parts(plan, written)
