"""Every service once: what must stand before it, and the act itself, ready to be done or undone.

Kept by the service's own dotted name, so that a service without a row here is noticed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from agencies import acting
from agencies import services as who
from agencies.actors import Actor
from agencies.models import Team, User
from cases.domain.permissions import P
from cases.domain.statuses import (
    ConferenceDecision,
    ConferenceKind,
    DeregistrationReason,
    LegalBasis,
    Level,
    NameKind,
    NoteAudience,
    NoteKind,
    Section47Outcome,
    StrategyOutcome,
)
from cases.models import Case, CaseGrant, Notice, Registration
from cases.queries.matches import Sought
from cases.services import (
    api_reading,
    children,
    conferences,
    enquiries,
    grants_check,
    names,
    notes,
    notices,
    reading,
    registrations,
    shares,
    sweeps,
    visits,
)
from cpr.clock import today
from tests import scenarios as s
from tests.integration import acts_emergency, acts_requests, acts_restricting

Act = Callable[[], Any]
Prepare = Callable[[s.World], tuple[Actor, Act]]


def _open_agency(w: s.World) -> tuple[Actor, Act]:
    return s.SEED, lambda: who.open_agency(
        by=s.SEED, kind="police", code="W15000003", name_en="South Wales Police", nation="wales"
    )


def _withdraw_unused_team(w: s.World) -> tuple[Actor, Act]:
    pk = who.open_team(by=s.SEED, agency=w.cardiff, name_en="Opened in vain").pk
    return s.SEED, lambda: who.withdraw_unused_team(by=s.SEED, team=Team.objects.get(pk=pk))


def _add_member(w: s.World) -> tuple[Actor, Act]:
    user = User.objects.create_user("new@example.invalid", "New Person")
    return s.SEED, lambda: who.add_member(
        by=s.SEED, user=user, team=w.ely, role="social_worker", on=today()
    )


def _add_child(w: s.World) -> tuple[Actor, Act]:
    new = children.NewChild(family_name="Lloyd", given_names="Efa", born_on=s.before(900))
    return w.aisha, lambda: children.add_child(by=w.aisha, child=new, today=today())


def _born(w: s.World) -> tuple[Actor, Act]:
    new = children.NewChild(family_name="Lloyd", expected_on=s.before(2))
    case = children.add_child(by=w.aisha, child=new, today=today())
    return w.aisha, lambda: children.record_birth(
        by=w.aisha, case=case, born_on=s.before(1), given_names="Efa", today=today()
    )


def _open_again(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    Case.objects.filter(pk=case.pk).update(closed_on=today())
    return w.aisha, lambda: children.open_new_episode(by=w.aisha, case=case, on=today())


def _add_name(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: names.add_name(
        by=w.aisha, case=case, names="Nel Price", kind=NameKind.FORMER
    )


def _share(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: s.shared(w, case)


def _change_share(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.shared(w, case)
    share = case.involvements.get(role="partner")
    return w.aisha, lambda: shares.change_share(
        by=w.aisha,
        involvement=share,
        level=Level.PLAN,
        purpose=share.purpose,
        legal_basis=LegalBasis.INFORMATION,
        ends_at=None,
    )


def _end_share(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.shared(w, case)
    share = case.involvements.get(role="partner")
    return w.aisha, lambda: shares.end_share(
        by=w.aisha, involvement=share, reason="The family has moved"
    )


def _assign(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.huw, lambda: s.co_ordinated(w, case)


def _strategy(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: enquiries.record_strategy_discussion(
        by=w.aisha,
        cases=[case],
        held_on=today(),
        outcome=StrategyOutcome.SECTION_47_JOINT,
        agencies_present="Children’s services, police",
        reasons="Bruising",
        today=today(),
    )


def _conclude(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    _, begin = _strategy_of(w, case)
    begin()
    return w.aisha, lambda: enquiries.conclude_section47(
        by=w.aisha,
        enquiry=case.section47_enquiries.get(),
        ended_on=today(),
        outcome=Section47Outcome.CONTINUING_RISK,
        reasons="It goes on",
        today=today(),
    )


def _strategy_of(w: s.World, case: Any) -> tuple[Actor, Act]:
    return w.aisha, lambda: enquiries.record_strategy_discussion(
        by=w.aisha,
        cases=[case],
        held_on=s.before(10),
        outcome=StrategyOutcome.SECTION_47_JOINT,
        agencies_present="Children’s services, police",
        reasons="Bruising",
        today=today(),
    )


def _call(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    return w.aisha, lambda: s.conference(w, [case], on=today(), hold=False)


def _hold(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    called = s.conference(w, [case], on=today(), hold=False)
    return w.gwen, lambda: conferences.hold_conference(
        by=w.gwen, conference=called, held_on=today(), today=today()
    )


def _cancel(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    called = s.conference(w, [case], on=today(), hold=False)
    return w.aisha, lambda: conferences.cancel_conference(
        by=w.aisha, conference=called, reason="Snow"
    )


def _papers(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    held = s.conference(w, [case], on=s.before(2))
    return w.gwen, lambda: conferences.record_papers_sent(
        by=w.gwen, conference=held, outline_sent_on=today(), record_sent_on=None, today=today()
    )


def _decide(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    at = s.conference(w, [case], on=s.before(2)).children.get()
    return w.gwen, lambda: registrations.record_decision(
        by=w.gwen,
        at=at,
        decision=ConferenceDecision.REGISTER,
        reasons="Frightened",
        categories=["neglect"],
        today=today(),
    )


def _decide_removal(w: s.World) -> tuple[Actor, Act]:
    [registration] = s.registered(w, days_ago=120)
    review = s.conference(w, [registration.case], on=s.before(30), kind=ConferenceKind.REVIEW)
    return w.gwen, lambda: registrations.record_decision(
        by=w.gwen,
        at=review.children.get(),
        decision=ConferenceDecision.REMOVE,
        reasons="The plan is met",
        removal_reason=DeregistrationReason.NO_CONTINUING_RISK,
        evidence="Her grandmother lives there; eleven visits found an adult at home.",
        today=today(),
    )


def _decide_categories(w: s.World) -> tuple[Actor, Act]:
    [registration] = s.registered(w, days_ago=120)
    review = s.conference(w, [registration.case], on=s.before(30), kind=ConferenceKind.REVIEW)
    return w.gwen, lambda: registrations.record_decision(
        by=w.gwen,
        at=review.children.get(),
        decision=ConferenceDecision.CHANGE_CATEGORIES,
        reasons="Now it is the shouting",
        categories=["emotional"],
        today=today(),
    )


def _died(w: s.World) -> tuple[Actor, Act]:
    [registration] = s.registered(w)
    return w.gwen, lambda: registrations.deregister_without_conference(
        by=w.gwen,
        registration=Registration.objects.get(pk=registration.pk),
        reason=DeregistrationReason.LEFT_UK,
        evidence="Tickets seen",
        ended_on=today(),
        today=today(),
    )


def _note(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.shared(w, case)
    chloe = w.actor("chloe")
    return chloe, lambda: notes.add_note(
        by=chloe,
        case=case,
        kind=NoteKind.OBSERVATION,
        happened_on=today(),
        text="Walking well",
        audience=NoteAudience.EVERYONE,
        today=today(),
    )


def _visit(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: visits.record_visit(
        by=w.aisha,
        case=case,
        visited_on=today(),
        seen=visits.Seen(was_seen=True, was_seen_alone=True),
        account="At home",
        today=today(),
    )


def _core_group(w: s.World) -> tuple[Actor, Act]:
    [registration] = s.registered(w)
    return w.aisha, lambda: visits.record_core_group(
        by=w.aisha,
        cases=[registration.case],
        held_on=s.before(50),
        account="All there",
        today=today(),
    )


def _send(w: s.World) -> tuple[Actor, Act]:
    s.shared(w, s.child(w))
    job, [one] = Actor.system("send-notices"), Notice.objects.all()
    return job, lambda: notices.send_to(by=job, membership_id=one.membership_id)


def _mark_read(w: s.World) -> tuple[Actor, Act]:
    s.shared(w, s.child(w))
    chloe = w.actor("chloe")
    return chloe, lambda: notices.mark_read(by=chloe)


def _open_notice(w: s.World) -> tuple[Actor, Act]:
    s.shared(w, s.child(w))
    chloe = w.actor("chloe")
    told = Notice.objects.get(membership_id=chloe.acting_membership)
    return chloe, lambda: notices.open_notice(by=chloe, notice_id=told.pk)


def _sweep(w: s.World) -> tuple[Actor, Act]:
    s.registered(w)
    job = Actor.system("overdue-sweep")
    return job, lambda: sweeps.sweep_overdue(by=job, today=today())


def _check_grants(w: s.World) -> tuple[Actor, Act]:
    s.child(w)
    CaseGrant.objects.all().delete()
    job = Actor.system("check-grants")
    return job, lambda: grants_check.check(by=job)


def _open_record(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: reading.open_record(
        by=w.aisha, case_id=case.pk, permission=P.VIEW_RECORD, part="overview"
    )


def _open_naming_siblings(w: s.World) -> tuple[Actor, Act]:
    first = s.child(w)
    s.child(w, given="Tomos", age_days=900, sibling=first)
    return w.aisha, lambda: reading.open_record_naming_siblings(
        by=w.aisha, case_id=first.pk, permission=P.VIEW_PLAN, part="family"
    )


def _open_child(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: reading.open_child(
        by=w.aisha, child_id=case.child_id, permission=P.RECORD_WORK, part="child_add"
    )


def _list(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: reading.record_listing(
        by=w.aisha, action="children.listed", asked={"q": "Lloyd"}, cases=[case.pk]
    )


def _export(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: reading.record_export(
        by=w.aisha, action="overdue.exported", asked={"show": "rate"}, rows=1, cases=[case.pk]
    )


def _export_of(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: reading.record_export_of(by=w.aisha, case=case, part="notes", rows=3)


def _open_siblings(w: s.World) -> tuple[Actor, Act]:
    first = s.child(w)
    s.child(w, given="Tomos", age_days=900, sibling=first)
    first.child.refresh_from_db()
    return w.aisha, lambda: reading.open_siblings(
        by=w.aisha, case=first, permission=P.VIEW_RECORD, part="family"
    )


def _open_conference(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    row = s.conference(w, [case], on=today(), hold=False)
    return w.gwen, lambda: reading.open_conference(
        by=w.gwen, conference_id=row.pk, permission=P.VIEW_RECORD, part="conference"
    )


def _open_child_by_api(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: api_reading.open_child(by=w.aisha, child_id=case.child_id)


def _open_row_by_api(w: s.World) -> tuple[Actor, Act]:
    [registration] = s.registered(w)
    return w.aisha, lambda: api_reading.open_row(
        by=w.aisha, permission=P.VIEW_RECORD, pk=registration.pk, model=Registration
    )


def _ask(w: s.World, service: Any) -> tuple[Actor, Act]:
    case = s.child(w)
    sought = Sought(case.child.full_name, case.child.born_on, None)
    nia = w.actor("nia")
    return nia, lambda: service(by=nia, sought=sought)


ACTS: dict[str, Prepare] = {
    "agencies.services.open_agency": _open_agency,
    "agencies.services.open_team": lambda w: (
        s.SEED,
        lambda: who.open_team(by=s.SEED, agency=w.cardiff, name_en="Splott team"),
    ),
    "agencies.services.withdraw_unused_team": _withdraw_unused_team,
    "agencies.services.add_member": _add_member,
    "agencies.services.end_membership": lambda w: (
        s.SEED,
        lambda: who.end_membership(
            by=s.SEED, membership=w.members["ben"], on=today() + timedelta(days=1)
        ),
    ),
    "agencies.acting.choose_membership": lambda w: (
        w.aisha,
        lambda: acting.choose_membership(user=w.user("aisha"), membership_id=w.members["aisha"].pk),
    ),
    "agencies.acting.choose_language": lambda w: (
        w.aisha,
        lambda: acting.choose_language(
            user=User.objects.get(pk=w.user("aisha").pk), language="cy", by=w.aisha
        ),
    ),
    "agencies.acting.record_session": lambda w: (
        dataclasses.replace(w.aisha, membership_id=None),
        lambda: acting.record_session(user=w.user("aisha"), action="session.started"),
    ),
    "agencies.services.suspend_member": lambda w: (
        s.SEED,
        lambda: who.suspend_member(by=s.SEED, membership=w.members["ben"]),
    ),
    "cases.services.children.add_child": _add_child,
    "cases.services.children.record_birth": _born,
    "cases.services.children.open_new_episode": _open_again,
    "cases.services.names.add_name": _add_name,
    "cases.services.shares.share": _share,
    "cases.services.shares.change_share": _change_share,
    "cases.services.shares.end_share": _end_share,
    "cases.services.cases.assign_co_ordinator": _assign,
    "cases.services.enquiries.record_strategy_discussion": _strategy,
    "cases.services.enquiries.conclude_section47": _conclude,
    "cases.services.conferences.call_conference": _call,
    "cases.services.conferences.hold_conference": _hold,
    "cases.services.conferences.cancel_conference": _cancel,
    "cases.services.conferences.record_papers_sent": _papers,
    "cases.services.registrations.record_decision": _decide,
    "cases.services.registrations.record_decision:change": _decide_categories,
    "cases.services.registrations.record_decision:remove": _decide_removal,
    "cases.services.registrations.deregister_without_conference": _died,
    "cases.services.notes.add_note": _note,
    "cases.services.visits.record_visit": _visit,
    "cases.services.visits.record_core_group": _core_group,
    "cases.services.notices.send_to": _send,
    "cases.services.notices.mark_read": _mark_read,
    "cases.services.notices.open_notice": _open_notice,
    "cases.services.sweeps.sweep_overdue": _sweep,
    "cases.services.grants_check.check": _check_grants,
    "cases.services.reading.open_record": _open_record,
    "cases.services.reading.open_record_naming_siblings": _open_naming_siblings,
    "cases.services.reading.open_child": _open_child,
    "cases.services.reading.record_listing": _list,
    "cases.services.reading.record_export": _export,
    "cases.services.reading.record_export_of": _export_of,
    "cases.services.reading.open_siblings": _open_siblings,
    "cases.services.reading.open_conference": _open_conference,
    "cases.services.reading.ask_for_matches": lambda w: _ask(w, reading.ask_for_matches),
    "cases.services.reading.ask_elsewhere": lambda w: _ask(w, reading.ask_elsewhere),
    "cases.services.api_reading.open_child": _open_child_by_api,
    "cases.services.api_reading.open_row": _open_row_by_api,
    **acts_restricting.ACTS,
    **acts_emergency.ACTS,
    **acts_requests.ACTS,
}

NO_ACTS = {
    "cases.services.letters.send_letters": "letters to several, each an act of its own",
    "cases.services.notices.send_notices": "letters to several, each an act of its own",
    "cases.services.emergency_limits.tell_officers": "letters to several, each an act of its own",
    "cases.services.notices.tell_involved": "a part of the acts that tell, which record themselves",
    "cases.services.notices.settle": "a part of what the actor did, which records itself",
    "cases.services.notices.tell_of_naming": "a part of naming somebody, which records itself",
    "cases.services.shares.record": "a part of the acts on shares, which it records",
    "cases.services.cases.lock": "the gate and the lock of the services; writes nothing",
    "cases.services.cases.lock_all": "the gate and the lock of the services; writes nothing",
    "cases.services.restrictions.still_open": "the same, and the gate again; writes nothing",
    "cases.services.conferences.lock_conference": "the gate and the lock; writes nothing",
    "cases.services.children.open_case": "a part of add_child, which records it",
    "cases.services.list_choices.remember": "how somebody likes a list; the list's reading is told",
    "cases.services.list_choices.forget": "how somebody likes a list; the list's reading is told",
    "cases.services.api_reading.record_listing": "writes its event in the caller's transaction",
}
"""Public functions of the service modules that take an actor and are no act of their own."""
