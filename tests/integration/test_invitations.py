"""Inviting to a conference, replies, keeping out and what is done before the day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from cases import access, grants
from cases.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import Level
from cases.domain.taking_part import AdvocateAnswer, Invitee, KeptOut, Reply
from cases.models import Case, Conference, Invitation, Notice
from cases.models.notice import NoticeKind
from cases.services import conferences, invitations, postponing, preparation, replies
from cases.services.invitations import Guest, Relative
from cases.services.replies import Answer
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_restricting import excluded
from tests.integration.test_conference_pages import day, signed_in, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def efa(w: s.World) -> Case:
    case = s.child(w)
    s.shared(w, case)
    s.enquired(w, [case], on=s.before(10))
    return case


@pytest.fixture
def called(w: s.World, efa: Case) -> Conference:
    return s.conference(w, [efa], on=s.before(-3), hold=False)


def invited(w: s.World, row: Conference, name: str, **more: Any) -> Invitation:
    """This will invite a persona's whole team."""
    guests = [Guest(w.members[name].team)]
    [made] = invitations.invite(
        by=w.aisha, conference=row, guests=guests, purpose="Conference", today=today(), **more
    )
    return made


def mother(w: s.World, row: Conference, **more: Any) -> Invitation:
    """This will invite the mother."""
    relative = Relative(Invitee.PARENT, "Sioned Lloyd", "Mother", **more)
    return invitations.invite_relative(by=w.aisha, conference=row, relative=relative, today=today())


def test_who_works_with_the_children_is_offered_first_invited_and_told(
    w: s.World, called: Conference
) -> None:
    aisha = signed_in(w, "aisha")
    url = reverse("cases:invite", args=[called.pk])
    page = text(aisha.get(url))
    assert "Health visitors, Ely" in page
    assert "Ely team" in page
    assert "Gwen Price" not in page.split("<form")[-1]  # the chair has another part
    guests = [f"{w.visitors.pk}:", f"{w.ely.pk}:"]
    page = text(aisha.post(url, {"guests": guests}, follow=True))
    assert "2 invited, and told." in page
    assert "Not quorate with those who accepted." in page
    told = Notice.objects.filter(kind=NoticeKind.CONFERENCE_INVITED)
    assert [n.membership_id for n in told if n.membership_id == w.members["chloe"].pk]
    assert w.members["aisha"].pk not in [n.membership_id for n in told]
    again = aisha.post(url, {"guests": guests})
    assert again.status_code == 422  # nobody is left to offer
    with pytest.raises(Conflict):
        invited(w, called, "chloe")


def test_a_team_that_is_not_in_the_case_is_let_in_to_the_plan_for_the_time(
    w: s.World, efa: Case, called: Conference
) -> None:
    with pytest.raises(RuleBroken):
        invited(w, called, "dev")
    assert not access.can(w.actor("dev"), P.VIEW_SUMMARY, efa)
    aisha = signed_in(w, "aisha")
    url = reverse("cases:invite_team", args=[called.pk])
    assert "Which agency?" in text(aisha.get(url))
    page = aisha.post(
        f"{url}?team={w.midwives.pk}", {"membership": "team", "opens": [str(efa.pk)]}, follow=True
    )
    assert "is invited, and told." in text(page)
    share = efa.involvements.get(team=w.midwives)
    assert share.level == Level.PLAN
    assert localdate(share.ends_at) == called.planned_on + timedelta(days=29)
    dev = w.actor("dev")
    assert access.can(dev, P.CONTRIBUTE, efa)
    assert not access.can(dev, P.VIEW_RECORD, efa)
    assert signed_in(w, "dev").get(reverse("cases:conference", args=[called.pk])).status_code == 403
    page = text(signed_in(w, "dev").get(reverse("cases:conference_reply", args=[called.pk])))
    assert "Efa" in page


