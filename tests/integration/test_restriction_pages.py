"""The pages of a restriction and of exclusions: what they say, and what a second saver sees."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from agencies.services import open_team
from cases import access
from cases.domain.errors import RuleBroken
from cases.domain.permissions import P
from cases.models import Case, Exclusion, Restriction
from cases.services import exclusions, restrictions
from cases.web.forms.restrictions import MOST_TEAMS
from cpr.clock import today
from tests import scenarios as s
from tests.integration.acts_restricting import excluded, restricted, seen
from tests.integration.test_record_forms import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    case = s.child(w)
    s.shared(w, case)
    s.co_ordinated(w, case)
    return case


def signed_in(w: s.World, name: str) -> Client:
    client = Client()
    client.force_login(w.user(name))
    return client


def url(name: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def ids(w: s.World, *names: str) -> list[str]:
    return [str(w.members[name].pk) for name in names]


def typed(w: s.World, *names: str, **more: object) -> dict[str, object]:
    return {"named": ids(w, *names), "reason": "A worker’s own family", "shows": "nothing", **more}


def test_a_record_is_restricted_and_says_so(w: s.World, case: Case) -> None:
    iris = signed_in(w, "iris")
    form = iris.get(url("restrict", case))
    assert form.status_code == 200
    page = form.content.decode()
    for name in ("aisha", "iris"):  # without whom it cannot be: chosen for a start
        assert re.search(rf'value="{w.members[name].pk}"[^>]* checked', page), name
    assert not re.search(rf'value="{w.members["chloe"].pk}"[^>]* checked', page)
    answer = iris.post(url("restrict", case), typed(w, "aisha", "iris"), follow=True)
    assert "Restricted: named people only" in text_of(answer)
    assert Restriction.objects.get().hides_name
    assert "Restricted: named people only" in text_of(signed_in(w, "aisha").get(url("case", case)))
    for name in ("huw", "efua", "ben", "chloe"):
        assert signed_in(w, name).get(url("case", case)).status_code == 404, name


def test_what_is_lacking_is_said_and_what_was_typed_stays(w: s.World, case: Case) -> None:
    answer = signed_in(w, "iris").post(url("restrict", case), typed(w, "aisha", shows="name"))
    assert answer.status_code == 422
    assert "Name a senior safeguarding manager" in text_of(answer)
    assert "A worker’s own family" in answer.content.decode()
    assert not Restriction.objects.exists()


def test_somebody_of_another_team_is_found_by_the_team(w: s.World, case: Case) -> None:
    iris = signed_in(w, "iris")
    plain = iris.get(url("restrict", case)).content.decode()
    assert str(w.members["dev"].pk) not in plain
    there = f"{url('restrict', case)}?team={w.midwives.pk}&team=&team=nonsense"
    assert str(w.members["dev"].pk) in iris.get(there).content.decode()
    assert iris.post(there, typed(w, "aisha", "dev", "iris")).status_code == 302
    assert access.can(w.actor("dev"), P.VIEW_SUMMARY, case)
    assert not access.can(w.actor("dev"), P.VIEW_PLAN, case)


def test_another_team_is_chosen_in_the_form_and_nothing_typed_is_lost(
    w: s.World, case: Case
) -> None:
    iris = signed_in(w, "iris")
    sent = typed(w, "aisha", "efua", reason="A cousin of hers", shows="name")
    more = {**sent, "other_team": str(w.midwives.pk), "adds_team": "yes"}
    answer = iris.post(url("restrict", case), more)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "There is a problem" not in page
    assert "A cousin of hers" in page
    for name, is_chosen in (("aisha", True), ("efua", True), ("iris", False), ("dev", False)):
        box = re.search(rf'value="{w.members[name].pk}"[^>]*>', page)
        assert box is not None, name
        assert (" checked" in box[0]) is is_chosen, name
    assert re.search(r'value="name"[^>]* checked', page)
    assert f'<optgroup label="{w.health.name_en}">' in page
    action = re.search(r'action="(\?team=[^"]*)"', page)
    assert action is not None
    there = url("restrict", case) + action[1]
    assert str(w.members["dev"].pk) in iris.get(there).content.decode()
    assert not Restriction.objects.exists()
    for name in ("exclude", "restrict"):
        for typed_in, said in (("", "Choose the team whose people"), ("nonsense", "Error:")):
            empty = iris.post(url(name, case), {"other_team": typed_in, "adds_team": "yes"})
            assert empty.status_code == 422
            assert said in text_of(empty)
            assert 'href="#id_other_team"' in empty.content.decode()
    assert signed_in(w, "chloe").post(url("restrict", case), more).status_code == 403
    assert signed_in(w, "dev").post(url("restrict", case), more).status_code == 404


def test_one_team_too_many_is_said_and_nobody_is_dropped(w: s.World, case: Case) -> None:
    teams = [w.midwives.pk, *(uuid4() for _each in range(MOST_TEAMS - 1))]
    asked = "&".join(f"team={pk}" for pk in teams)
    ninth = open_team(by=s.SEED, agency=w.health, name_en="Ninth")
    sent = {**typed(w, "aisha", "dev"), "adds_team": "yes", "other_team": str(ninth.pk)}
    answer = signed_in(w, "iris").post(f"{url('restrict', case)}?{asked}", sent)
    assert answer.status_code == 422
    assert f"The people of {MOST_TEAMS} other teams are shown" in text_of(answer)
    page = answer.content.decode()
    assert re.search(rf'value="{w.members["dev"].pk}"[^>]* checked', page)
    assert f"team={w.midwives.pk}" in page
    assert f"team={ninth.pk}" not in page


def test_a_second_look_at_the_named_keeps_who_was_seen(w: s.World, case: Case) -> None:
    restricted(w, case)
    iris = signed_in(w, "iris")
    before = ",".join(sorted(str(pk) for pk in seen(case)))
    sent = {"named": ids(w, "aisha"), "seen": before, "adds_team": "yes"}
    page = iris.post(url("restriction_people", case), sent).content.decode()
    assert f'name="seen" value="{before}"' in page


def test_each_is_told_with_what_the_role_may_see(w: s.World, case: Case) -> None:
    night = s.colleague(w, "efua", "Nan Night", "emergency_duty")
    page = text_of(signed_in(w, "iris").get(url("restrict", case)))
    for words in (
        "Emergency duty worker, Register, Cardiff · Plan and notes",
        "Support worker, reads only, Ely team, Cardiff · Full",
        "Social worker, Ely team, Cardiff · Plan co-ordinator · Works on the record",
    ):
        assert words in page
    restrictions.restrict(
        by=w.iris,
        case=case,
        named=[w.member("aisha"), w.member("iris"), night],
        reason="A witness",
        hides_name=True,
    )
    table = text_of(signed_in(w, "iris").get(url("case_restriction", case)))
    assert "Nan Night Emergency duty worker, Register, Cardiff Named person Plan and notes" in table


def test_brothers_and_sisters_are_said_to_stand_apart(w: s.World, case: Case) -> None:
    s.child(w, given="Tomos", age_days=900, sibling=case)
    hers = s.child(w, given="Gwenno", age_days=300, sibling=case)
    hidden = s.child(w, given="Mabli", age_days=2500, sibling=case)
    restricted(w, hers, "aisha", "iris")
    restricted(w, hidden, "aisha", "iris")
    iris, huw = signed_in(w, "iris"), signed_in(w, "huw")
    for name in ("restrict", "case_restriction"):
        page = text_of(iris.get(url(name, case)))
        assert "each record is restricted by itself" in page
        for words in ("Tomos Lloyd Not restricted", "Gwenno Lloyd Restricted: named people only"):
            assert words in page
        theirs = text_of(huw.get(url(name, case)))
        assert "Tomos Lloyd Not restricted" in theirs
        assert "Gwenno" not in theirs
        assert "Mabli" not in theirs
    alone = s.child(w, given="Ifan", family="Huws", age_days=700)
    assert "Brothers and sisters" not in text_of(iris.get(url("restrict", alone)))


def test_who_does_not_name_themselves_is_led_away(w: s.World, case: Case) -> None:
    huw = signed_in(w, "huw")
    answer = huw.post(url("restrict", case), typed(w, "aisha", "iris"), follow=True)
    assert answer.redirect_chain == [(reverse("cases:home"), 302)]
    assert "The record is not open to you any more." in text_of(answer)
    assert huw.get(url("case_restriction", case)).status_code == 404


def test_two_who_change_the_named_people(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "efua", "iris")
    before = ",".join(sorted(str(pk) for pk in seen(case)))
    iris, efua = signed_in(w, "iris"), signed_in(w, "efua")
    first = {"named": ids(w, "aisha", "efua", "huw", "iris"), "seen": before}
    assert iris.post(url("restriction_people", case), first).status_code == 302
    late = {"named": ids(w, "aisha", "ben", "efua", "iris"), "seen": before}
    answer = efua.post(url("restriction_people", case), late)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else has changed the named people" in text_of(answer)
    assert re.search(rf'value="{w.members["ben"].pk}"[^>]* checked', page)  # kept
    assert "Huw Morgan" in page
    again = re.search(r'name="seen" value="([^"]*)"', page)
    assert again is not None
    knowing = {**late, "seen": again[1]}
    assert efua.post(url("restriction_people", case), knowing).status_code == 302
    assert {str(pk) for pk in seen(case)} == set(ids(w, "aisha", "ben", "efua", "iris"))


def test_two_who_restrict_or_end_it(w: s.World, case: Case) -> None:
    iris = signed_in(w, "iris")
    restricted(w, case, "aisha", "huw", "iris")
    second = iris.post(url("restrict", case), typed(w, "aisha", "iris"))
    assert second.status_code == 409
    assert "already restricted" in text_of(second)
    why = {"reason": "The worker has left"}
    assert signed_in(w, "huw").post(url("restriction_end", case), why).status_code == 302
    late = iris.post(url("restriction_end", case), why)
    assert late.status_code == 409
    assert "The worker has left" in late.content.decode()
    page = text_of(iris.get(url("case_restriction", case)))
    assert "ended by Huw Morgan: The worker has left" in page


def test_an_exclusion_is_made_and_ended(w: s.World, case: Case) -> None:
    iris = signed_in(w, "iris")
    chosen = {"person": str(w.members["ben"].pk), "reason": "A cousin"}
    answer = iris.post(url("exclude", case), chosen, follow=True)
    assert "Ben Carter is excluded from this record" in text_of(answer)
    assert signed_in(w, "ben").get(url("case", case)).status_code == 404
    row = Exclusion.objects.get()
    asked = iris.get(url("exclusion_end", case, row.pk))
    assert "End the exclusion of Ben Carter?" in text_of(asked)
    iris.post(url("exclusion_end", case, row.pk), {"reason": "Mistaken"})
    assert signed_in(w, "ben").get(url("case", case)).status_code == 200
    late = iris.post(url("exclusion_end", case, row.pk), {"reason": "Mistaken"})
    assert late.status_code == 409


def test_nobody_excludes_themselves_unknowingly(w: s.World, case: Case) -> None:
    iris = signed_in(w, "iris")
    there = url("exclude", case)
    assert "I exclude myself" not in iris.get(there).content.decode()
    chosen = {"person": str(w.members["iris"].pk), "reason": "My niece"}
    asked = iris.post(there, chosen)
    assert asked.status_code == 422
    page = asked.content.decode()
    for words in ("Confirm that you exclude yourself", "My niece", "I exclude myself"):
        assert words in page
    assert not Exclusion.objects.exists()
    other = {"person": str(w.members["ben"].pk), "knows_it_is_oneself": "on", "reason": "A cousin"}
    assert iris.post(there, other).status_code == 302
    answer = iris.post(there, {**chosen, "knows_it_is_oneself": "on"}, follow=True)
    assert answer.redirect_chain == [(reverse("cases:home"), 302)]
    assert "You are excluded from this record now." in text_of(answer)
    assert "Iris Bevan is excluded" not in text_of(answer)
    assert iris.get(there).status_code == 404
    with pytest.raises(RuleBroken) as error:
        exclusions.exclude(by=w.huw, case=case, membership=w.member("huw"), reason="x")
    assert [each.code for each in error.value.problems] == ["excluding_oneself"]


def test_the_co_ordinator_and_the_last_are_not_excluded(w: s.World, case: Case) -> None:
    iris = signed_in(w, "iris")
    chosen = {"person": str(w.members["aisha"].pk), "reason": "A cousin"}
    answer = iris.post(url("exclude", case), chosen)
    assert answer.status_code == 422
    assert "put somebody else in their place first" in text_of(answer)


def test_an_exclusion_of_another_case_is_unknown(w: s.World, case: Case) -> None:
    other = s.child(w, given="Tomos", age_days=900)
    excluded(w, other, "ben")
    row = Exclusion.objects.get()
    iris = signed_in(w, "iris")
    assert iris.get(url("exclusion_end", case, row.pk)).status_code == 404
    assert iris.post(url("exclusion_end", case, row.pk), {"reason": "x"}).status_code == 404


def test_forms_say_that_they_name_whom_they_bring_in(w: s.World, case: Case) -> None:
    restricted(w, case, "aisha", "huw", "iris")
    aisha = signed_in(w, "aisha")
    there = f"{url('case_share', case)}?team={w.midwives.pk}"
    page = aisha.get(there).content.decode()
    assert "whoever you choose is named on it" in page
    assert "The whole team" not in page
    sent = {
        "membership": "team",
        "level": "plan",
        "purpose": "Midwife",
        "legal_basis": "enquiry",
        **day("starts_on", today()),
    }
    assert aisha.post(there, sent).status_code == 422
    named = {**sent, "membership": str(w.members["dev"].pk)}
    assert aisha.post(there, named).status_code == 302
    assert access.can(w.actor("dev"), P.VIEW_PLAN, case)
    huw = signed_in(w, "huw")
    assert "whoever you choose is named" in huw.get(url("co_ordinator", case)).content.decode()
    calling = aisha.get(url("conference_call", case)).content.decode()
    assert "the chair you choose is named on it" in calling


@pytest.mark.parametrize("name", ["restrict", "restriction_people", "exclude"])
@pytest.mark.parametrize("sent", [{"named": "x"}, {"person": "0"}, {"seen": "\0,x"}])
def test_what_was_not_offered_is_refused(
    w: s.World, case: Case, name: str, sent: dict[str, str]
) -> None:
    restricted(w, case)
    answer = signed_in(w, "iris").post(url(name, case) + "?team=%00", sent)
    assert answer.status_code == 422
