"""The live page of a conference: who was there, the quorum, views, and two who record at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from agencies.models import Team
from agencies.services import open_agency, open_team
from cases.domain.errors import Conflict, NotFound, RuleBroken
from cases.domain.statuses import ConferenceDecision, ConferenceKind, LegalBasis, Level
from cases.domain.taking_part import Invitee, KeptOut, Opinion, Presence
from cases.models import AgencyView, Case, Conference, ConferenceChild, Invitation
from cases.services import agency_views, attendance, conferences, registrations, shares
from cases.services.agency_views import Said
from cases.services.decisions import Weighed
from cpr import acting
from cpr.audit.models import AuditEvent
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.acts_conferring import came
from tests.integration.test_conference_pages import day, signed_in, text

pytestmark = pytest.mark.django_db

ON = Said(Opinion.ON, "Left alone again on Sunday.", ["neglect"])
OFF = Said(Opinion.OFF, "Her grandmother is there every evening.")


def police(w: s.World, case: Case) -> Team:
    """This will let the police work with a child."""
    agency = open_agency(
        by=s.SEED, kind="police", code="W15000003", name_en="South Wales Police", nation="wales"
    )
    team = open_team(by=s.SEED, agency=agency, name_en="Public protection")
    shares.share(
        by=w.aisha, case=case, team=team, level=Level.PLAN, purpose="Police",
        legal_basis=LegalBasis.SAFEGUARDING,
    )  # fmt: skip
    return team


def called(w: s.World, **more: Any) -> tuple[Conference, ConferenceChild, list[Team]]:
    """This will call a conference of today for a child with whom three agencies work."""
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    s.shared(w, case)
    third = police(w, case)
    conference = s.conference(w, [case], on=more.pop("on", today()), hold=False, **more)
    return conference, conference.children.get(), [w.ely, w.visitors, third]


def says(w: s.World, at: ConferenceChild, row: Invitation, said: Said, version: int = 0) -> Any:
    return agency_views.record_view(
        by=w.gwen, at=at, invitation=row, said=said, version=version, today=today()
    )


def codes(error: Any) -> list[str]:
    return [problem.code for problem in error.value.problems]


def hold(w: s.World, conference: Conference, by: str = "gwen", reason: str = "") -> Conference:
    return conferences.hold_conference(
        by=w.actor(by),
        conference=conference,
        held_on=today(),
        today=today(),
        quorum_reason=reason,
    )


def test_a_conference_is_held_with_enough_agencies_or_with_its_chairs_reason() -> None:
    w = s.world()
    conference, _at, teams = called(w)
    with pytest.raises(RuleBroken) as nobody:
        hold(w, conference)
    assert codes(nobody) == ["childrens_services_absent", "conference_not_quorate"]
    rows = came(w, conference, teams[:2])
    with pytest.raises(Conflict):
        came(w, conference, teams[:1])
    with pytest.raises(RuleBroken) as few:
        hold(w, conference)
    assert codes(few) == ["conference_not_quorate"]
    with pytest.raises(RuleBroken) as not_chair:
        hold(w, conference, by="huw", reason="Nobody else knows them.")
    assert codes(not_chair) == ["quorum_reason_is_the_chairs"]
    rows += came(w, conference, teams[2:])
    # One who was there and then was not counts no more.
    attendance.record_presence(
        by=w.gwen, invitation=rows[2], presence=Presence.ABSENT, version=1, today=today()
    )
    with pytest.raises(RuleBroken):
        hold(w, conference)
    held = hold(w, conference, reason="Pre-birth: only two agencies know the family.")
    assert held.quorum_reason.startswith("Pre-birth")
    told = AuditEvent.objects.get(action="conference.held")
    assert told.details["quorum_reason"].startswith("Pre-birth")


def test_a_reason_that_is_not_needed_is_not_kept_and_the_chairs_own_team_is_no_agency() -> None:
    w = s.world()
    conference, _at, teams = called(w)
    with pytest.raises(RuleBroken) as chair:
        came(w, conference, [w.midwives])
    assert codes(chair) == ["team_does_not_work_with_child"]
    came(w, conference, [w.chairs, *teams[1:]])
    with pytest.raises(RuleBroken) as without:
        hold(w, conference)
    assert codes(without) == ["childrens_services_absent"]
    came(w, conference, teams[:1])
    assert hold(w, conference, reason="Not needed").quorum_reason == ""


def test_what_cannot_be_recorded() -> None:
    w = s.world()
    conference, at, teams = called(w, on=s.before(-3))
    with pytest.raises(RuleBroken) as early:
        came(w, conference, teams[:1])
    assert codes(early) == ["conference_is_to_come"]
    Conference.objects.filter(pk=conference.pk).update(planned_on=today())
    [row] = came(w, conference, teams[:1])
    elsewhere, other_at, _ = called_again(w)
    with pytest.raises(NotFound):
        says(w, other_at, row, ON)
    with pytest.raises(RuleBroken) as empty:
        says(w, at, row, Said(Opinion.ON, " ", ["made-up"]))
    assert codes(empty) == ["view_reasons_missing", "category_unknown"]
    mother = Invitation.objects.create(
        conference=conference, kind=Invitee.PARENT, name="Sioned Lloyd", kept_out_of=KeptOut.WHOLE,
        kept_out_reason="Threats", kept_out_at=now(), kept_out_by=w.members["gwen"],
    )  # fmt: skip
    with pytest.raises(RuleBroken) as out:
        attendance.record_presence(
            by=w.gwen, invitation=mother, presence=Presence.BY_VIDEO, version=1, today=today(),
            came_instead="Her sister",
        )  # fmt: skip
    assert codes(out) == ["only_agencies_send_somebody", "kept_out_was_not_there"]
    with pytest.raises(RuleBroken):
        says(w, at, mother, ON)
    with pytest.raises(NotFound):
        came(w, elsewhere, teams[:1], by="nia")


def called_again(w: s.World) -> tuple[Conference, ConferenceChild, None]:
    """This will call another, for a child of another family."""
    case = s.child(w, given="Nel", family="Price")
    s.enquired(w, [case], on=s.before(10))
    conference = s.conference(w, [case], on=today(), hold=False)
    return conference, conference.children.get(), None


def decide(w: s.World, at: ConferenceChild, weighed: Weighed, registers: bool = True) -> Any:
    return registrations.record_decision(
        by=w.gwen,
        at=at,
        decision=ConferenceDecision.REGISTER if registers else ConferenceDecision.DO_NOT_REGISTER,
        categories=("neglect",) if registers else (),
        reasons="Left alone.",
        today=today(),
        weighed=weighed,
    )


def test_each_agency_is_asked_and_where_they_differ_the_chair_says_why() -> None:
    w = s.world()
    conference, at, teams = called(w)
    rows = came(w, conference, teams)
    hold(w, conference)
    with pytest.raises(RuleBroken) as silent:
        decide(w, at, s.MET)
    assert codes(silent) == ["agency_view_missing"] * 3
    for row, said in zip(rows, (ON, OFF, Said(Opinion.NONE)), strict=True):
        says(w, at, row, said)
    with pytest.raises(RuleBroken) as differ:
        decide(w, at, s.MET)
    assert codes(differ) == ["chairs_reason_missing"]
    decide(w, at, Weighed(s.MET.threshold, chairs_reason="What the health visitor saw is new."))
    # The view that the decision was made with stands; a dissent may follow.
    with pytest.raises(RuleBroken) as late:
        says(w, at, rows[1], ON, version=1)
    assert codes(late) == ["view_stood_before_decision"]
    says(w, at, rows[1], Said(Opinion.OFF, OFF.reasons, is_dissent=True), version=1)
    url = reverse("cases:decision", args=[conference.pk, at.pk])
    page = text(signed_in(w, "aisha").get(url))
    for words in ("Dissents", OFF.reasons, "What the health visitor saw is new.", "Found alone"):
        assert words in page
    assert "1 on the register, 1 off it, 1 without a view" in page


@pytest.mark.parametrize(
    ("weighed", "registers", "expected"),
    [
        (s.NOT_MET, True, ["threshold_not_met"]),
        (s.MET, False, ["threshold_is_met", "support_missing"]),
        (Weighed(), False, ["harm_not_answered", "harm_evidence_missing", "risk_not_answered",
                            "risk_evidence_missing", "support_missing"]),
    ],
)  # fmt: skip
def test_the_decision_follows_from_the_threshold(
    weighed: Weighed,
    registers: bool,
    expected: list[str],
) -> None:
    w = s.world()
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    at = s.conference(w, [case], on=today()).children.get()
    with pytest.raises(RuleBroken) as refused:
        decide(w, at, weighed, registers)
    assert codes(refused) == expected


def test_a_review_asks_for_no_threshold_but_for_views() -> None:
    w = s.world()
    [registration] = s.registered(w, days_ago=80)
    case = registration.case
    review = s.conference(w, [case], on=today(), kind=ConferenceKind.REVIEW, hold=False)
    [row] = came(w, review, [w.ely])
    hold(w, review, reason=s.FEW)
    at = review.children.get()
    says(w, at, row, OFF)
    decides = lambda **more: registrations.record_decision(  # noqa: E731
        by=w.gwen, at=at, decision=ConferenceDecision.CONTINUE, reasons="Too soon.", today=today(),
        weighed=Weighed(**more),
    )  # fmt: skip
    with pytest.raises(RuleBroken) as against:
        decides()
    assert codes(against) == ["chairs_reason_missing"]
    decides(chairs_reason="It is the first review.")


def test_two_who_record_at_once_lose_nothing_on_the_pages() -> None:
    w = s.world()
    conference, at, teams = called(w)
    [row] = came(w, conference, teams[:1])
    gwen, huw = signed_in(w, "gwen"), signed_in(w, "huw")
    for route, ids, first, second, meanwhile in (
        ("cases:attendance", [row.pk], {"presence": "by_video", "version": "1"},
         {"presence": "in_person", "came_instead": "Ali Khan", "version": "1"}, "By video"),
        ("cases:agency_view", [at.pk, row.pk],
         {"opinion": "on", "reasons": "Alone again.", "version": "0"},
         {"opinion": "off", "reasons": "Nain is there.", "version": "0"}, "Alone again."),
        ("cases:conference_words", [at.pk], {"childs_views": "I hide.", "version": "1"},
         {"childs_views": "I like Nain.", "parents_views": "Leave us be.", "version": "1"},
         "I hide."),
    ):  # fmt: skip
        url = reverse(route, args=[conference.pk, *ids])
        assert gwen.get(url).status_code == 200
        assert gwen.post(url, first).status_code == 302
        assert huw.post(url, first).status_code == 302  # the same again is no dispute
        overtaken = huw.post(url, second)
        assert overtaken.status_code == 409
        page = text(overtaken)
        assert "Somebody else recorded this meanwhile." in page
        assert meanwhile in page
        for typed in second.values():
            assert typed in page
        # Sent again knowingly, the second's stands, and the first's is in the audit.
        again = second | {"version": str(int(second["version"]) + 1)}
        assert f'name="version" value="{again["version"]}"' in page
        assert huw.post(url, again).status_code == 302
    kept = AuditEvent.objects.filter(action="conference.view_recorded").order_by("at", "pk")
    assert [event.details["opinion"] for event in kept] == ["on", "off"]


def test_words_recorded_while_the_decision_is_typed_are_not_lost() -> None:
    w = s.world()
    case = s.child(w)
    s.enquired(w, [case], on=s.before(10))
    at = s.conference(w, [case], on=today()).children.get()
    url = reverse("cases:decision", args=[at.conference_id, at.pk])
    gwen = signed_in(w, "gwen")
    typed = {
        "harm": "suffered", "harm_evidence": "Seen.", "is_risk_continuing": "yes",
        "risk_evidence": "Nothing changed.", "decision": "register", "categories": ["neglect"],
        "reasons": "Left alone overnight.", "childs_views": "", "version": "1",
    }  # fmt: skip
    agency_views.record_words(
        by=w.huw, at=at, childs_views="“I hide.”", parents_views="", version=1, today=today()
    )
    overtaken = gwen.post(url, typed)
    assert overtaken.status_code == 409
    assert "“I hide.”" in text(overtaken)
    assert "Left alone overnight." in text(overtaken)
    done = gwen.post(url, typed | {"childs_views": "“I hide.”"})
    assert done.status_code == 302
    at.refresh_from_db()
    assert (at.decision, at.childs_views, at.harm) == ("register", "“I hide.”", "suffered")


def test_the_live_page_from_an_empty_list_to_a_held_conference() -> None:
    w = s.world()
    conference, at, teams = called(w)
    gwen = signed_in(w, "gwen")
    live = reverse("cases:conference_live", args=[conference.pk])
    assert "Not enough agencies." in text(gwen.get(live))
    add = reverse("cases:attendance_add", args=[conference.pk])
    assert "Midwives" not in text(gwen.get(add))  # who do not work with the child
    for team in teams:
        came = {
            "kind": "team",
            "team": str(team.pk),
            "presence": "in_person",
            "person": "Pat Jones",
        }
        assert gwen.post(add, came).status_code == 302
    mother = {"kind": "family", "guest": "parent", "name": "Sioned Lloyd", "relation": "Mother",
              "presence": "by_telephone"}  # fmt: skip
    assert gwen.post(add, mother).status_code == 302
    twice = gwen.post(add, mother)
    assert twice.status_code == 409
    assert "Sioned Lloyd is on the list already" in text(twice)
    page = text(gwen.get(live))
    assert "Enough agencies." in page
    assert page.count("Not asked yet") == 3
    assert gwen.post(
        reverse("cases:conference_hold", args=[conference.pk]), day("held_on", today())
    ).status_code == 302  # fmt: skip
    mothers = Invitation.objects.get(kind="parent")
    view = reverse("cases:agency_view", args=[conference.pk, at.pk, mothers.pk])
    refused = gwen.post(view, {"opinion": "off", "reasons": "No.", "version": "0"})
    assert refused.status_code == 422
    assert not AgencyView.objects.exists()


def test_who_sees_one_child_of_two_or_none_records_nothing() -> None:
    w = s.world()
    efa = s.child(w)
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=efa)
    s.enquired(w, [efa, ioan], on=s.before(10))
    conference = s.conference(w, [efa, ioan], on=today(), hold=False)
    live = reverse("cases:conference_live", args=[conference.pk])
    assert signed_in(w, "gwen").get(live).status_code == 200
    assert signed_in(w, "ben").get(live).status_code == 403
    assert signed_in(w, "nia").get(live).status_code == 404
    elsewhere = reverse("cases:conference_words", args=[conference.pk, called_again(w)[1].pk])
    assert signed_in(w, "gwen").get(elsewhere).status_code == 404
    to_come = Conference.objects.filter(pk=conference.pk)
    to_come.update(planned_on=s.before(-2))
    assert signed_in(w, "gwen").get(live).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_views_at_the_same_moment_one_is_told() -> None:
    w = s.world()
    conference, at, teams = called(w)
    [row] = came(w, conference, teams[:1])
    together, outcomes = threading.Barrier(2), []

    @acting.as_job("test")
    def record(by: Any, said: Said) -> None:
        together.wait()
        try:
            agency_views.record_view(
                by=by, at=at, invitation=row, said=said, version=0, today=today()
            )
            outcomes.append("recorded")
        except Conflict as error:
            outcomes.append(error.problems[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=record, args=args) for args in ((w.gwen, ON), (w.huw, OFF))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["changed_meanwhile", "recorded"]
