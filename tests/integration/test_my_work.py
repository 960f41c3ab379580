"""My work and notifications: late first, only what is mine or shared, words made when read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import grants
from cases.bank_holidays import calendar_of
from cases.domain.statuses import InvolvementRole, Level, Nation
from cases.models import Conference, ConferenceChild, Involvement, Note, Notice
from cases.models.notice import NoticeKind
from cases.queries import my_work
from cases.services import sweeps
from cpr.clock import now, today
from tests import board_setup as make
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make.authority()


@pytest.fixture
def nurse():
    board = make.authority(kind="health_board", teams=1)
    return make.person(board.teams[0], "partner_practitioner", "Chloe Bevan")


def test_what_is_late_comes_first_then_what_is_due_next(place):
    mine = {"co_ordinator": place.workers[0]}
    for given, days in (("Later", 9), ("Late", -3), ("Sooner", 2), ("Latest", -30)):
        row = make.case(place, given=given, **mine)
        make.deadline(row, "seen_alone", today() + timedelta(days=days))
    make.case(place, given="Nothing", **mine)
    make.case(place, given="Another", team=1, co_ordinator=place.workers[1])
    actor = make.actor(place.workers[0])
    work = my_work.work(actor, my_work.co_ordinated_by(actor), today=today())
    names = [child.name.split()[0] for child in work.children]
    assert names == ["Latest", "Late", "Sooner", "Later", "Nothing"]


def test_a_former_co_ordinator_has_the_child_no_more(place):
    row = make.case(place, co_ordinator=place.workers[0])
    Involvement.objects.filter(role="co_ordinator").update(ends_at=now())
    grants.sync([row.pk])
    actor = make.actor(place.workers[0])
    assert not my_work.co_ordinated_by(actor).exists()


def test_a_partner_sees_the_children_shared_and_new_notes_but_no_clocks(place, nurse):
    shared = make.case(place, given="Shared")
    make.case(place, given="Hidden")
    make.deadline(shared, "seen_alone", today() - timedelta(days=9))
    make.involve(shared, nurse.team, InvolvementRole.PARTNER, Level.NOTES)
    worker = place.workers[0]
    for audience in ("everyone", "lead_agency"):
        Note.objects.create(
            case=shared,
            author=worker,
            author_team=worker.team,
            audience=audience,
            happened_on=today(),
            text="Third morning late.",
        )
    html = signed_in(nurse).get("/").content.decode()
    assert "Shared Lloyd" in html
    assert "Hidden" not in html
    assert "working days late" not in html
    actor = make.actor(nurse)
    work = my_work.work(actor, my_work.worked_on_by(actor), today=today())
    assert len(work.news) == 1


def test_a_chair_sees_the_conferences_to_come_and_those_not_recorded(place):
    row = make.case(place)
    make.involve(row, place.head, InvolvementRole.CHAIR, Level.FULL, place.chair)
    for days in (-2, 5):
        conference = Conference.objects.create(
            authority=place.agency,
            kind="initial",
            chair=place.chair,
            planned_on=today() + timedelta(days=days),
        )
        ConferenceChild.objects.create(conference=conference, case=row)
    html = signed_in(place.chair).get("/").content.decode()
    assert html.count('<th scope="row"') == 3  # two conferences and one child
    assert html.count("Record that it was held") == 1
    assert html.index("Record that it was held") < html.index("in 5 days")


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("social_worker", "No child has you as plan co-ordinator yet"),
        ("partner_practitioner", "No child’s record is shared with you"),
        ("support_worker", "No child’s record is shared with you"),
        ("system_administrator", "Your role gives no access"),
        ("register_custodian", "Nothing is overdue"),
        ("emergency_duty", "What you search for stands here"),
        ("conference_chair", "You have no conference to chair"),
    ],
)
def test_an_empty_page_says_what_to_do(place, role, words):
    answer = signed_in(make.person(place.teams[0], role)).get("/")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_notices_say_what_was_late_and_are_marked_read(place):
    row = make.case(place, co_ordinator=place.workers[0])
    late = make.deadline(row, "seen_alone", today() - timedelta(days=30))
    sweeps.sweep_overdue(by=make.Actor.system("overdue-sweep"), today=today())
    client = signed_in(place.workers[0])
    html = client.get("/notifications/").content.decode()
    assert "Efa Lloyd" in html
    assert "Seen alone was due on" in html
    assert "Mark 1 as read" in html
    assert client.post("/notifications/").status_code == 302
    assert not Notice.objects.filter(membership=place.workers[0], read_at=None).exists()
    late.met_on = today()
    late.save()
    assert "and was done on" in client.get("/notifications/").content.decode()
    late.met_on, late.stopped_on = None, today()
    late.save()
    html = client.get("/notifications/").content.decode()
    assert "It ended on" in html
    assert "Ended, not done" in html
    assert "was done on" not in html


def test_a_conference_one_may_not_open_is_not_offered(place, nurse):
    row = make.case(place)
    conference = Conference.objects.create(
        authority=place.agency,
        kind="initial",
        chair=place.chair,
        planned_on=today() + timedelta(days=5),
    )
    ConferenceChild.objects.create(conference=conference, case=row)
    involvement = make.involve(row, nurse.team, InvolvementRole.PARTNER, Level.NOTES)
    client = signed_in(nurse)
    assert str(conference.pk) not in client.get("/").content.decode()
    involvement.level = Level.FULL
    involvement.save()
    grants.sync([row.pk])
    assert f"/conferences/{conference.pk}/" in client.get("/").content.decode()
    assert client.get(f"/conferences/{conference.pk}/").status_code == 200


def test_what_is_counted_in_working_days_is_told_in_them(place):
    row = make.case(place, co_ordinator=place.workers[0])
    due = calendar_of(Nation.WALES).add_working_days(today(), 8)
    make.deadline(row, "seen_alone", due)
    html = signed_in(place.workers[0]).get("/").content.decode()
    assert "To be seen alone" in html
    assert "in 8 working days" in html


def test_a_notice_of_a_case_no_longer_shared_is_gone(place, nurse):
    row = make.case(place)
    involvement = make.involve(row, nurse.team, InvolvementRole.PARTNER, Level.SUMMARY)
    Notice.objects.create(membership=nurse, case=row, kind=NoticeKind.CASE_SHARED, created_at=now())
    client = signed_in(nurse)
    assert "now shares this child" in client.get("/notifications/").content.decode()
    involvement.ends_at = now()
    involvement.save()
    grants.sync([row.pk])
    assert "Efa" not in client.get("/notifications/").content.decode()


def test_a_notice_tells_no_more_than_its_reader_may_see(place, nurse):
    row = make.case(place, co_ordinator=place.workers[0])
    make.involve(row, nurse.team, InvolvementRole.PARTNER, Level.SUMMARY)
    make.deadline(row, "seen_alone", today() - timedelta(days=30))
    sweeps.sweep_overdue(by=make.Actor.system("overdue-sweep"), today=today())
    Notice.objects.filter(membership=place.workers[0]).update(membership=nurse)
    html = signed_in(nurse).get("/notifications/").content.decode()
    assert "needs attention" in html
    assert "Seen alone" not in html