def test_an_invited_practitioner_answers_and_sees_nothing_else(
    w: s.World, efa: Case, called: Conference
) -> None:
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=efa)
    called.children.create(case=ioan)
    invited(w, called, "chloe", opens=[])
    mother(w, called)
    chloe = signed_in(w, "chloe")
    url = reverse("cases:conference_reply", args=[called.pk])
    page = text(chloe.get(url))
    assert "Efa Lloyd" in page
    assert not any(word in page for word in ("Ioan", "Sioned", "Mother"))
    version = Invitation.objects.get(team=w.visitors).version
    assert chloe.post(url, {"version": version}).status_code == 422
    answer = {"version": version, "reply": "somebody_else", "note": ""}
    assert "Enter who comes instead" in text(chloe.post(url, answer))
    answer["note"] = "Carys Puw"
    assert chloe.post(url, answer).status_code == 302
    late = chloe.post(url, answer | {"reply": "apologies", "note": "On leave, sorry"})
    assert late.status_code == 409
    assert "On leave, sorry" in text(late)
    assert "Somebody else comes: Carys Puw" in text(late)
    with pytest.raises(NotAllowed):
        replies.answer_for_team(
            by=w.huw, conference=called, version=2, answer=Answer(Reply.COMING), today=today()
        )


def test_quorum_counts_agencies_of_those_who_come(
    w: s.World, efa: Case, called: Conference
) -> None:
    rows = [
        invited(w, called, "chloe"),
        invited(w, called, "aisha"),
        invited(w, called, "nia", opens=[efa.pk]),
    ]
    gwen = w.gwen
    for row in rows:
        replies.record_invitation(
            by=gwen,
            invitation=row,
            version=row.version,
            answer=Answer(Reply.COMING),
            today=today(),
        )
    url = reverse("cases:conference", args=[called.pk])
    page = text(signed_in(w, "gwen").get(url))
    assert "Quorate if everyone accepted attends." in page
    assert "Children’s services and 2 other agencies; 2 others are needed." in page
    row = Invitation.objects.get(pk=rows[0].pk)
    replies.keep_out(
        by=gwen, invitation=row, version=row.version, of=KeptOut.WHOLE, reason="A cousin"
    )
    page = text(signed_in(w, "gwen").get(url))
    assert "Not quorate with those who accepted." in page
    assert "Children’s services and 1 other agency" in page


def test_only_its_chair_keeps_a_person_out_with_the_reason(w: s.World, called: Conference) -> None:
    row = mother(w, called)
    for by in (w.aisha, w.actor("efua")):
        with pytest.raises(NotAllowed):
            replies.keep_out(by=by, invitation=row, version=1, of=KeptOut.WHOLE, reason="Threats")
    with pytest.raises(NotFound):
        replies.keep_out(
            by=w.actor("ola"), invitation=row, version=1, of=KeptOut.WHOLE, reason="Threats"
        )
    gwen = signed_in(w, "gwen")
    url = reverse("cases:keep_out", args=[called.pk, row.pk])
    page = gwen.post(url, {"version": 1, "of": "whole", "reason": ""})
    assert "Enter the reason" in text(page)
    gwen.post(url, {"version": 1, "of": "whole", "reason": "Threatened her in court"})
    shown = text(gwen.get(reverse("cases:conference", args=[called.pk])))
    assert "Kept out by the chair" in shown
    assert "Threatened her" not in shown
    assert "Threatened her in court" in text(
        signed_in(w, "aisha").get(reverse("cases:invitation", args=[called.pk, row.pk]))
    )
    gwen.post(url, {"version": 2, "of": "nothing", "reason": ""})
    row.refresh_from_db()
    assert row.kept_out_of is None
    assert row.kept_out_by is None


