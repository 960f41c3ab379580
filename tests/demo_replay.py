"""Does through the real services, at its own hour, what is told of made-up families.

What no service does is done here by hand and said so: a case is closed, and a loaded child has a
name, brothers and sisters, which no return gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from agencies.actors import Actor
from agencies.models import Agency, Membership, Team
from cases import grants
from cases.demo import drawing as at
from cases.demo import note_words as words
from cases.demo.people import SEED
from cases.demo.places import FORMAT
from cases.demo.rows import PLACE, PRESENT, TIME, reasons_of, recorder, said
from cases.demo.told import Episode, Family, Kid, Meeting, Office, Worker
from cases.domain.returned import (
    Place,
    ReturnedChild,
    ReturnedConference,
    ReturnedEnquiry,
    ReturnedEpisode,
    ReturnedPlan,
    ReturnedReview,
)
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    InvolvementRole,
    LegalBasis,
    Level,
    NoteAudience,
    NoteKind,
    Section47Outcome,
    Sex,
    StrategyOutcome,
)
from cases.models import Case, Child, ChildIdentifier, Conference, SiblingGroup
from cases.services import cases as work
from cases.services import (
    children,
    conferences,
    deadlines,
    enquiries,
    imported,
    notes,
    registrations,
    shares,
    sweeps,
    visits,
)
from cpr import clock

Act = Callable[[], object]


@dataclass
class Replay:
    """Families of one authority, done through the services in the order of their hours."""

    office: Office
    went_live_on: date
    today: date
    acts: list[tuple[datetime, int, Act]] = field(default_factory=list)
    children: dict[str, Child] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    meetings: dict[str, Conference] = field(default_factory=dict)

    def do(self, families: list[Family]) -> None:
        """This will do everything, with the check of each morning between."""
        for family in families:
            self._load(family)
            for episode in family.episodes:
                if not episode.is_loaded:
                    self._plan(family, episode)
        first = min(when for when, _, _ in self.acts).date()
        day = first + timedelta(days=1)
        while day < self.today:
            self._on(day, at.SWEPT, lambda on=day: sweeps.sweep_overdue(by=SEED, today=on))
            day += timedelta(days=1)
        for when, _, act in sorted(self.acts, key=lambda each: each[:2]):
            with clock.at(when):
                act()

    def _on(self, day: date, hour: object, act: Act) -> None:
        self.acts.append((at.moment(day, hour), len(self.acts), act))  # type: ignore[arg-type]

    def _actor(self, worker: Worker) -> Actor:
        rows = Membership.objects.select_related("user", "team__agency")
        return Actor.of(rows.get(pk=worker.id))

    def _load(self, family: Family) -> None:
        for kid in family.kids:
            told = [e for e in family.episodes if e.is_loaded and kid in e.kids]
            if told:
                with clock.at(at.moment(self.went_live_on, at.LOADED)):
                    self._load_kid(family, kid, told)

    def _load_kid(self, family: Family, kid: Kid, told: list[Episode]) -> None:
        authority = Agency.objects.get(pk=self.office.id)
        group = None
        if len(family.kids) > 1:
            group, _ = SiblingGroup.objects.get_or_create(pk=kid.group, name=kid.family)
        child = Child.objects.create(
            given_names=kid.given,
            family_name=kid.family,
            sex=kid.sex,
            born_on=kid.born_on,
            home_language=kid.language,
            address=kid.address,
            sibling_group=group,
        )
        ChildIdentifier.objects.create(
            child=child, scheme="local", value=kid.local, authority=authority
        )
        self.children[kid.id] = child
        loading = imported.begin_loading(
            by=SEED,
            authority=authority,
            format=FORMAT,
            file_name="",
            sha256="",
            today=self.went_live_on,
            known_on=None,
        )
        imported.load_child(by=SEED, loading=loading, returned=returned(kid, told))
        imported.settle(by=SEED, loading=loading)
        for episode in told:
            self.cases[episode.cases[kid.id]] = Case.objects.get(
                child=child, opened_on=episode.opened_on
            )

    def _plan(self, family: Family, episode: Episode) -> None:
        self._on(episode.opened_on, at.OPENED, lambda: self._open(family, episode))
        for kid in episode.kids:
            if kid.birth_told_on:
                self._on(kid.birth_told_on, at.BIRTH, lambda kid=kid: self._born(kid))
        self._on(episode.strategy_on, at.STRATEGY, lambda: self._strategy(episode))
        if episode.enquiry_ended_on:
            self._on(episode.enquiry_ended_on, at.CONCLUDED, lambda: self._conclude(episode))
        for meeting in episode.conferences:
            self._meet(episode, meeting)
        for worker, since in episode.co_ordinators:
            self._on(since, at.CO_ORDINATED, lambda w=worker: self._co_ordinate(episode, w))
        if episode.registered_on:
            self._on(episode.registered_on, at.SHARED, lambda: self._share(episode))
        self._plan_work(episode)
        if episode.closed_on:
            self._on(episode.closed_on, at.CLOSED, lambda: self._close(episode))

    def _plan_work(self, episode: Episode) -> None:
        for day in episode.core_groups:
            self._on(day, at.CORE_GROUP, lambda on=day: self._core_group(episode, on))
        for kid in episode.kids:
            for seen in episode.visits.get(kid.id, ()):
                self._on(seen.on, at.VISITED, lambda k=kid, s=seen: self._visit(episode, k, s))
            for note in episode.notes.get(kid.id, ()):
                self._on(note.on, at.NOTED, lambda k=kid, n=note: self._note(episode, k, n))

    def _meet(self, episode: Episode, meeting: Meeting) -> None:
        self._on(meeting.called_on, at.CALLED, lambda: self._call(episode, meeting))
        if meeting.is_held:
            self._on(meeting.on, at.HELD, lambda: self._hold(meeting))
            self._on(meeting.on, at.DECIDED, lambda: self._decide(episode, meeting))
        for day in sorted({d for d in (meeting.outline_on, meeting.record_on) if d}):
            self._on(day, at.PAPERS, lambda on=day: self._send(meeting, on))

    def _of(self, episode: Episode) -> list[Case]:
        return [self.cases[episode.cases[kid.id]] for kid in episode.kids]

    def _open(self, family: Family, episode: Episode) -> None:
        by = self._actor(episode.worker)
        for kid in episode.kids:
            known = self.children.get(kid.id)
            if known is not None:
                before = [e for e in family.episodes if kid in e.kids and e is not episode]
                last = [e for e in before if e.opened_on < episode.opened_on][-1]
                case = children.open_new_episode(
                    by=by, case=self.cases[last.cases[kid.id]], on=episode.opened_on
                )
            else:
                case = self._add(by, family, kid, episode.opened_on)
                self.children[kid.id] = case.child
            self.cases[episode.cases[kid.id]] = case

    def _add(self, by: Actor, family: Family, kid: Kid, on: date) -> Case:
        is_unborn = kid.birth_told_on is not None
        new = children.NewChild(
            family_name=kid.family,
            given_names="" if is_unborn else kid.given,
            sex=Sex.NOT_KNOWN if is_unborn else Sex(kid.sex),
            born_on=None if is_unborn else kid.born_on,
            expected_on=kid.expected_on,
            nhs_number="" if is_unborn else kid.nhs,
            upn=kid.upn,
            home_language=kid.language,
            address=kid.address,
        )
        known = [self.children[k.id] for k in family.kids if k.id in self.children]
        sibling = known[0] if known else None
        try:
            return children.add_child(by=by, child=new, today=on, sibling=sibling)
        except children.PossibleMatchesNotSeen as stopped:
            return children.add_child(
                by=by,
                child=new,
                today=on,
                sibling=sibling,
                matches_seen=[m.child_id for m in stopped.found.visible],
                hidden_matches_seen=stopped.found.hidden_count,
            )

    def _born(self, kid: Kid) -> None:
        case = next(c for c in self.cases.values() if c.child_id == self.children[kid.id].pk)
        episode_worker = self._lead(case)
        children.record_birth(
            by=episode_worker,
            case=case,
            born_on=kid.born_on or self.today,
            given_names=kid.given,
            sex=Sex(kid.sex),
            nhs_number=kid.nhs,
            today=clock.today(),
        )

    def _lead(self, case: Case) -> Actor:
        member = Membership.objects.filter(team=case.lead_team, role="social_worker").first()
        assert member is not None
        return Actor.of(member)

    def _strategy(self, episode: Episode) -> None:
        enquiries.record_strategy_discussion(
            by=self._actor(episode.worker),
            cases=self._of(episode),
            held_on=episode.strategy_on,
            decided_on=episode.decided_on,
            outcome=StrategyOutcome.SECTION_47_JOINT,
            agencies_present=PRESENT,
            reasons=said(episode.reasons, episode.kids[0]),
            today=episode.strategy_on,
        )

    def _conclude(self, episode: Episode) -> None:
        on = episode.enquiry_ended_on or self.today
        for case in self._of(episode):
            enquiries.conclude_section47(
                by=self._actor(episode.worker),
                enquiry=case.section47_enquiries.get(ended_on=None),
                ended_on=on,
                outcome=Section47Outcome.CONTINUING_RISK,
                reasons=said(episode.reasons, episode.kids[0]),
                today=on,
            )

    def _call(self, episode: Episode, meeting: Meeting) -> None:
        assert meeting.chair is not None
        self.meetings[meeting.id] = conferences.call_conference(
            by=self._actor(episode.worker),
            cases=self._of(episode),
            kind=ConferenceKind(meeting.kind),
            planned_on=meeting.on,
            planned_time=TIME,
            place=PLACE,
            chair=Membership.objects.get(pk=meeting.chair.id),
        )

    def _chair(self, meeting: Meeting) -> Actor:
        assert meeting.chair is not None
        return self._actor(meeting.chair)

    def _hold(self, meeting: Meeting) -> None:
        conferences.hold_conference(
            by=self._chair(meeting),
            conference=self.meetings[meeting.id],
            held_on=meeting.on,
            today=meeting.on,
        )

    def _decide(self, episode: Episode, meeting: Meeting) -> None:
        kid = episode.kids[0]
        decision = ConferenceDecision(meeting.decision)
        is_off = decision is ConferenceDecision.REMOVE
        of_case = {episode.cases[k.id]: k for k in episode.kids}
        of_case_pk = {self.cases[key].pk: k for key, k in of_case.items()}
        for place in self.meetings[meeting.id].children.all():
            registers = decision is ConferenceDecision.REGISTER
            registrations.record_decision(
                by=self._chair(meeting),
                at=place,
                decision=decision,
                categories=episode.categories[of_case_pk[place.case_id].id] if registers else (),
                reasons=said(reasons_of(episode, meeting), kid),
                today=meeting.on,
                removal_reason=DeregistrationReason.NO_CONTINUING_RISK if is_off else None,
                evidence=said(episode.evidence, kid) if is_off else "",
            )

    def _send(self, meeting: Meeting, on: date) -> None:
        conferences.record_papers_sent(
            by=self._chair(meeting),
            conference=self.meetings[meeting.id],
            outline_sent_on=_by(meeting.outline_on, on),
            record_sent_on=_by(meeting.record_on, on),
            today=on,
        )

    def _co_ordinate(self, episode: Episode, worker: Worker) -> None:
        for case in self._of(episode):
            work.assign_co_ordinator(
                by=self._actor(self.office.manager),
                case=case,
                membership=Membership.objects.get(pk=worker.id),
            )

    def _share(self, episode: Episode) -> None:
        for shared in episode.shares:
            for kid in episode.kids:
                if kid.id in shared.kids:
                    shares.share(
                        by=self._actor(episode.worker),
                        case=self.cases[episode.cases[kid.id]],
                        team=Team.objects.get(pk=shared.crew.id),
                        level=Level(shared.level),
                        purpose=said(shared.purpose, kid),
                        legal_basis=LegalBasis.SAFEGUARDING,
                    )

    def _core_group(self, episode: Episode, on: date) -> None:
        visits.record_core_group(
            by=self._actor(recorder(episode, on)),
            cases=self._of(episode),
            held_on=on,
            today=on,
            account=said(words.CORE_GROUP[0], episode.kids[0]),
        )

    def _visit(self, episode: Episode, kid: Kid, seen: object) -> None:
        visits.record_visit(
            by=self._actor(seen.by),
            case=self.cases[episode.cases[kid.id]],
            visited_on=seen.on,
            seen=visits.Seen(seen.seen, seen.alone, seen.at_home, seen.bedroom, seen.refused),
            account=said(seen.account, kid),
            today=seen.on,
        )

    def _note(self, episode: Episode, kid: Kid, note: object) -> None:
        notes.add_note(
            by=self._actor(note.by),
            case=self.cases[episode.cases[kid.id]],
            kind=NoteKind(note.kind),
            happened_on=note.on,
            text=said(note.text, kid),
            audience=NoteAudience.EVERYONE,
            today=note.on,
        )

    def _close(self, episode: Episode) -> None:
        """No service closes a case yet: it ends, and all parts in it but the lead team's."""
        for case in self._of(episode):
            Case.objects.filter(pk=case.pk).update(closed_on=episode.closed_on)
            case.involvements.exclude(role=InvolvementRole.LEAD_TEAM).filter(ends_at=None).update(
                ends_at=clock.now()
            )
            grants.sync([case.pk])
            deadlines.recompute([case.pk])


