"""The gate, the database and the pages agree with the rules, whatever people do in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agencies.actors import Actor, acting_as
from agencies.models import Membership, User
from agencies.services import add_member, end_membership, suspend_member
from cases import access, grants
from cases.domain.errors import Conflict, DomainError, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import (
    ConferenceKind,
    EmergencyReason,
    InvolvementRole,
    LegalBasis,
    Level,
    StrategyOutcome,
)
from cases.models import Case, CaseGrant, EmergencyAccess, Involvement
from cases.services import cases as case_services
from cases.services import children, conferences, emergencies, enquiries, shares
from cpr import clock
from tests import scenarios as s
from tests.integration.agreement_over_http import OverHttp
from tests.integration.agreement_restricting import EVERYBODY as NAMES
from tests.integration.agreement_restricting import Restricting, mostly, person, pick
from tests.integration.gate_model import (
    ADDS_CHILDREN,
    HOLDS,
    OPENS_IN_AN_EMERGENCY,
    KnownCase,
    Part,
    Person,
    may,
)

given_names = ("Efa", "Tomos", "Mair", "Owain")
MOST_CASES = 4


class Register(OverHttp, Restricting):
    """Beside each act through the services, the same act in the plain model."""

    w: s.World

    def __init__(self) -> None:
        super().__init__()
        self.w = replace(self.w, members=dict(self.w.members))  # people move in each history anew
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now: datetime = clock.now()
        self.turn = 0
        self.cases: list[tuple[Case, KnownCase]] = []
        self.shares: list[tuple[Involvement, KnownCase, Part]] = []
        self.opened: list[tuple[EmergencyAccess, str, Part]] = []
        self.actors: dict[str, Actor] = {n: self.w.actor(n) for n in NAMES}  # never read again
        self.people = {n: self._person(self.w.members[n]) for n in NAMES}
        self.people["farid"].is_shut = True

    def teardown(self) -> None:
        try:
            for p in P:
                self.agree(p, is_whole=p is P.VIEW_SUMMARY)
            assert self.rebuilt() == []
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    # What people do. Mostly somebody who may do it is asked, else little would ever happen.

    @initialize()
    def begin(self) -> None:
        for by in ("aisha", "nia"):
            self.add_child(by)

    @precondition(lambda self: len(self.cases) < MOST_CASES)
    @rule(by=person)
    def add_another(self, by: str) -> None:
        self.add_child(by)

    def add_child(self, by: str) -> None:
        who = self.people[by]
        new = children.NewChild(
            family_name=f"Lloyd-{len(self.cases)}",
            given_names=given_names[len(self.cases)],
            born_on=s.before(900 + 40 * len(self.cases)),
        )
        expected = None if self._adds(who) else NotAllowed
        case = self.done(
            expected,
            lambda: children.add_child(by=self.actors[by], child=new, today=clock.today()),
        )
        if case is not None:
            known = KnownCase(who.authority, who.team)
            known.parts.append(Part("lead_team", "lead", who.team, None, self.now))
            self.cases.append((case, known))

    @precondition(lambda self: self.cases)
    @rule(
        by=person,
        to=person,
        number=pick,
        is_able=mostly,
        level=st.sampled_from([v for v in Level if v is not Level.LEAD]),
        is_named=st.booleans(),
        hours=st.none() | st.integers(1, 60),
    )
    def share(
        self,
        by: str,
        to: str,
        number: int,
        is_able: bool,
        level: Level,
        is_named: bool,
        hours: int | None,
    ) -> None:
        case, known = self.case(number)
        by = self.able(by, P.SHARE, known) if is_able else by
        member = self.w.members[to]
        ends_at = self.now + timedelta(hours=hours) if hours else None
        part = Part("partner", level, str(member.team_id), None, self.now, ends_at)
        part.person = to if is_named else None
        part.is_named = is_named and known.is_restricted
        expected = self.refusal(by, P.SHARE, known)
        if expected is None and (to in known.excluded if is_named else known.is_restricted):
            expected = RuleBroken
        if expected is None and any(
            (p.role, p.team, p.person) == ("partner", part.team, part.person)
            and p.is_in_force(self.now)
            for p in known.parts
        ):
            expected = Conflict
        row = self.done(
            expected,
            lambda: shares.share(
                by=self.actors[by],
                case=case,
                team=member.team,
                membership=member if is_named else None,
                level=level,
                purpose="They know the family",
                legal_basis=LegalBasis.SAFEGUARDING,
                ends_at=ends_at,
            ),
        )
        if row is not None:
            known.parts.append(part)
            self.shares.append((row, known, part))

    @precondition(lambda self: self.shares)
    @rule(by=person, number=pick, is_able=mostly)
    def end_share(self, by: str, number: int, is_able: bool) -> None:
        row, known, part = self.shares[number % len(self.shares)]
        by = self.able(by, P.SHARE, known) if is_able else by
        expected = self.refusal(by, P.SHARE, known)
        if expected is None and not part.is_in_force(self.now):
            expected = Conflict
        actor = self.actors[by]
        if self.done(
            expected,
            lambda: shares.end_share(by=actor, involvement=row, reason="No longer needed"),
        ):
            part.ends_at = self.now

    @precondition(lambda self: self.cases)
    @rule(by=person, to=person, number=pick, is_able=mostly)
    def assign_co_ordinator(self, by: str, to: str, number: int, is_able: bool) -> None:
        case, known = self.case(number)
        by = self.able(by, P.ASSIGN, known) if is_able else by
        who = self.people[to]
        expected = self.refusal(by, P.ASSIGN, known)
        fits = who.role in {"social_worker", "team_manager"} and who.authority == known.authority
        if expected is None and not (fits and who.is_live(self.now) and to not in known.excluded):
            expected = RuleBroken
        row = self.done(
            expected,
            lambda: case_services.assign_co_ordinator(
                by=self.actors[by], case=case, membership=self.w.members[to]
            ),
        )
        if row is not None:
            current = [p for p in known.parts if p.role == "co_ordinator" and p.ends_at is None]
            if [p.person for p in current] != [to]:
                for part in current:
                    part.ends_at = self.now
                part = Part("co_ordinator", "lead", who.team, to, self.now)
                part.is_named = known.is_restricted
                known.parts.append(part)

    @precondition(lambda self: self.cases)
    @rule(by=person, chair=st.sampled_from(["gwen", "ola", "ben"]), number=pick)
    def call_conference(self, by: str, chair: str, number: int) -> None:
        case, known = self.case(number)
        if case.at_conferences.filter(conference__status="called").exists():
            return  # a child has one conference to come at a time; not a matter of access
        expected = self.refusal(by, P.CALL_CONFERENCE, known)
        who = self.people[chair]
        fits = who.role == "conference_chair" and who.authority == known.authority
        fits = fits and chair not in known.excluded
        if expected is None and not (fits and who.is_live(self.now)):
            expected = RuleBroken
        row = self.done(
            expected,
            lambda: conferences.call_conference(
                by=self.actors[by],
                cases=[case],
                kind=ConferenceKind.INITIAL,
                planned_on=clock.today(),
                chair=self.w.members[chair],
            ),
            prepare=lambda: self._strategy(by, case),
        )
        if row is not None:
            parts = [p for p in known.parts if p.role == "chair" and p.person == chair]
            if not parts:
                parts = [Part("chair", "full", who.team, chair, self.now)]
                known.parts += parts
            for part in parts:
                part.is_named = known.is_restricted

    def _strategy(self, by: str, case: Case) -> None:
        if case.strategy_discussions.exists():
            return
        enquiries.record_strategy_discussion(
            by=self.actors[by],
            cases=[case],
            held_on=clock.today(),
            outcome=StrategyOutcome.SECTION_47_JOINT,
            agencies_present="Children’s services, police",
            reasons="Bruising",
            today=clock.today(),
        )

    @precondition(lambda self: self.cases)
    @rule(by=person, number=pick, hours=st.integers(1, 3), is_able=mostly)
    def open_in_an_emergency(self, by: str, number: int, hours: int, is_able: bool) -> None:
        case, known = self.case(number)
        by = self.outside(by, known) if is_able else by
        who = self.people[by]
        expected: type[DomainError] | None = None
        if who.role not in OPENS_IN_AN_EMERGENCY or not who.is_live(self.now):
            expected = NotAllowed
        elif by in known.excluded:
            expected = NotFound
        elif known.is_restricted:
            expected = RuleBroken
        elif may(who, P.VIEW_SUMMARY, known, self.now):
            expected = Conflict
        opening = self.done(
            expected,
            lambda: emergencies.open_in_emergency(
                by=self.actors[by],
                case=case,
                kind=EmergencyReason.TREATMENT,
                reason="Brought in by ambulance, nobody knows who lives there",
                hours=hours,
            ),
        )
        if opening is not None:
            assert opening.reviewer is None or opening.reviewer != self.w.members[by]
            ends_at = self.now + timedelta(hours=hours)
            part = Part("emergency", "notes", who.team, by, self.now, ends_at)
            known.parts.append(part)
            self.opened.append((opening, by, part))

    @precondition(lambda self: self.opened)
    @rule(by=person, number=pick, is_own=mostly)
    def end_an_emergency(self, by: str, number: int, is_own: bool) -> None:
        opening, who, part = self.opened[number % len(self.opened)]
        by = who if is_own else by
        expected = None if part.is_in_force(self.now) else Conflict
        if by != who:
            expected = NotFound
        if self.done(
            expected,
            lambda: emergencies.end_own(by=self.actors[by], involvement_id=opening.involvement_id),
        ):
            part.ends_at = self.now

    # What happens to people, now and then, and to time

    @precondition(lambda self: self.turn % 4 == 0)
    @rule(name=person)
    def suspend(self, name: str) -> None:
        suspend_member(by=s.SEED, membership=self.w.members[name])
        self.people[name].is_shut = True

    @precondition(lambda self: self.turn % 4 == 1)
    @rule(name=person, days=st.integers(0, 3))
    def leave(self, name: str, days: int) -> None:
        with clock.at(self.now):
            on = clock.today() + timedelta(days=days)
        on = max(on, self.w.members[name].started_on + timedelta(days=1))
        end_membership(by=s.SEED, membership=self.w.members[name], on=on)
        self.people[name].ended_on = on

    @precondition(lambda self: self.turn % 4 == 3)
    @rule(name=person, to=st.sampled_from(["ely", "service", "visitors", "midwives", "newport"]))
    def move(self, name: str, to: str) -> None:
        """To another team, even of another agency, by somebody who has no part of their own."""
        who, before, team = self.people[name], self.w.members[name], getattr(self.w, to)
        with clock.at(self.now):
            today = clock.today()
        has_part = any(
            part.person == name and (part.ends_at is None or part.ends_at > self.now)
            for _case, known in self.cases
            for part in known.parts
        )
        if has_part or any(by == name for _, by, _ in self.opened) or who.team == str(team.pk):
            return  # see ``test_every_state`` for what was one's own
        if who.is_shut or who.ended_on is not None or before.started_on >= today:
            return
        end_membership(by=s.SEED, membership=before, on=today)
        self.w.members[name] = add_member(
            by=s.SEED, user=before.user, team=team, role=before.role, on=today
        )
        self.people[name] = self._person(self.w.members[name])
        self.actors[name] = self.w.actor(name)

    @precondition(lambda self: self.turn % 8 == 2)
    @rule(name=person)
    def close_account(self, name: str) -> None:
        User.objects.filter(pk=self.w.members[name].user_id).update(is_active=False)
        self.people[name].is_shut = True

    @rule(hours=st.integers(1, 80), minutes=st.integers(0, 59))
    def time_passes(self, hours: int, minutes: int) -> None:
        self.now += timedelta(hours=hours, minutes=minutes)

    # What must be so

    @invariant()
    def the_gate_agrees(self) -> None:
        self.turn += 1
        self.agree(list(P)[self.turn % len(P)])
        assert grants.differences() == []

    @precondition(lambda self: self.cases)
    @invariant()
    def the_pages_agree(self) -> None:
        number = self.turn + len(self.shares) + len(self.barred)  # not always the same one's
        self.pages_agree(NAMES[self.turn * 5 % len(NAMES)], number)

    def agree(self, permission: P, *, is_whole: bool = True) -> None:
        """The list, the row and the buttons say what the model says, for everybody.

        The whole of it: raw SQL too, and everything that each holds on one of the cases.
        """
        with clock.at(self.now):
            for name, who in self.people.items():
                actor = self.actors[name]
                expected = {c.pk for c, k in self.cases if may(who, permission, k, self.now)}
                seen = set(access.visible(actor, permission).values_list("pk", flat=True))
                assert seen == expected, (name, permission)
                open_to = {c.pk for c, k in self.cases if may(who, P.VIEW_SUMMARY, k, self.now)}
                with acting_as(actor), connection.cursor() as cursor:  # the database, by itself
                    if is_whole:
                        cursor.execute("SELECT id FROM cases_case")
                        assert {row[0] for row in cursor.fetchall()} == open_to, name
                    as_told = set(access.visible(actor, permission).values_list("pk", flat=True))
                    assert as_told == expected, (name, permission)
                if not self.cases or not is_whole:
                    continue
                case, known = self.case(self.turn)
                assert access.can(actor, permission, case) is (case.pk in expected)
                held = {p for p in P if may(who, p, known, self.now)}
                assert access.held(actor, case) == held, name

    # How it is done

    def case(self, number: int) -> tuple[Case, KnownCase]:
        return self.cases[number % len(self.cases)]

    def able(self, by: str, permission: P, known: KnownCase) -> str:
        """Somebody who may, if anybody may: ``by``, or the next after them."""
        first = NAMES.index(by)
        order = [*NAMES[first:], *NAMES[:first]]
        fit = (n for n in order if may(self.people[n], permission, known, self.now))
        return next(fit, by)

    def outside(self, by: str, known: KnownCase) -> str:
        """Somebody whom the case is not open to, if there is anybody: ``by``, or the next."""
        first = NAMES.index(by)
        order = [*NAMES[first:], *NAMES[:first]]
        fit = (n for n in order if not may(self.people[n], P.VIEW_SUMMARY, known, self.now))
        return next(fit, by)

    def refusal(self, by: str, permission: P, known: KnownCase) -> type[DomainError] | None:
        who = self.people[by]
        if may(who, permission, known, self.now):
            return None
        return NotAllowed if may(who, P.VIEW_SUMMARY, known, self.now) else NotFound

    def done(self, refusal: type[DomainError] | None, act: Any, prepare: Any = lambda: None) -> Any:
        with clock.at(self.now), transaction.atomic():
            if refusal is None:
                prepare()
                return act()
            with pytest.raises(refusal):
                act()
        return None

    def rebuilt(self) -> list[str]:
        before = list(self.stored())
        grants.rebuild()
        assert list(self.stored()) == before
        return grants.differences()

    def stored(self) -> Any:
        rows = CaseGrant.objects.order_by("involvement_id")
        return rows.values_list(
            "involvement_id",
            "group_id",
            "permission_id",
            "content_object_id",
            "starts_at",
            "ends_at",
        )

    def _adds(self, who: Person) -> bool:
        return who.role in ADDS_CHILDREN and who.is_live(self.now)

    def _person(self, member: Membership) -> Person:
        above = {self.w.service.pk: {self.w.service.pk, self.w.ely.pk}}
        below = above.get(member.team_id, {member.team_id})
        below = below if member.role == "team_manager" else set()
        return Person(
            name=next(n for n, m in self.w.members.items() if m.pk == member.pk),
            role=member.role,
            team=str(member.team_id),
            authority=str(member.team.agency_id),
            teams_below=frozenset(str(pk) for pk in below),
        )


@pytest.mark.django_db
@pytest.mark.slow
def test_the_gate_agrees_with_the_rules_in_any_order_of_acts() -> None:
    class OfThisWorld(Register):
        w = s.world()

    run_state_machine_as_test(
        OfThisWorld,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # a failure is told as it was found: shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_model_speaks_of_every_permission_and_role() -> None:
    from agencies.roles import ROLES
    from tests.integration.gate_model import LEAST

    assert LEAST.keys() == {p.value for p in P}
    assert HOLDS.keys() == ROLES.keys()
    for key, holds in HOLDS.items():
        assert holds == ROLES[key].permissions, key
    assert {r.value for r in InvolvementRole} == {
        "lead_team",
        "co_ordinator",
        "chair",
        "partner",
        "named",
        "emergency",
    }
