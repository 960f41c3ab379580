"""Restricting and excluding in the state machine of ``test_agreement``, beside the plain model."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from cases import grants
from cases.domain.errors import Conflict, DomainError, RuleBroken
from cases.domain.permissions import P
from cases.models import Case, Exclusion, Involvement
from cases.services import exclusions, restrictions
from tests.integration import gate_model
from tests.integration.gate_model import HOLDS, KnownCase, Part, Person, may

EVERYBODY = (
    "aisha", "ben", "chloe", "dev", "efua", "farid", "gwen", "huw", "iris", "jan", "nia", "ola",
)  # fmt: skip
person = st.sampled_from(EVERYBODY)
pick = st.integers(0, 1000)
mostly = st.sampled_from([True, True, True, False])


class Restricting(RuleBasedStateMachine):
    """What the model says of restrictions, exclusions and another lead team."""

    now: Any
    w: Any
    cases: list[tuple[Case, KnownCase]]
    people: dict[str, Person]
    actors: dict[str, Any]
    case: Any
    able: Any
    refusal: Any
    done: Any

    def __init__(self) -> None:
        super().__init__()
        self.barred: list[tuple[Exclusion, KnownCase, str]] = []

    @precondition(lambda self: self.cases)
    @rule(by=person, names=st.sets(person, max_size=3), number=pick, is_able=mostly)
    def restrict(self, by: str, names: set[str], number: int, is_able: bool) -> None:
        case, known = self.case(number)
        if is_able:
            by = self.able(by, P.RESTRICT, known)
            names = names | self.needed(case, known) | {"aisha", "iris"}
        expected = self.refusal(by, P.RESTRICT, known)
        if expected is None and known.is_restricted:
            expected = Conflict
        expected = expected or self.lacking(names, case, known)
        row = self.done(
            expected,
            lambda: restrictions.restrict(
                by=self.actors[by],
                case=case,
                named=[self.w.members[name] for name in sorted(names)],
                reason="A worker's own family",
                hides_name=True,
            ),
        )
        if row is not None:
            self.name(names, known)
            known.is_restricted = True

    @precondition(lambda self: any(known.is_restricted for _, known in self.cases))
    @rule(by=person, names=st.sets(person, max_size=4), number=pick, is_able=mostly)
    def change_named(self, by: str, names: set[str], number: int, is_able: bool) -> None:
        case, known = self.case(number)
        if is_able:
            by = self.able(by, P.RESTRICT, known)
            names = names | self.needed(case, known) | {"aisha", "iris"}
        before = self.named(known)
        expected = self.refusal(by, P.RESTRICT, known)
        if expected is None and not known.is_restricted:
            expected = Conflict
        expected = expected or self.lacking(names, case, known)
        row = self.done(
            expected,
            lambda: restrictions.change_named(
                by=self.actors[by],
                case=case,
                named=[self.w.members[name] for name in sorted(names)],
                seen={self.w.members[name].pk for name in before},
            ),
        )
        if row is not None:
            self.name(names - before, known)
            self.unname(before - names, known)

    @precondition(lambda self: any(known.is_restricted for _, known in self.cases))
    @rule(by=person, number=pick, is_able=mostly)
    def end_restriction(self, by: str, number: int, is_able: bool) -> None:
        case, known = self.case(number)
        by = self.able(by, P.RESTRICT, known) if is_able else by
        expected = self.refusal(by, P.RESTRICT, known)
        if expected is None and not known.is_restricted:
            expected = Conflict
        if self.done(
            expected,
            lambda: restrictions.end_restriction(by=self.actors[by], case=case, reason="Over"),
        ):
            known.is_restricted = False
            self.unname({p.person for p in known.parts if p.person}, known, is_end=True)

    @precondition(lambda self: self.cases)
    @rule(by=person, to=person, number=pick, is_able=mostly)
    def exclude(self, by: str, to: str, number: int, is_able: bool) -> None:
        case, known = self.case(number)
        by = self.able(by, P.RESTRICT, known) if is_able else by
        expected = self.refusal(by, P.RESTRICT, known)
        if expected is None and to in known.excluded:
            expected = Conflict
        if expected is None and self.is_missed(to, case, known):
            expected = RuleBroken
        row = self.done(
            expected,
            lambda: exclusions.exclude(
                by=self.actors[by],
                case=case,
                membership=self.w.members[to],
                reason="A cousin",
                knows_it_is_oneself=True,
            ),
        )
        if row is not None:
            known.excluded.add(to)
            self.barred.append((row, known, to))

    @precondition(lambda self: self.barred)
    @rule(by=person, number=pick, is_able=mostly)
    def end_exclusion(self, by: str, number: int, is_able: bool) -> None:
        row, known, name = self.barred[number % len(self.barred)]
        by = self.able(by, P.RESTRICT, known) if is_able else by
        expected = self.refusal(by, P.RESTRICT, known)
        row.refresh_from_db()
        if expected is None and row.ends_at is not None:
            expected = Conflict
        if self.done(
            expected,
            lambda: exclusions.end_exclusion(by=self.actors[by], exclusion=row, reason="Mistaken"),
        ):
            known.excluded.discard(name)

    @precondition(lambda self: self.cases)
    @rule(number=pick, to=st.sampled_from(["service", "ely", "register"]))
    def another_team_leads(self, number: int, to: str) -> None:
        """No service does it yet: the rows as they would be."""
        case, known = self.case(number)
        team = getattr(self.w, to)
        if str(team.agency_id) != known.authority or str(team.pk) == known.lead_team:
            return
        leads = Involvement.objects.filter(case=case, role="lead_team", ends_at=None)
        leads.update(ends_at=self.now)
        Involvement.objects.create(
            case=case,
            team=team,
            role="lead_team",
            level="lead",
            purpose="lead team",
            starts_at=self.now,
        )
        Case.objects.filter(pk=case.pk).update(lead_team=team)
        grants.sync([case.pk])
        for part in known.parts:
            if part.role == "lead_team" and part.ends_at is None:
                part.ends_at = self.now
        known.parts.append(Part("lead_team", "lead", str(team.pk), None, self.now))
        known.lead_team = str(team.pk)

    # What the rules say

    def named(self, known: KnownCase) -> set[str]:
        return {
            part.person
            for part in known.parts
            if part.person and part.is_named and part.is_in_force(self.now)
        }

    def needed(self, case: Case, known: KnownCase) -> set[str]:
        chairs = case.at_conferences.filter(conference__status="called")
        members = set(chairs.values_list("conference__chair_id", flat=True))
        found = {name for name in EVERYBODY if self.w.members[name].pk in members}
        return found | {
            part.person
            for part in known.parts
            if part.role == "co_ordinator" and part.person and part.is_in_force(self.now)
        }

    def kinds(self, names: set[str], known: KnownCase) -> tuple[bool, bool]:
        """Whether there is a worker among some people, and a senior manager."""
        own = [self.people[n] for n in names if self.people[n].authority == known.authority]
        seniors = [who for who in own if who.role == "senior_manager"]
        works = [who for who in own if "record_work" in HOLDS[who.role] and who not in seniors]
        return bool(works), bool(seniors)

    def lacking(self, names: set[str], case: Case, known: KnownCase) -> type[DomainError] | None:
        live = {name for name in names if self.people[name].is_live(self.now)}
        opens = {name for name in names if HOLDS[self.people[name].role]}
        needed = {n for n in self.needed(case, known) if self.people[n].is_live(self.now)}
        is_well = (
            all(self.kinds(names, known))
            and needed <= names
            and names == live
            and names == opens
            and not names & known.excluded
        )
        return None if is_well else RuleBroken

    def is_missed(self, to: str, case: Case, known: KnownCase) -> bool:
        able = {n for n, who in self.people.items() if may(who, "restrict", known, self.now)}
        if not able - {to} or to in self.needed(case, known):
            return True
        left = self.named(known) - {to} - known.excluded
        return known.is_restricted and not all(self.kinds(left, known))

    def name(self, names: set[str], known: KnownCase) -> None:
        for name in names:
            gate_model.name(self.people[name], known, self.now)

    def unname(self, names: set[str], known: KnownCase, *, is_end: bool = False) -> None:
        for part in known.parts:
            is_over = part.ends_at is not None and part.ends_at <= self.now
            if part.person not in names or not part.is_named or is_over:
                continue
            if part.role == "named":
                part.ends_at = self.now
            elif is_end or part.role != "emergency":
                part.is_named = False
