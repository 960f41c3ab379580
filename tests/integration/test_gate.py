"""The gate, persona by persona: the four questions agree, and the answer is the one expected."""

from __future__ import annotations

import uuid
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.actors import Actor
from agencies.models import User
from cases import access, access_explained
from cases.domain.errors import NotAllowed, NotFound
from cases.domain.permissions import P
from cases.domain.statuses import DeregistrationReason, LegalBasis, Level
from cases.models import (
    Case,
    Child,
    Conference,
    ConferenceChild,
    Deadline,
    Involvement,
    Note,
    OverdueFlag,
    Registration,
    RegistrationCategory,
    Section47Enquiry,
    StrategyDiscussion,
    Visit,
)
from cases.services import registrations, shares
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts import ACTS

pytestmark = pytest.mark.django_db

READ = {
    P.VIEW_SUMMARY,
    P.VIEW_ACTIONS,
    P.VIEW_PLAN,
    P.VIEW_NOTES,
    P.VIEW_RECORD,
    P.VIEW_OVERDUE,
    P.VIEW_SHARING,
}
WORK = READ | {
    P.ADD_NOTE,
    P.RECORD_WORK,
    P.CALL_CONFERENCE,
    P.RECORD_DECISION,
    P.SHARE,
    P.VIEW_ACCESS_LOG,
}
PARTNER_AT: dict[Level, set[P]] = {
    Level.SUMMARY: {P.VIEW_SUMMARY, P.ADD_NOTE},
    Level.ACTIONS: {P.VIEW_SUMMARY, P.ADD_NOTE, P.VIEW_ACTIONS},
    Level.PLAN: {P.VIEW_SUMMARY, P.ADD_NOTE, P.VIEW_ACTIONS, P.VIEW_PLAN},
    Level.NOTES: {P.VIEW_SUMMARY, P.ADD_NOTE, P.VIEW_ACTIONS, P.VIEW_PLAN, P.VIEW_NOTES},
    Level.FULL: {
        P.VIEW_SUMMARY,
        P.ADD_NOTE,
        P.VIEW_ACTIONS,
        P.VIEW_PLAN,
        P.VIEW_NOTES,
        P.VIEW_RECORD,
        P.VIEW_SHARING,
    },
}
EXPECTED: dict[str, set[P]] = {
    "aisha": WORK,  # social worker of the lead team
    "ben": READ,  # of the lead team, reads only
    "chloe": PARTNER_AT[Level.NOTES],  # health visitor, the case is shared with her team
    "dev": set(),  # of the same health board, another team
    "efua": WORK | {P.ASSIGN, P.RESTRICT},  # custodian: the whole authority
    "farid": set(),  # of the lead team, suspended
    "gwen": READ | {P.ADD_NOTE, P.RECORD_DECISION},  # chair of its conference
    "huw": WORK | {P.ASSIGN, P.RESTRICT},  # manager of the team above
    "iris": WORK | {P.ASSIGN, P.RESTRICT},  # senior manager: the whole authority
    "jan": set(),  # privacy officer: counts, and no child
    "nia": set(),  # social worker of another authority
    "ola": set(),  # chair of the same authority, of none of its conferences
}


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    [registration] = s.registered(w)
    s.shared(w, registration.case)
    s.child(w, "nia", given="Other", family="Somebody")
    return registration.case


def allowed(actor: Actor, permission: P, case: Case) -> bool:
    """This will ask the gate in every way it can be asked, and see that it says one thing."""
    seen = case in set(access.visible(actor, permission))
    assert access.can(actor, permission, case) is seen
    assert (permission in access.held(actor, case)) is seen
    refusal = None if seen else NotAllowed if access.can(actor, P.VIEW_SUMMARY, case) else NotFound
    for ask in (
        lambda: access.get_for(actor, permission, case.pk),
        lambda: access.require(actor, permission, case),
        lambda: access.require_all(actor, permission, [case]),
    ):
        with pytest.raises(refusal) if refusal else nullcontext():
            ask()
    return seen


@pytest.mark.parametrize("name", EXPECTED)
def test_each_persona_may_do_exactly_this(w: s.World, case: Case, name: str) -> None:
    actor = w.actor(name)
    assert {p for p in P if allowed(actor, p, case)} == EXPECTED[name]


@pytest.mark.parametrize("level", PARTNER_AT)
def test_a_share_opens_its_level_and_no_more(w: s.World, level: Level) -> None:
    case = s.child(w)
    s.shared(w, case, level=level)
    assert {p for p in P if allowed(w.actor("chloe"), p, case)} == PARTNER_AT[level]


def test_a_share_with_a_person_is_not_one_with_her_team(w: s.World) -> None:
    case = s.child(w)
    colleague = s.colleague(w, "chloe", "Carys Rees")
    shares.share(
        by=w.aisha,
        case=case,
        team=w.visitors,
        membership=w.member("chloe"),
        level=Level.NOTES,
        purpose="Health visitor of the family",
        legal_basis=LegalBasis.SAFEGUARDING,
    )
    assert access.can(w.actor("chloe"), P.VIEW_NOTES, case)
    assert not access.can(Actor.of(colleague), P.VIEW_SUMMARY, case)


@pytest.mark.parametrize("model", [Case, Child, Registration, Conference, Note, Deadline])
def test_every_list_of_a_model_follows_the_case(w: s.World, case: Case, model: Any) -> None:
    """Dev, Farid, Nia and Ola find no row of any kind; Aisha finds some of each."""
    ACTS["cases.services.notes.add_note"](w)[1]()
    for name in ("dev", "farid", "ola"):
        assert not access.visible(w.actor(name), P.VIEW_SUMMARY, model).exists(), name
    assert access.visible(w.aisha, P.VIEW_SUMMARY, model).exists()


