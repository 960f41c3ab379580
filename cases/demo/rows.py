"""Makes the rows of a told family: what the services would have written, all at once.

A test replays a sample through the services and compares. Deadlines, flags and grants follow in
``rows_that_follow``.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, time

from cases.demo import drawing as at
from cases.demo import note_words as words
from cases.demo import rows_of_returns
from cases.demo.copying import line
from cases.demo.drawing import Chance, written_moment
from cases.demo.rows_that_follow import Granted, follow
from cases.demo.told import Episode, Family, Kid, Meeting, Office, Worker
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceStatus,
    DeregistrationReason,
    IdentifierScheme,
    InvolvementRole,
    LegalBasis,
    Level,
    NoteAudience,
    Section47Outcome,
    StrategyOutcome,
)

TIME = time(10)
PLACE = "County Hall and by video"
PRESENT = "Children’s services, police, health board"
Tables = dict[str, list[str]]


class Rows:
    """The rows of one authority's families."""

    def __init__(
        self,
        office: Office,
        chance: Chance,
        went_live_on: date,
        today: date,
        levels: dict[str, int],
    ) -> None:
        self.office = office
        self.chance = chance
        self.loaded_at = written_moment(went_live_on, at.LOADED)
        self.went_live_on = went_live_on
        self.today = today
        self.granted = Granted(levels)
        self.tables: Tables = defaultdict(list)
        self.together_since = went_live_on

    def add(self, family: Family) -> None:
        """This will make the rows of one family."""
        if len(family.kids) > 1:
            self.tables["SiblingGroup"].append(line(family.kids[0].group, family.kids[0].family))
        first = {kid.id: e for e in reversed(family.episodes) for kid in e.kids}
        since = sorted(self.went_live_on if e.is_loaded else e.opened_on for e in first.values())
        self.together_since = since[min(1, len(since) - 1)]
        for kid in family.kids:
            self._child(kid, first[kid.id])
        for episode in family.episodes:
            for kid in episode.kids:
                self._case(episode, kid)
            if episode.is_loaded:
                for kid in episode.kids:
                    rows_of_returns.add(self, episode, kid)
            else:
                self._full(episode)

    def _child(self, kid: Kid, first: Episode) -> None:
        created_at = (
            self.loaded_at if first.is_loaded else written_moment(first.opened_on, at.OPENED)
        )
        self.tables["Child"].append(
            line(
                *(kid.id, kid.given, kid.family, kid.sex, kid.born_on, kid.expected_on),
                *(kid.language, kid.address, kid.group, 2 if kid.birth_told_on else 1, created_at),
            )
        )
        for scheme, value, authority in (
            (IdentifierScheme.NHS, kid.nhs, None),
            (IdentifierScheme.UPN, kid.upn, None),
            (IdentifierScheme.LOCAL, kid.local, self.office.id),
        ):
            if value:
                key = self.chance.key(first.opened_on)
                self.tables["ChildIdentifier"].append(line(key, kid.id, scheme, value, authority))

    def _case(self, episode: Episode, kid: Kid) -> None:
        case = episode.cases[kid.id]
        self.tables["Case"].append(
            line(
                *(case, kid.id, self.office.id, episode.crew.id, episode.opened_on),
                *(episode.closed_on, episode.worker.name if episode.is_loaded else ""),
            )
        )
        starts_at = (
            self.loaded_at if episode.is_loaded else written_moment(episode.opened_on, at.OPENED)
        )
        self._involve(
            *(case, episode.crew.id, episode.crew.group, None, InvolvementRole.LEAD_TEAM),
            *(Level.LEAD, "lead team", starts_at, None, episode.opened_on),
        )

    def _involve(
        self,
        case: str,
        team: str,
        group: int,
        membership: str | None,
        role: InvolvementRole,
        level: Level,
        purpose: str,
        starts_at: str,
        ends_at: str | None,
        on: date,
    ) -> None:
        key = self.chance.key(on)
        self.tables["Involvement"].append(
            line(
                *(key, case, team, membership, role, level, purpose, starts_at, ends_at, starts_at),
                LegalBasis.SAFEGUARDING if role is InvolvementRole.PARTNER else None,
            )
        )
        grant = self.granted.line(group, level, case, key, starts_at, ends_at)
        self.tables["CaseGrant"].append(grant)

    def categories(self, episode: Episode, kid: Kid, registration: str, on: date) -> None:
        for category in episode.categories[kid.id]:
            key = self.chance.key(on)
            self.tables["RegistrationCategory"].append(
                line(key, registration, category, on, episode.ended_on)
            )

    def _full(self, episode: Episode) -> None:
        for meeting in episode.conferences:
            self._conference(meeting)
        for kid in episode.kids:
            ids = self._enquiry(episode, kid)
            held = [(m.id, self._at_conference(episode, kid, m, ids)) for m in episode.conferences]
            self._people(episode, kid)
            self._work(episode, kid)
            follow(self, episode, kid, held, ids)

    def _conference(self, meeting: Meeting) -> None:
        status = ConferenceStatus.HELD if meeting.is_held else ConferenceStatus.CALLED
        sent = {day for day in (meeting.outline_on, meeting.record_on) if day}
        chair = meeting.chair.id if meeting.chair else None
        self.tables["Conference"].append(
            line(
                *(meeting.id, self.office.id, meeting.kind, status, meeting.on, TIME, PLACE),
                *(meeting.on if meeting.is_held else None, chair, meeting.outline_on),
                *(meeting.record_on, None, 1 + meeting.is_held + len(sent)),
                written_moment(meeting.called_on, at.CALLED),
            )
        )

    def _enquiry(self, episode: Episode, kid: Kid) -> dict[str, str]:
        case, by, day = episode.cases[kid.id], episode.worker.id, episode.strategy_on
        ids = {name: self.chance.key(day) for name in ("strategy", "enquiry", "registration")}
        why, when = said(episode.reasons, kid), written_moment(day, at.STRATEGY)
        self.tables["StrategyDiscussion"].append(
            line(
                *(ids["strategy"], case, episode.decided_on, day, PRESENT),
                *(StrategyOutcome.SECTION_47_JOINT, why, by, when),
            )
        )
        ended_on = episode.enquiry_ended_on
        outcome = Section47Outcome.CONTINUING_RISK if ended_on else None
        self.tables["Section47Enquiry"].append(
            line(
                *(ids["enquiry"], case, ids["strategy"], day, ended_on, outcome),
                *(why if ended_on else "", None, by, when),
            )
        )
        return ids

    def _at_conference(
        self, episode: Episode, kid: Kid, meeting: Meeting, ids: dict[str, str]
    ) -> str:
        place, case = self.chance.key(meeting.called_on), episode.cases[kid.id]
        reasons, decided_at, by = "", None, None
        if meeting.decision and meeting.chair:
            reasons = said(reasons_of(episode, meeting), kid)
            decided_at, by = written_moment(meeting.on, at.DECIDED), meeting.chair.id
        self.tables["ConferenceChild"].append(
            line(place, meeting.id, case, meeting.decision, reasons, decided_at, by)
        )
        if meeting.decision == ConferenceDecision.REGISTER:
            version = 2 if episode.ended_on else 1
            self.tables["Registration"].append(
                line(
                    *(ids["registration"], kid.id, case, place, None, meeting.on),
                    *(episode.ended_on, reasons, version),
                )
            )
            self.categories(episode, kid, ids["registration"], meeting.on)
        elif meeting.decision == ConferenceDecision.REMOVE and meeting.chair:
            self.tables["DeregistrationDecision"].append(
                line(
                    *(self.chance.key(meeting.on), ids["registration"], place, None),
                    *(DeregistrationReason.NO_CONTINUING_RISK, said(episode.evidence, kid)),
                    *(episode.ended_on, decided_at, meeting.chair.name),
                )
            )
        return place

    def _people(self, episode: Episode, kid: Kid) -> None:
        case, closed = episode.cases[kid.id], episode.closed_on
        ends_at = written_moment(closed, at.CLOSED) if closed else None
        if episode.conferences and episode.conferences[0].chair:
            chair, called = episode.conferences[0].chair, episode.conferences[0].called_on
            self._involve(
                *(case, chair.team, chair.group, chair.id, InvolvementRole.CHAIR, Level.FULL),
                *("chair of the conference", written_moment(called, at.CALLED), ends_at, called),
            )
        turns = episode.co_ordinators
        for number, (worker, since) in enumerate(turns):
            following = turns[number + 1][1] if number + 1 < len(turns) else None
            until = written_moment(following, at.CO_ORDINATED) if following else ends_at
            self._involve(
                *(case, worker.team, worker.group, worker.id, InvolvementRole.CO_ORDINATOR),
                *(Level.LEAD, "plan co-ordinator", written_moment(since, at.CO_ORDINATED)),
                until,
                since,
            )
        for shared in episode.shares:
            if kid.id in shared.kids and episode.registered_on:
                on = episode.registered_on
                self._involve(
                    *(case, shared.crew.id, shared.crew.group, None, InvolvementRole.PARTNER),
                    *(Level(shared.level), said(shared.purpose, kid)),
                    written_moment(on, at.SHARED),
                    ends_at,
                    on,
                )

    def _work(self, episode: Episode, kid: Kid) -> None:
        case = episode.cases[kid.id]
        for seen in episode.visits.get(kid.id, ()):
            self.tables["Visit"].append(
                line(
                    *(self.chance.key(seen.on), case, seen.on, seen.seen, seen.alone),
                    *(seen.at_home, seen.bedroom, seen.refused, said(seen.account, kid)),
                    *(seen.by.id, written_moment(seen.on, at.VISITED)),
                )
            )
        for day in episode.core_groups:
            account = said(words.CORE_GROUP[0], episode.kids[0])
            self.tables["CoreGroupMeeting"].append(
                line(
                    *(self.chance.key(day), case, day, account, recorder(episode, day).id),
                    written_moment(day, at.CORE_GROUP),
                )
            )
        for note in episode.notes.get(kid.id, ()):
            self.tables["Note"].append(
                line(
                    *(note.id, case, note.by.id, note.by.team, note.kind, NoteAudience.EVERYONE),
                    *(note.on, said(note.text, kid), written_moment(note.on, at.NOTED)),
                )
            )


def said(pair: words.Pair, kid: Kid) -> str:
    """This will give the words in the language of the child's home."""
    return pair[1] if kid.is_welsh else pair[0]


def recorder(episode: Episode, on: date) -> Worker:
    """This will give who records the work of a day: the co-ordinator, or who began."""
    named = [worker for worker, since in episode.co_ordinators if since < on]
    return named[-1] if named else episode.worker


def reasons_of(episode: Episode, meeting: Meeting) -> words.Pair:
    """This will give the reasons of a conference's decision."""
    if meeting.decision == ConferenceDecision.REGISTER:
        return episode.reasons
    if meeting.decision == ConferenceDecision.REMOVE:
        return episode.reasons_off
    return words.GOES_ON[meeting.on.day % len(words.GOES_ON)]
