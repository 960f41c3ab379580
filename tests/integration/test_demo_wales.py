"""The made-up Wales is drawn as the published tables have it, and loaded whole or not at all."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from agencies.models import Agency, User
from cases.demo import distributions as drawn_from
from cases.demo import places, wales
from cases.demo.drawing import Chance
from cases.demo.told import Crew, Episode, Family, Office, Worker
from cases.demo.told_families import Families, Part
from cases.domain.calendar import years_between
from cases.domain.rules.identifiers import is_test_nhs_number, nhs_number_problems, upn_problems
from cases.models import Case, ImportBatch, Registration

TODAY = date(2026, 11, 22)
WITHIN = 0.035


def office() -> Office:
    def crew(number: int, lateness: float, people: int) -> Crew:
        key = f"00000000-0000-7000-8000-0000000{number:05d}"
        workers = tuple(Worker(f"{key}-{n}", "Name", key, 1) for n in range(people))
        return Crew(key, f"Team {number}", 1, workers, lateness)

    crews = tuple(crew(n, late, 5) for n, late in enumerate(drawn_from.HOW_TEAMS_DIFFER))
    some = {kind: (crew(20 + n, 1, 3),) for n, kind in enumerate(("visitors", "school", "police"))}
    chairs = crew(30, 1, 4).workers
    return Office("a", "W06000015", "681", "Cardiff", 3, "b", crews, chairs[0], chairs, some)


@pytest.fixture(scope="module")
def families() -> list[Family]:
    part = Part(1500, 3000, TODAY - timedelta(days=wales.LIVE_FOR_DAYS), TODAY, 5)
    return Families(office(), part).tell()


def now_on(families: list[Family]) -> list[Episode]:
    return [f.episodes[-1] for f in families if is_on(f.episodes[-1])]


def is_on(episode: Episode) -> bool:
    return episode.registered_on is not None and episode.ended_on is None


def test_there_are_as_many_as_were_asked_for(families: list[Family]) -> None:
    assert sum(len(e.kids) for e in now_on(families)) == 1500
    assert sum(len(e.kids) for f in families for e in f.episodes if e.ended_on) == 3000


def test_how_long_names_have_been_on_the_register(families: list[Family]) -> None:
    ages = [
        (TODAY - e.registered_on).days / 30.44
        for e in now_on(families)
        for _ in e.kids
        if e.registered_on
    ]
    check_bands(ages, drawn_from.MONTHS_ON_REGISTER)


def test_how_long_names_were_on_the_register(families: list[Family]) -> None:
    lengths = [
        (e.ended_on - e.registered_on).days / 30.44
        for f in families
        for e in f.episodes
        for _ in e.kids
        if e.ended_on and e.registered_on
    ]
    check_bands(lengths, drawn_from.MONTHS_WHEN_ENDED)


def check_bands(values: list[float], spread: drawn_from.Spread) -> None:
    """Whether each band has its share; the last takes what is longer, the first what is shorter."""
    limits = [low for low, _, _ in spread.bands[1:]]
    found = Counter(sum(value >= limit for limit in limits) for value in values)
    for band, share in enumerate(spread.shares()):
        assert found[band] / len(values) == pytest.approx(share, abs=WITHIN), spread.bands[band]


def test_ages_sexes_and_the_unborn(families: list[Family]) -> None:
    kids = [kid for e in now_on(families) for kid in e.kids]
    young = sum(k.born_on is None or years_between(k.born_on, TODAY) < 5 for k in kids)
    assert young / len(kids) == pytest.approx(drawn_from.UNDER_FIVE.value, abs=WITHIN)
    assert 0 < sum(k.born_on is None for k in kids) < 25
    boys = sum(kid.sex == "male" for kid in kids) / len(kids)
    assert boys == pytest.approx(drawn_from.BOYS.value, abs=WITHIN)
    assert all(k.born_on is None or years_between(k.born_on, TODAY) < 18 for k in kids)


def test_categories(families: list[Family]) -> None:
    first = Counter(e.categories[kid.id][0] for e in now_on(families) for kid in e.kids)
    for category, share in drawn_from.CATEGORIES.items():
        assert first[category] / 1500 == pytest.approx(share.value, abs=WITHIN), category


def test_repeats_are_as_many_as_published(families: list[Family]) -> None:
    year_ago = TODAY - timedelta(days=365)
    starts = repeats = 0
    for family in families:
        seen: set[str] = set()
        for episode in family.episodes:
            for kid in episode.kids:
                if episode.registered_on and episode.registered_on >= year_ago:
                    starts += 1
                    repeats += kid.id in seen
                seen.add(kid.id)
    assert repeats / starts == pytest.approx(drawn_from.REPEAT.value, abs=WITHIN)


def test_conferences_and_reviews_are_as_late_as_published(families: list[Family]) -> None:
    from cases.demo.drawing import CALENDAR
    from cases.domain.calendar import add_months

    days, reviews = [], []
    for family in families:
        for e in family.episodes:
            if e.registered_on is None:
                continue
            days += [CALENDAR.working_days_after(e.strategy_on, e.registered_on)] * len(e.kids)
            due = add_months(e.registered_on, 3)
            for meeting in e.conferences:
                if meeting.kind == "review" and meeting.is_held:
                    reviews += [meeting.on <= due] * len(e.kids)
                    due = add_months(meeting.on, 6)
    in_time = sum(day <= 15 for day in days) / len(days)
    assert in_time == pytest.approx(drawn_from.CONFERENCE_IN_TIME.value, abs=WITHIN)
    assert sorted(days)[len(days) // 2] == drawn_from.CONFERENCE_WORKING_DAYS.value
    in_time = sum(reviews) / len(reviews)
    assert in_time == pytest.approx(drawn_from.REVIEW_IN_TIME.value, abs=WITHIN)


def test_numbers_are_of_the_test_range_and_nobody_elses(families: list[Family]) -> None:
    kids = [kid for family in families for kid in family.kids]
    nhs, upn = ([n for kid in kids if (n := getattr(kid, name))] for name in ("nhs", "upn"))
    assert len(set(nhs)) == len(nhs)
    assert len(set(upn)) == len(upn)
    assert all(is_test_nhs_number(number) for number in nhs)
    assert not any(list(nhs_number_problems(number)) for number in nhs)
    assert not any(list(upn_problems(number)) for number in upn)


def test_the_same_seed_tells_the_same(families: list[Family]) -> None:
    part = Part(30, 60, TODAY - timedelta(days=400), TODAY, 5)
    again = [Families(office(), part).tell() for _ in range(2)]
    assert again[0] == again[1]
    other = Families(office(), Part(30, 60, part.went_live_on, TODAY, 6)).tell()
    assert other != again[0]


@pytest.mark.django_db
def test_the_command_loads_once_and_only_into_a_demonstration() -> None:
    with pytest.raises(CommandError, match="Only the demonstration"):
        call_command("seed_demo", scale="small")
    with override_settings(DEMO=True):
        call_command("seed_demo", scale="small", stdout=StringIO(), stderr=StringIO())
        before = Registration.objects.count(), User.objects.count(), Case.objects.count()
        call_command("seed_demo", scale="small", stdout=StringIO(), stderr=StringIO())
    assert before == (Registration.objects.count(), User.objects.count(), Case.objects.count())
    assert before[0] > wales.SCALES["small"].on_register + wales.SCALES["small"].past
    assert ImportBatch.objects.count() == 2
    out = StringIO()
    call_command("check_register", stdout=out)
    assert "broken" not in out.getvalue()


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_data_from_before_the_whole_of_wales_are_kept_and_the_way_out_is_named() -> None:
    call_command("seed_demo", scale="none", stdout=StringIO(), stderr=StringIO())
    before, said = Case.objects.count(), StringIO()
    call_command("seed_demo", stdout=StringIO(), stderr=said)
    assert Case.objects.count() == before > 20
    assert "make demo-reset" in said.getvalue()


@pytest.mark.django_db
def test_an_interrupted_loading_leaves_nothing() -> None:
    def interrupted(what: str) -> None:
        if "authorities" in what:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wales_of(interrupted)
    assert not Case.objects.exists()
    assert not Agency.objects.filter(code="SUPPORT-PONT").exists()


def wales_of(say: wales.Say) -> None:
    from agencies import reference

    reference.load(by=wales.SEED)
    scale = wales.Scale(10, 20, authorities=("W06000008",))
    wales.load(scale=scale, today=TODAY, say=say)


def test_no_two_people_of_an_agency_have_one_name() -> None:
    def names() -> list[str]:
        builder = places.Builder(Chance("names"), TODAY)
        agency = Agency(kind="local_authority", code="W1", name_en="One", nation="wales")
        team = builder.team(agency, ("Team", "Tîm"))
        return [builder.person(team, "social_worker").user.full_name for _n in range(300)]

    assert len(set(names())) == 300
    assert names() == names()
