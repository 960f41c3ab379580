"""Each figure of the overdue board is the length of the list behind it, whatever the data."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.roles import Reach
from cases.bank_holidays import calendar_of
from cases.domain.statuses import Nation
from cases.labels import CLOCKS
from cases.models import Deadline, Note, SiblingGroup
from cases.queries import overdue, overdue_list, overdue_whose
from cases.queries.overdue_counts import Count, NotDeclared, Whose, _declared, counted
from cases.queries.overdue_scope import NOBODY, Chosen, Counted, Scope, Show
from cases.querysets import BANDS, GROUPS, MEETING_CLOCKS
from tests import board_setup as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)  # a Sunday: what fell due on Friday is late by no working day
SOME_CLOCKS = [
    "initial_conference",
    "first_review",
    "later_review",
    "first_core_group",
    "later_core_group",
    "seen_alone",
    "conference_record_sent",
    "section_47_enquiry",
]

dates = st.fixed_dictionaries(
    {
        "case": st.integers(0, 5),
        "clock": st.sampled_from(SOME_CLOCKS),
        "due": st.integers(-420, 40),
        "met": st.none() | st.integers(-9, 30),
        "stopped": st.none() | st.integers(-9, 30),
        "meeting": st.integers(0, 2),
        "is_booked": st.booleans(),
    }
)


def length(scope: Scope, chosen: Chosen) -> int:
    """This will count the list's rows by reading its pages' details, not by COUNT."""
    rows = overdue_list.keys(scope, chosen)
    entries = overdue_list.entries(scope, chosen, [row["key"] for row in rows])
    assert len(entries) == rows.count()
    return len(entries)


def size(scope: Scope, chosen: Chosen) -> int:
    """This will count the list's rows; for the many figures whose rows others read."""
    return overdue_list.keys(scope, chosen).count()


def agree(scope: Scope) -> None:
    """This will compare each figure of the board with its list."""
    board = overdue.board(scope)
    late = Chosen(team=scope.team)
    totals = board.totals
    assert totals.children == length(scope, late)
    assert totals.families == length(scope, replace(late, count=Counted.FAMILIES))
    assert totals.dates == length(scope, replace(late, count=Counted.DATES))
    soon = replace(late, show=Show.SOON)
    assert totals.soon_children == length(scope, soon)
    assert totals.soon_conferences == length(scope, replace(soon, count=Counted.CONFERENCES))
    register = replace(late, show=Show.REGISTER)
    assert totals.on_register == len(overdue_list.registered(scope, register))
    alone = replace(late, show=Show.NO_CO_ORDINATOR)
    assert totals.no_co_ordinator == len(overdue_list.registered(scope, alone))
    for row in board.rows:
        of_row = replace(late, clock=row.key)
        assert row.children == length(scope, of_row) == sum(row.bands)
        if row.conferences is not None:
            assert row.conferences == length(scope, replace(of_row, count=Counted.CONFERENCES))
        for n, band in zip(row.bands, BANDS, strict=True):
            assert n == length(scope, replace(of_row, band=band.key)), (row.key, band.key)
        rate = replace(of_row, show=Show.RATE, count=Counted.DATES)
        assert row.judged == length(scope, rate)
        assert row.in_time == length(scope, replace(rate, in_time=True))
        assert row.judged - row.in_time == length(scope, replace(rate, in_time=False))
        assert sum(month.judged for month in row.months) == row.judged
        for month in row.months:
            of_month = replace(rate, month=month.starts_on)
            assert month.judged == size(scope, of_month)
            assert month.in_time == size(scope, replace(of_month, in_time=True))
    reviews = replace(late, show=Show.RATE, clock="review_conference", count=Counted.CONFERENCES)
    assert board.reviews.conferences == length(scope, reviews)
    assert board.reviews.conferences_in_time == length(scope, replace(reviews, in_time=True))
    for week in board.weeks:
        of_week = replace(late, show=Show.WEEK, week=week.starts_on, count=Counted.DATES)
        assert week.dates == length(scope, of_week)
        assert week.unbooked == length(scope, replace(of_week, is_unbooked=True))
    for each in board.ahead:
        for week in each.weeks:
            of_week = replace(
                late, show=Show.WEEK, week=week.starts_on, count=Counted.DATES, clock=each.key
            )
            assert week.dates == size(scope, of_week)
            assert week.unbooked == size(scope, replace(of_week, is_unbooked=True))
    agree_on_what_is_not_booked(scope, totals)
    if scope.reach is Reach.AUTHORITY:
        agree_on_whose(scope)