@pytest.mark.parametrize(
    "model",
    [
        ConferenceChild,
        Involvement,
        OverdueFlag,
        RegistrationCategory,
        Section47Enquiry,
        StrategyDiscussion,
        Visit,
        AuditEvent,
    ],
)
def test_what_hangs_on_a_case_is_seen_with_it(w: s.World, model: Any) -> None:
    [registration] = s.registered(w)
    ACTS["cases.services.visits.record_visit"](w)[1]()
    ACTS["cases.services.sweeps.sweep_overdue"](w)[1]()
    assert registration
    mine = access.visible(w.aisha, P.VIEW_RECORD, model)
    assert mine.exists()
    assert set(mine) == set(access.visible(w.actor("efua"), P.VIEW_RECORD, model))
    for name in ("chloe", "dev", "farid", "nia", "ola"):
        assert not access.visible(w.actor(name), P.VIEW_RECORD, model).exists(), name


def test_a_superuser_gets_nothing_by_being_one(w: s.World, case: Case) -> None:
    before = {p for p in P if allowed(w.actor("dev"), p, case)}
    User.objects.filter(pk=w.user("dev").pk).update(is_superuser=True, is_staff=True)
    assert {p for p in P if allowed(w.actor("dev"), p, case)} == before == set()


def test_a_job_of_the_system_sees_every_case_and_an_unknown_one_none(case: Case) -> None:
    for p in P:
        assert access.can(Actor.system("overdue-sweep"), p, case)
        assert not access.visible(Actor.system("coffee"), p).exists()


def test_nobody_in_particular_sees_nothing(case: Case) -> None:
    nobody = Actor(kind="person", name="nobody", role_key="register_custodian")
    assert not any(allowed(nobody, p, case) for p in P)


@pytest.mark.parametrize("name", ["aisha", "chloe", "dev", "efua", "farid", "huw", "nia"])
@pytest.mark.parametrize("model", [Case, Child, Conference, Registration])
def test_an_unknown_row_and_a_hidden_one_are_the_same(w: s.World, name: str, model: Any) -> None:
    [hidden] = s.registered(w, [s.child(w)])
    other = s.child(w, "nia", given="Other", family="Somebody")
    theirs = {
        Case: other.pk if name != "nia" else hidden.case_id,
        Child: other.child_id if name != "nia" else hidden.child_id,
        Conference: hidden.decision.conference_id if hidden.decision else None,
        Registration: hidden.pk,
    }[model]
    actor = w.actor(name)
    if access.visible(actor, P.VIEW_SUMMARY, model).filter(pk=theirs).exists():
        return  # it is not hidden from this person
    for permission in P:
        found = [refusal(actor, permission, pk, model) for pk in (theirs, uuid.uuid4())]
        assert found[0] == found[1]
        assert found[0][0] is NotFound


def refusal(actor: Actor, permission: P, pk: Any, model: Any) -> tuple[Any, Any, int]:
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        pytest.raises((NotFound, NotAllowed)) as e,
    ):
        access.get_for(actor, permission, pk, model)
    return e.type, e.value.problems, len(queries)


def test_a_visible_row_that_may_not_be_worked_on_says_which_permission(
    w: s.World, case: Case
) -> None:
    with pytest.raises(NotAllowed) as refused:
        access.get_for(w.actor("ben"), P.SHARE, case.pk)
    [problem] = refused.value.problems
    assert (problem.code, problem.params) == ("not_allowed", {"permission": "share"})


def test_several_cases_are_asked_for_in_constant_queries(w: s.World) -> None:
    first = s.child(w)
    rest = [
        s.child(w, given=given, age_days=1000 + i, sibling=first)
        for i, given in enumerate(("Tomos", "Mair", "Owain"))
    ]
    assert w.aisha
    counts = []
    for some in ([first], [first, *rest]):
        with CaptureQueriesContext(connection) as queries:
            access.require_all(w.aisha, P.RECORD_WORK, some)
        counts.append(len(queries))
    assert counts == [1, 1]
    with pytest.raises(NotFound):
        access.require_all(w.aisha, P.RECORD_WORK, [first, s.child(w, "nia", given="Not Ours")])
    with pytest.raises(NotAllowed):
        access.require_all(w.actor("ben"), P.RECORD_WORK, [first, *rest])


def test_explain_ends_with_the_answer_of_the_gate(w: s.World, case: Case) -> None:
    for name, expected in EXPECTED.items():
        last = access_explained.explain(w.actor(name), case)[-1]
        assert last == f"allowed: {', '.join(sorted(expected)) if expected else 'nothing'}"


def test_a_full_share_lets_another_authority_read_and_decide_nothing(w: s.World) -> None:
    [registration] = s.registered(w)
    case = registration.case
    s.shared(w, case, name="nia", level=Level.FULL)
    nia = w.actor("nia")
    assert access.can(nia, P.VIEW_RECORD, case)
    for act in (P.RECORD_DECISION, P.RECORD_WORK, P.CALL_CONFERENCE, P.ASSIGN, P.SHARE):
        assert not access.can(nia, act, case)
        assert act not in access.held(nia, case)
    with pytest.raises(NotAllowed):
        registrations.deregister_without_conference(
            by=nia,
            registration=registration,
            reason=DeregistrationReason.LEFT_UK,
            evidence="They say that the family has left.",
            ended_on=today(),
            today=today(),
        )
