"""The page "who can see this, and why": for everybody it says what the gate and explain say."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.actors import Actor
from agencies.models import Membership
from agencies.services import add_member, open_team, suspend_member
from cases import access, access_explained, grants
from cases.domain.permissions import P
from cases.domain.statuses import InvolvementRole, LegalBasis, Level
from cases.models import Case, Exclusion, Involvement, Restriction
from cases.queries.sharing import Sharing, who_can_see
from cases.services import shares
from cpr import clock
from tests import scenarios as s
from tests.integration.test_board_pages import signed_in

pytestmark = pytest.mark.django_db

VIEWS = {
    "summary": P.VIEW_SUMMARY,
    "actions": P.VIEW_ACTIONS,
    "plan": P.VIEW_PLAN,
    "notes": P.VIEW_NOTES,
    "full": P.VIEW_RECORD,
    "lead": P.RECORD_WORK,
}


@pytest.fixture
def w() -> s.World:
    found = s.world()
    for name, full_name, role in (
        ("sian", "Sian Senior", "senior_manager"),
        ("emyr", "Emyr Night", "emergency_duty"),
        ("pia", "Pia Privacy", "privacy_officer"),
        ("adam", "Adam Admin", "system_administrator"),
    ):
        found.members[name] = s.colleague(found, "efua", full_name, role)
    found.members["tess"] = s.colleague(found, "aisha", "Tess Manager", "team_manager")
    other = open_team(by=s.SEED, agency=found.cardiff, name_en="Splott team", parent=found.service)
    user = s.User.objects.create_user("sid@example.invalid", "Sid Splott", s.PASSWORD)
    found.members["sid"] = add_member(
        by=s.SEED, user=user, team=other, role="team_manager", on=s.before(900)
    )
    return found


def plain(w: s.World) -> Case:
    """On the register, with a chair, a co-ordinator and shares of every kind."""
    [registration] = s.registered(w)
    case = registration.case
    s.co_ordinated(w, case)
    s.shared(w, case)
    shares.share(
        by=w.aisha,
        case=case,
        team=w.midwives,
        membership=w.member("dev"),
        level=Level.FULL,
        purpose="Midwife",
        legal_basis=LegalBasis.INFORMATION,
        ends_at=clock.now() + timedelta(hours=5),
    )
    shares.share(
        by=w.aisha,
        case=case,
        team=w.newport,
        level=Level.SUMMARY,
        purpose="The father lives there",
        legal_basis=LegalBasis.CO_OPERATION,
        starts_at=clock.now() + timedelta(days=3),
    )
    return case


def restricted(w: s.World) -> Case:
    case = plain(w)
    for row in case.involvements.filter(membership__in=[w.members["aisha"], w.members["dev"]]):
        Involvement.objects.filter(pk=row.pk).update(is_named=True)
    Involvement.objects.create(
        case=case,
        team=w.service,
        membership=w.members["huw"],
        role=InvolvementRole.NAMED,
        level=Level.LEAD,
        purpose="Manages it",
        is_named=True,
        starts_at=clock.now(),
    )
    Restriction.objects.create(
        case=case,
        reason="A colleague’s family",
        starts_at=clock.now(),
        restricted_by=w.members["huw"],
    )
    grants.sync([case.pk])
    return case


def excluded(w: s.World) -> Case:
    case = plain(w)
    for name in ("ben", "chloe", "efua"):
        Exclusion.objects.create(
            case=case,
            user=w.user(name),
            reason="Family",
            starts_at=clock.now(),
            excluded_by=w.members["huw"],
        )
    return case


def emergency(w: s.World) -> Case:
    case = plain(w)
    Involvement.objects.create(
        case=case,
        team=w.newport,
        membership=w.members["nia"],
        role=InvolvementRole.EMERGENCY,
        level=Level.FULL,
        purpose="Child missing",
        starts_at=clock.now(),
        ends_at=clock.now() + timedelta(hours=3),
    )
    suspend_member(by=s.SEED, membership=w.members["tess"])
    grants.sync([case.pk])
    return case


STATES = {each.__name__: each for each in (plain, restricted, excluded, emergency)}


def told(w: s.World, case: Case, name: str = "huw") -> Sharing:
    actor = w.actor(name)
    return who_can_see(actor, case, access.held(actor, case))


def highest(held: frozenset[P]) -> str | None:
    """From the words of the levels, not from the code under test."""
    return next((level for level in reversed(VIEWS) if VIEWS[level] in held), None)


@pytest.mark.parametrize("state", STATES)
def test_of_everybody_it_says_what_the_gate_says(w: s.World, state: str) -> None:
    case = STATES[state](w)
    case.refresh_from_db()
    found = told(w, case)
    shown = {
        seer.membership_id: seer.sees
        for group in (*found.ways, *found.reached)
        for seer in group.people
    }
    for name in w.members:
        actor = w.actor(name)
        held = access.held(actor, case)
        pk = w.members[name].pk
        assert found.sees.get(pk) == highest(held), name
        assert (pk in shown) is (P.VIEW_SUMMARY in held), name
        for standing in access_explained.standings(case, only=w.member(name)):
            assert standing.allowed == held, name
        lines = access_explained.explain(actor, case)
        assert lines[-1] == f"allowed: {', '.join(sorted(held)) if held else 'nothing'}"
    everybody = {each.membership.pk: each.allowed for each in access_explained.standings(case)}
    for member in Membership.objects.live(clock.today()).select_related("team__agency", "user"):
        held = access.held(Actor.of(member), case)
        assert everybody.get(member.pk, frozenset()) == held, member


@pytest.mark.parametrize("state", STATES)
def test_the_page_names_those_who_can_see_it_and_nobody_else(w: s.World, state: str) -> None:
    case = STATES[state](w)
    page = signed_in(w.member("huw")).get(f"/cases/{case.pk}/sharing/").content.decode()
    now_part, _, rest = page.partition("Who can see it now")[2].partition("</table>")
    for name in w.members:
        member = w.member(name)
        sees = access.can(Actor.of(member), P.VIEW_SUMMARY, case)
        assert (member.user.full_name in now_part) is sees, name
    assert ("The father lives there" in rest) is True
    assert ("This record is restricted" in page) is (state == "restricted")


def test_only_those_who_may_exclude_are_told_who_is_excluded(w: s.World) -> None:
    case = excluded(w)
    url = f"/cases/{case.pk}/sharing/"
    huw = signed_in(w.member("huw")).get(url).content.decode()
    part = huw.partition("Excluded, whatever else")[2]
    for name in ("Ben Carter", "Chloe Puw", "Efua Mensah"):
        assert name in part
    for name in ("aisha", "dev"):
        page = signed_in(w.member(name)).get(url).content.decode()
        assert "xcluded" not in page
        assert "Ben Carter" not in page
    for name in ("ben", "chloe", "efua"):
        assert signed_in(w.member(name)).get(url).status_code == 404


def test_a_reader_of_a_part_is_not_shown_who_sees_the_rest(w: s.World) -> None:
    case = plain(w)
    assert signed_in(w.member("chloe")).get(f"/cases/{case.pk}/sharing/").status_code == 403
    page = signed_in(w.member("dev")).get(f"/cases/{case.pk}/sharing/").content.decode()
    assert "Stop sharing" not in page
    assert "Midwife" in page


def test_ended_and_changed_shares_stay_on_the_page_with_the_reason(w: s.World) -> None:
    case = plain(w)
    row = case.involvements.get(team=w.visitors)
    shares.end_share(by=w.aisha, involvement=row, reason="The family has moved")
    midwife = case.involvements.get(team=w.midwives)
    shares.change_share(
        by=w.aisha,
        involvement=midwife,
        level=Level.PLAN,
        purpose=midwife.purpose,
        legal_basis=LegalBasis.INFORMATION,
        ends_at=midwife.ends_at,
    )
    later = case.involvements.get(team=w.newport)
    shares.end_share(by=w.aisha, involvement=later, reason="Not needed")
    page = signed_in(w.member("aisha")).get(f"/cases/{case.pk}/sharing/").content.decode()
    ended = page.partition("Shares that have ended")[2]
    assert "The family has moved" in ended
    assert ended.count("Changed") == 1
    assert "taken back before it began" in ended
    assert "Shares to come" not in page


def test_the_page_costs_the_same_whoever_it_is_shared_with(w: s.World) -> None:
    case = plain(w)
    counts = []
    for turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            told(w, case)
        counts.append(len(queries))
        for number in range(6 if not turn else 0):
            team = open_team(by=s.SEED, agency=w.health, name_en=f"Team {number}")
            user = s.User.objects.create_user(f"n{number}@example.invalid", f"N {number}", None)
            add_member(by=s.SEED, user=user, team=team, role="partner_practitioner", on=s.before(9))
            shares.share(
                by=w.aisha,
                case=case,
                team=team,
                level=Level.PLAN,
                purpose="One more",
                legal_basis=LegalBasis.ENQUIRY,
            )
    assert counts[0] == counts[1]


def test_explain_access_says_why_and_why_not(w: s.World) -> None:
    case = restricted(w)
    said = {}
    for name in ("aisha", "ben", "chloe", "dev", "efua", "farid"):
        out = StringIO()
        call_command("explain_access", f"{name}@example.invalid", str(case.pk), stdout=out)
        said[name] = out.getvalue()
    assert "restricted" in said["efua"]
    assert "allowed: nothing" in said["efua"]
    assert "barred" in said["ben"]
    assert "to the team as partner" in said["chloe"]
    assert "named on the restriction" in said["aisha"]
    assert "as partner, named on the restriction" in said["dev"]
    assert "[information]" in said["dev"]
    assert "no live membership" in said["farid"]
    case = excluded(w)
    out = StringIO()
    call_command("explain_access", "efua@example.invalid", str(case.pk), stdout=out)
    assert "excluded from the case" in out.getvalue()
    assert out.getvalue().rstrip().endswith("allowed: nothing")