def agree_on_what_is_not_booked(scope: Scope, totals: overdue.Totals) -> None:
    ahead, unbooked = scope.base.showing(Show.AHEAD), replace(scope.base, is_unbooked=True)
    meetings = {"count": Counted.CONFERENCES}
    assert totals.ahead_children == length(scope, ahead)
    assert totals.ahead_conferences == size(scope, replace(ahead, **meetings))
    assert totals.late_children == length(scope, unbooked)
    assert totals.late_conferences == size(scope, replace(unbooked, **meetings))
    for show, figure in (
        (Show.NO_VISIT, totals.no_visit),
        (Show.NO_CORE_GROUP, totals.no_core_group),
    ):
        assert figure == len(overdue_list.registered(scope, scope.base.showing(show)))


def agree_on_whose(scope: Scope) -> None:
    """Each figure of a team or a worker is the length of its list."""
    parts = [(part, {"team": part.key}) for part in parted(scope, Whose.TEAM)]
    parts += [(part, {"worker": part.key}) for part in parted(scope, Whose.WORKER)]
    for part, own in parts:
        of_part = Scope.of(scope.actor, today=scope.today, **({"team": scope.team} | own))
        late = of_part.base
        assert part.children == size(of_part, late)
        assert part.dates == size(of_part, replace(late, count=Counted.DATES))
        ahead = replace(late.showing(Show.AHEAD), count=Counted.CONFERENCES)
        assert part.unbooked == size(of_part, ahead)
        register = late.showing(Show.REGISTER)
        assert part.on_register == len(overdue_list.registered(of_part, register))
        no_visit = late.showing(Show.NO_VISIT)
        assert part.no_visit == len(overdue_list.registered(of_part, no_visit))
    assert sum(part.dates for part in parted(scope, Whose.WORKER)) == size(
        scope, replace(scope.base, count=Counted.DATES)
    )


def parted(scope: Scope, whose: Whose) -> list[overdue_whose.Part]:
    return overdue_whose.parts(overdue.summary(scope, whose=whose), whose)


@pytest.fixture
def place():
    return make.authority()


@pytest.fixture
def six_cases(place):
    siblings = SiblingGroup.objects.create(name="Lloyd")
    elsewhere = make.authority(teams=1)
    make.deadline(make.case(elsewhere), "seen_alone", TODAY - timedelta(days=3))
    return [
        make.case(
            place,
            team=n % 2,
            given=f"Child {n}",
            siblings=siblings if n < 3 else None,
            registered_on=date(2026, 1, 1) if n % 3 else None,
            co_ordinator=place.workers[n % 2] if n == 4 else None,
        )
        for n in range(6)
    ]


@given(rows=st.lists(dates, max_size=18), team=st.none() | st.integers(0, 1))
@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_figure_is_the_length_of_its_list(place, six_cases, rows, team):
    Deadline.objects.filter(case__in=six_cases).delete()
    meetings = [uuid.UUID(int=n + 1) for n in range(3)]
    for n, row in enumerate(rows):
        due_on = TODAY + timedelta(days=row["due"])
        met = row["met"] if row["stopped"] is None else None
        has_meeting = row["clock"] in MEETING_CLOCKS
        make.deadline(
            six_cases[row["case"]],
            row["clock"],
            due_on,
            subject=f"s:{n}",
            met_on=None if met is None else due_on + timedelta(days=met),
            stopped_on=None if row["stopped"] is None else due_on + timedelta(days=row["stopped"]),
            meeting=meetings[row["meeting"]] if has_meeting else None,
            is_booked=row["is_booked"],
        )
    for member in (place.manager, place.custodian, place.workers[0]):
        actor = make.actor(member)
        agree(Scope.of(actor, today=TODAY, team=place.teams[team].pk if team is not None else None))


@pytest.mark.parametrize("days_ago", range(45))
@pytest.mark.parametrize("nation", [Nation.WALES, Nation.SCOTLAND])
@pytest.mark.parametrize("today", [TODAY, date(2026, 12, 29), date(2026, 4, 7)])
def test_a_band_by_dates_is_the_band_by_counting_days(nation, days_ago, today):
    calendar = calendar_of(nation)
    due_on = today - timedelta(days=days_ago + 1)
    late = calendar.working_days_after(due_on, today)
    holds = [
        band.key
        for band in BANDS
        for after, until in [band.span(calendar, today)]
        if (after is None or due_on > after) and (until is None or due_on <= until)
    ]
    wanted = [b.key for b in BANDS if late >= b.least and (b.most is None or late <= b.most)]
    assert holds == wanted


def test_a_due_date_is_late_the_day_after(place):
    row = make.case(place)
    make.deadline(row, "seen_alone", TODAY)
    scope = Scope.of(make.actor(place.manager), today=TODAY)
    assert overdue.board(scope).totals.children == 0
    assert overdue.board(replace_day(scope, TODAY + timedelta(days=1))).totals.children == 1