def _by(day: date | None, on: date) -> date | None:
    return day if day is not None and day <= on else None


def returned(kid: Kid, told: list[Episode]) -> ReturnedChild:
    """This will give what the return before the register told of a child."""
    place = Place()
    return ReturnedChild(
        source=place,
        local_id=kid.local,
        sex=Sex(kid.sex),
        born_on=kid.born_on,
        upn=kid.upn or None,
        nhs_number=kid.nhs or None,
        episodes=tuple(
            ReturnedEpisode(
                place=place,
                referred_on=e.opened_on,
                closed_on=e.closed_on,
                enquiries=(
                    ReturnedEnquiry(
                        place,
                        e.strategy_on,
                        conference_on=e.registered_on,
                        team=e.crew.name,
                        worker=e.worker.name,
                    ),
                ),
                conferences=(ReturnedConference(place, e.registered_on or e.opened_on),),
                plans=(
                    ReturnedPlan(
                        place=place,
                        started_on=e.registered_on or e.opened_on,
                        ended_on=e.ended_on,
                        initial_category=e.categories[kid.id][0],
                        reviews=tuple(ReturnedReview(place, m.on) for m in e.conferences),
                        team=e.crew.name,
                        worker=e.worker.name,
                    ),
                ),
            )
            for e in told
        ),
    )
