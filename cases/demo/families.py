"""The daily work with the made-up families: visits, core groups, notes, sharing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.demo.meetings import CALENDAR, LONDON, Meetings
from cases.domain.statuses import LegalBasis, Level, NoteAudience, NoteKind
from cases.models import Case
from cases.services import notes, share_requests, shares, visits
from cases.services.visits import Seen

ALONE_AT_HOME = Seen(was_seen=True, was_seen_alone=True, was_at_home=True)
BEDROOM = Seen(was_seen=True, was_seen_alone=True, was_at_home=True, was_bedroom_seen=True)
NOT_ALONE = Seen(was_seen=True, was_at_home=True, was_bedroom_seen=True)


@dataclass(frozen=True)
class Storyteller(Meetings):
    """Does everything else on days before ``today``, in the name of the cast."""

    def visit(
        self, by: str, case: Case, on: date, seen: Seen, account: str, words: str = ""
    ) -> None:
        """This will record a visit."""
        with self.at(on):
            visits.record_visit(
                by=self.cast.actor(by),
                case=case,
                visited_on=on,
                seen=seen,
                account=account,
                childs_words=words,
                today=on,
            )

    def visited(self, by: str, cases: list[Case], since: date, until: date, every: int = 9) -> None:
        """This will record a rhythm of visits, each child seen alone at home."""
        day = CALENDAR.add_working_days(since, every)
        while day <= until:
            for case in cases:
                self.visit(by, case, day, BEDROOM, "Seen alone at home, settled. Bedroom tidy.")
            day = CALENDAR.add_working_days(day, every)

    def core_groups(
        self, by: str, cases: list[Case], since: date, until: date, days: int = 35
    ) -> None:
        """This will record the first core group after nine working days, then more."""
        day = CALENDAR.add_working_days(since, 9)
        while day <= until:
            with self.at(day):
                visits.record_core_group(
                    by=self.cast.actor(by),
                    cases=cases,
                    held_on=day,
                    today=day,
                    account="Each action gone through; next steps agreed with the family.",
                )
            day += timedelta(days=days)

    def note(
        self,
        by: str,
        case: Case,
        on: date,
        kind: NoteKind,
        text: str,
        *,
        significant: bool = False,
        audience: NoteAudience = NoteAudience.EVERYONE,
    ) -> None:
        """This will add a note."""
        with self.at(on):
            notes.add_note(
                by=self.cast.actor(by),
                case=case,
                kind=kind,
                happened_on=on,
                text=text,
                audience=audience,
                today=on,
                is_significant=significant,
            )

    def share(
        self,
        case: Case,
        team: str,
        level: Level,
        purpose: str,
        on: date,
        ends_in: int | None = None,
        legal_basis: LegalBasis = LegalBasis.SAFEGUARDING,
    ) -> None:
        """This will share a case with a team from a day."""
        with self.at(on):
            shares.share(
                by=self.cast.actor("aisha"),
                case=case,
                team=self.cast.teams[team],
                level=level,
                purpose=purpose,
                legal_basis=legal_basis,
                ends_at=datetime.combine(self.today + timedelta(days=ends_in), time(0), LONDON)
                if ends_in
                else None,
            )

    def ask(self, by: str, case: Case, level: Level, purpose: str, on: date) -> None:
        """This will ask for a case that somebody found by a search and may not see."""
        with self.at(on):
            share_requests.ask(
                by=self.cast.actor(by),
                case=case,
                level=level,
                purpose=purpose,
                legal_basis=LegalBasis.SAFEGUARDING,
                is_sought=True,
            )