def replace_day(scope: Scope, day: date) -> Scope:
    return Scope.of(scope.actor, today=day)


def test_siblings_at_one_conference_are_children_and_one_conference(place):
    siblings = SiblingGroup.objects.create(name="Hughes")
    for name in ("Mali", "Twm", "Gwen"):
        row = make.case(place, given=name, siblings=siblings)
        make.deadline(row, "first_review", date(2026, 11, 2), meeting=siblings.pk)
    board = overdue.board(Scope.of(make.actor(place.manager), today=TODAY))
    reviews = next(r for r in board.rows if r.key == "review_conference")
    assert (reviews.children, reviews.conferences) == (3, 1)
    assert (board.totals.children, board.totals.families) == (3, 1)
    assert reviews.bands == (0, 0, 3, 0)  # due 2 November, 14 working days before


def test_each_clock_with_words_has_a_row_and_each_row_its_clocks():
    assert set(CLOCKS) == {clock for clocks in GROUPS.values() for clock in clocks}


def test_a_row_stands_for_each_clock_that_the_nation_has(place):
    keys = [row.key for row in overdue.board(Scope.of(make.actor(place.manager), today=TODAY)).rows]
    assert keys == [key for key in GROUPS if key != "seen"]
    england = make.authority(nation="england")
    keys = [
        row.key for row in overdue.board(Scope.of(make.actor(england.manager), today=TODAY)).rows
    ]
    assert keys == ["initial_conference", "review_conference", "core_group", "seen"]


def test_what_was_stopped_in_time_is_judged_neither_way(place):
    row = make.case(place)
    due_on = date(2026, 6, 1)
    make.deadline(row, "seen_alone", due_on, stopped_on=due_on)
    make.deadline(row, "seen_alone", due_on, stopped_on=due_on + timedelta(days=1))
    make.deadline(row, "seen_alone", due_on, met_on=due_on)
    make.deadline(row, "seen_alone", due_on, met_on=due_on + timedelta(days=1))
    make.deadline(row, "seen_alone", due_on)
    board = overdue.board(Scope.of(make.actor(place.manager), today=TODAY))
    seen = next(r for r in board.rows if r.key == "seen_alone")
    assert (seen.judged, seen.in_time) == (4, 1)


def test_a_co_ordinator_who_has_left_is_no_co_ordinator(place):
    row = make.case(place, co_ordinator=place.workers[0], registered_on=date(2026, 1, 1))
    scope = Scope.of(make.actor(place.manager), today=TODAY)
    assert overdue.board(scope).totals.no_co_ordinator == 0
    place.workers[0].ended_on = date(2026, 11, 1)
    place.workers[0].save()
    assert overdue.board(scope).totals.no_co_ordinator == 1
    late = make.deadline(row, "seen_alone", date(2026, 11, 2))
    wanted = [row["key"] for row in overdue_list.keys(scope, Chosen())]
    entry = overdue_list.entries(scope, Chosen(), wanted)[0]
    assert entry.first.deadline_id == late.pk
    assert entry.first.co_ordinator == ""


def test_the_board_counts_in_a_fixed_number_of_queries(place, django_assert_num_queries):
    actor = make.actor(place.manager)

    def read() -> None:
        scope = Scope.of(actor, today=TODAY)
        overdue.board(scope)
        overdue_list.longest(scope, 10)

    for wanted in (1, 9):
        for n in range(wanted):
            row = make.case(place, given=f"Child {n}", co_ordinator=place.workers[0])
            make.deadline(row, "seen_alone", TODAY - timedelta(days=n + 1))
        with django_assert_num_queries(6):
            read()


def test_where_nobody_co_ordinates_the_children_of_nobody_are_counted(place):
    row = make.case(place, registered_on=date(2026, 1, 1))
    make.deadline(row, "seen_alone", TODAY - timedelta(days=3))
    [part] = parted(Scope.of(make.actor(place.manager), today=TODAY), Whose.WORKER)
    assert (part.key, part.on_register, part.children, part.dates) == (NOBODY, 1, 1, 1)


def test_nothing_undeclared_is_counted_where_no_policy_stands(place) -> None:
    scope = Scope.of(make.actor(place.manager), today=TODAY)
    names = Count("SELECT given_names, NULL, NULL FROM cases_child", ("due",))
    with pytest.raises(NotDeclared):
        counted(scope, {"names": names})
    rows = Deadline.objects.annotate(name=F("case__child__family_name")).values("case_id", "name")
    with pytest.raises(NotDeclared):
        _declared("due", rows)
    with pytest.raises(NotDeclared):
        _declared("due", Note.objects.values("case_id"))
    with pytest.raises(NotDeclared):
        _declared("judged", Deadline.objects.values("case_id"))