def test_two_people_record_a_reply_and_the_second_is_told(w: s.World, called: Conference) -> None:
    row = mother(w, called)
    url = reverse("cases:invitation", args=[called.pk, row.pk])
    aisha, gwen = signed_in(w, "aisha"), signed_in(w, "gwen")
    typed = {"version": 1, "reply": "coming", "note": "", "language": "welsh"}
    typed |= day("told_on", s.before(1)) | day("written_on", s.before(1))
    assert "1 reply to come" in text(gwen.get(reverse("cases:conference", args=[called.pk])))
    page = text(aisha.post(url, typed, follow=True))
    assert "Coming, in Welsh" in page
    assert "spoken and written" in page
    second = gwen.post(url, typed | {"reply": "apologies", "note": "Ill, she says"})
    assert second.status_code == 409
    assert "Ill, she says" in text(second)
    assert "What is recorded now" in text(second)
    assert 'name="version" value="2"' in text(second)
    for bad in ("", "x", "9" * 30, "²"):
        assert gwen.post(url, typed | {"version": bad}).status_code in (409, 422)


def test_the_family_is_invited_by_name_and_a_child_of_the_conference_alone(
    w: s.World, efa: Case, called: Conference
) -> None:
    other = s.child(w, given="Nel", family="Price")
    mother(w, called)
    with pytest.raises(Conflict):
        mother(w, called)
    with pytest.raises(NotFound):
        invitations.invite_relative(
            by=w.aisha,
            conference=called,
            relative=Relative(Invitee.CHILD, "", case=other),
            today=today(),
        )
    with pytest.raises(RuleBroken):
        mother(w, called, told_on=s.before(-1))
    url = reverse("cases:invite_family", args=[called.pk])
    gwen = signed_in(w, "gwen")
    assert "Choose which child" in text(gwen.post(url, {"kind": "child", "child": ""}))
    assert gwen.post(url, {"kind": "child", "child": str(efa.pk)}).status_code == 302
    assert Invitation.objects.get(kind="child").name == efa.child.full_name


def test_what_is_done_before_the_day_is_ticked_off(
    w: s.World, efa: Case, called: Conference
) -> None:
    Conference.objects.filter(pk=called.pk).update(interpretation="British Sign Language")
    gwen = signed_in(w, "gwen")
    page = text(gwen.get(reverse("cases:conference", args=[called.pk])))
    assert page.count("app-check--done") == 1  # called
    url = reverse("cases:conference_before", args=[called.pk])
    both = day("interpreter_booked_on", today()) | day("family_met_on", today())
    version = Conference.objects.get(pk=called.pk).version
    assert gwen.post(url, both | {"version": version}).status_code == 302
    assert gwen.post(url, both | {"version": version}).status_code == 409
    at = called.children.get()
    url = reverse("cases:advocate", args=[called.pk, at.pk])
    assert "Enter the day" in text(gwen.post(url, {"version": 1, "answer": "accepted"}))
    answered = {"version": 1, "answer": "accepted"} | day("offered_on", today())
    page = text(gwen.post(url, answered, follow=True))
    assert "Accepted" in page
    assert page.count("app-check--done") == 4
    with pytest.raises(Conflict):
        preparation.record_advocate(
            by=w.gwen,
            at=at,
            version=1,
            offered_on=today(),
            answer=AdvocateAnswer.DECLINED,
            today=today(),
        )


def test_a_withdrawn_invitation_asks_nobody_and_a_closed_conference_takes_none(
    w: s.World, efa: Case, called: Conference
) -> None:
    row = invited(w, called, "chloe")
    reply = reverse("cases:conference_reply", args=[called.pk])
    chloe = signed_in(w, "chloe")
    assert chloe.get(reply).status_code == 200
    url = reverse("cases:invitation_withdraw", args=[called.pk, row.pk])
    assert signed_in(w, "aisha").post(url, {"version": row.version}).status_code == 302
    assert chloe.get(reply).status_code == 403
    assert Notice.objects.filter(kind=NoticeKind.CONFERENCE_CHANGED).count() == 1
    assert signed_in(w, "aisha").get(url).status_code == 302
    invited(w, called, "chloe")
    conferences.cancel_conference(by=w.aisha, conference=called, reason="Snow")
    assert "held or cancelled" in text(chloe.get(reply))
    assert chloe.post(reply, {"version": 1, "reply": "coming"}).status_code == 409
    with pytest.raises(Conflict):
        mother(w, called)


