"""My work answers "what do I do today" for each role, and shows nobody more than the gate does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from agencies.models import Membership
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Conference, ConferenceChild
from cases.queries import work_of_roles
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import board_setup as make
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> make.Authority:
    return make.authority(teams=2)


@pytest.fixture
def nurse() -> Membership:
    board = make.authority(kind="health_board", teams=1)
    return make.person(board.teams[0], "partner_practitioner", "Chloe Bevan")


def home(member: Membership) -> str:
    answer: Any = signed_in(member).get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def meeting(place: make.Authority, row: Case, **more: Any) -> Conference:
    made = Conference.objects.create(
        **{
            "authority": place.agency,
            "kind": "initial",
            "chair": place.chair,
            "planned_on": today() + timedelta(days=5),
            **more,
        }
    )
    ConferenceChild.objects.create(conference=made, case=row)
    return made


@pytest.mark.parametrize(
    ("clock", "route", "words"),
    [
        ("seen_alone", "visits/add/", "Record a visit"),
        ("later_core_group", "core-groups/add/", "Record a core group"),
        ("later_review", "conferences/call/", "Call a conference"),
        ("outline_plan_sent", "visits/add/", "Record a visit"),
    ],
)
def test_a_worker_answers_what_is_due_with_one_click(place, clock, route, words):
    worker = place.workers[0]
    row = make.case(place, co_ordinator=worker)
    make.deadline(row, clock, today() - timedelta(days=2))
    html = home(worker)
    assert f"/cases/{row.pk}/{route}" in html
    assert words in html
    assert signed_in(worker).get(f"/cases/{row.pk}/{route}").status_code == 200


def test_an_unborn_child_is_not_visited(place):
    worker = place.workers[0]
    row = make.case(place, co_ordinator=worker)
    row.child.born_on, row.child.expected_on = None, today() + timedelta(days=30)
    row.child.save()
    html = home(worker)
    assert f"/cases/{row.pk}/visits/add/" not in html
    assert f"/cases/{row.pk}/notes/add/" in html


def test_who_only_reads_is_offered_no_form(place):
    reader = make.person(place.teams[0], "support_worker")
    row = make.case(place)
    make.deadline(row, "seen_alone", today() - timedelta(days=2))
    html = home(reader)
    assert "Efa Lloyd" in html
    assert "/visits/add/" not in html


def test_a_chair_sees_what_each_conference_lacks(place):
    rows = [make.case(place, given=f"Child {n}", family=f"Family{n}") for n in range(4)]
    for row in rows:
        make.involve(row, place.head, InvolvementRole.CHAIR, Level.FULL, place.chair)
    held = {"status": "held", "held_on": today() - timedelta(days=3)}
    undecided = meeting(place, rows[0], planned_on=held["held_on"], **held)
    unsent = meeting(place, rows[1], planned_on=held["held_on"], **held)
    done = meeting(place, rows[2], planned_on=held["held_on"], **held)
    for each in (unsent, done):
        each.children.update(decision="do_not_register", decided_at=now(), decided_by=place.chair)
    make.deadline(rows[1], "outline_plan_sent", today() - timedelta(days=1), meeting=unsent.pk)
    meeting(place, rows[3])
    html = home(place.chair)
    assert "1 child to decide" in html
    assert f"/conferences/{unsent.pk}/papers/" in html
    assert f"/conferences/{undecided.pk}/" in html
    assert f"/conferences/{done.pk}/" not in html
    found = work_of_roles.chaired(make.actor(place.chair), today())
    assert [each.row.families for each in found][-1] == ("Family3",)


def test_another_chairs_conference_is_not_mine(place):
    row = make.case(place)
    other = make.person(place.head, "conference_chair")
    make.involve(row, place.head, InvolvementRole.CHAIR, Level.FULL, other)
    meeting(place, row, chair=other)
    assert work_of_roles.chaired(make.actor(place.chair), today()) == []


def test_a_partner_hears_of_the_register_for_the_children_they_share(place, nurse):
    placed = today() - timedelta(days=3)
    shared = make.case(place, given="Shared", registered_on=placed)
    make.case(place, given="Hidden", registered_on=placed)
    make.involve(shared, nurse.team, InvolvementRole.PARTNER, Level.NOTES)
    html = home(nurse)
    assert f"/cases/{shared.pk}/notes/add/" in html
    assert "placed on the register on" in html
    assert "Hidden" not in html
    event = AuditEvent.objects.filter(action="work.listed").latest("at")
    assert event.details["cases"] == [str(shared.pk)]


def test_the_custodian_sees_changes_of_the_whole_register_and_of_no_other(place):
    elsewhere = make.authority(teams=1)
    make.case(elsewhere, given="Far", registered_on=today() - timedelta(days=1))
    make.case(place, given="Near", team=1, registered_on=today() - timedelta(days=1))
    make.case(place, given="Long", registered_on=today() - timedelta(days=200))
    found = work_of_roles.changes(make.actor(place.custodian), today())
    assert [each.child for each in found] == ["Near Lloyd"]
    html = home(place.custodian)
    assert "Changes to the register" in html
    assert "Load a return" in html
    assert "Far Lloyd" not in html


def test_a_duty_worker_begins_with_a_name_and_finds_what_was_asked_again(place):
    duty = make.person(place.head, "emergency_duty")
    other = make.person(place.head, "emergency_duty")
    signed_in(duty).get("/children/", {"q": "Siân Lloyd"})
    signed_in(duty).get("/children/", {"q": "Siân Lloyd"})
    signed_in(other).get("/children/", {"q": "Somebody Else"})
    html = home(duty)
    assert "Who is the call about?" in html
    assert "/children/?q=Si%C3%A2n+Lloyd" in html
    assert "Somebody Else" not in html
    assert work_of_roles.asked_lately(make.actor(duty)) == ["Siân Lloyd"]


def test_a_manager_sees_whose_is_late(place):
    row = make.case(place, co_ordinator=place.workers[0], registered_on=today())
    make.deadline(row, "seen_alone", today() - timedelta(days=9))
    html = home(place.manager)
    assert "Worker of Team A" in html
    assert f"worker={place.workers[0].pk}" in html
    assert "not called" in html


def test_a_duty_worker_sees_what_changed_on_the_whole_register_and_no_list_of_it(place):
    elsewhere = make.authority(teams=1)
    make.case(elsewhere, given="Far", registered_on=today() - timedelta(days=1))
    make.case(place, given="Near", team=1, registered_on=today() - timedelta(days=1))
    html = home(make.person(place.head, "emergency_duty"))
    assert "Near Lloyd" in html
    assert "Far Lloyd" not in html
    assert "The whole register" not in html  # the list is of the board, which is not this role's
    assert "New notes" not in html