def test_who_is_excluded_from_the_record_is_not_told(
    w: s.World, efa: Case, called: Conference
) -> None:
    excluded(w, efa, "chloe")
    invited(w, called, "chloe")
    assert not Notice.objects.filter(kind=NoticeKind.CONFERENCE_INVITED).exists()
    assert signed_in(w, "chloe").get(
        reverse("cases:conference_reply", args=[called.pk])
    ).status_code in (403, 404)


def test_an_invitation_under_another_conference_is_unknown(w: s.World, called: Conference) -> None:
    row = mother(w, called)
    nel = s.child(w, given="Nel", family="Price")
    s.enquired(w, [nel], on=s.before(9))
    other = s.conference(w, [nel], on=s.before(-2), hold=False)
    client: Client = signed_in(w, "gwen")
    for name in ("cases:invitation", "cases:invitation_withdraw", "cases:keep_out"):
        assert client.get(reverse(name, args=[other.pk, row.pk])).status_code == 404


def test_a_moved_conference_asks_everybody_again_and_keeps_in_who_was_let_in(
    w: s.World, efa: Case, called: Conference
) -> None:
    row = invited(w, called, "dev", opens=[efa.pk])
    mothers = mother(w, called)
    for each in (row, mothers):
        replies.record_invitation(
            by=w.gwen,
            invitation=each,
            version=1,
            answer=Answer(Reply.COMING, "By the back door"),
            today=today(),
        )
    before = Notice.objects.filter(membership=w.members["dev"]).count()
    to_on = called.planned_on + timedelta(days=40)
    postponing.postpone_conference(
        by=w.aisha,
        conference=called,
        version=Conference.objects.get(pk=called.pk).version,
        to_on=to_on,
        to_time=None,
        reason="The chair is ill",
        authorised_by=w.member("gwen"),
        protection="Efa stays with her grandmother",
    )
    for each in (row, mothers):
        each.refresh_from_db()
        assert (each.reply, each.replied_on, each.reply_note) == (None, None, "")
        assert each.version == 3
    shares = list(efa.involvements.filter(team=w.midwives).order_by("starts_at"))
    assert localdate(shares[-1].ends_at) == to_on + timedelta(days=29)
    assert Notice.objects.filter(membership=w.members["dev"]).count() > before
    page = text(signed_in(w, "dev").get("/"))
    assert "Please reply" in page
    assert reverse("cases:conference_reply", args=[called.pk]) in page


def test_a_child_whom_a_reader_may_not_see_is_not_named_by_an_invitation(
    w: s.World, efa: Case, called: Conference
) -> None:
    ioan = s.child(w, given="Ioan", age_days=2500, sibling=efa)
    called.children.create(case=ioan)
    for kind, name in ((Invitee.CHILD, ""), (Invitee.ADVOCATE, "Lowri Haf")):
        invitations.invite_relative(
            by=w.aisha,
            conference=called,
            relative=Relative(kind, name, case=ioan),
            today=today(),
        )
    invited(w, called, "nia", opens=[efa.pk])
    share = efa.involvements.get(team=w.newport)
    share.level = Level.FULL
    share.save()
    grants.sync([efa.pk])
    page = text(signed_in(w, "nia").get(reverse("cases:conference", args=[called.pk])))
    assert "Readiness" in page
    assert "Pill team" in page
    assert not any(
        word in page for word in ("Ioan", "Lowri", "Record the reply", "Invite agencies")
    )
    named = text(signed_in(w, "aisha").get(reverse("cases:conference", args=[called.pk])))
    assert "Advocate of Ioan Lloyd, Lowri Haf" in named
