"""Who reads which note and notice; what is said of a child whom the searcher may not see."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from agencies.actors import Actor
from agencies.models import Team
from agencies.services import suspend_member
from cases import access, access_sought
from cases.domain.errors import NotAllowed, RuleBroken
from cases.domain.permissions import P
from cases.domain.statuses import Level, NoteAudience, NoteKind
from cases.models import Case, Note, Notice
from cases.queries import matches
from cases.services import children, notes, reading, shares
from cases.services.notices import send_notices
from cpr.audit.models import AuditEvent
from cpr.clock import today
from tests import scenarios as s

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def case(w: s.World) -> Case:
    case = s.child(w)
    s.shared(w, case, name="chloe")
    s.shared(w, case, name="dev")
    return case


def note(
    w: s.World, case: Case, text: str, audience: NoteAudience, *teams: Team, by: str = "aisha"
) -> Note:
    return notes.add_note(
        by=w.actor(by),
        case=case,
        kind=NoteKind.OBSERVATION,
        happened_on=today(),
        text=text,
        audience=audience,
        teams=teams,
        today=today(),
    )


def read_by(w: s.World, name: str) -> set[str]:
    return set(access.visible(w.actor(name), P.VIEW_NOTES, Note).values_list("text", flat=True))


def test_each_note_is_read_by_those_it_is_for(w: s.World, case: Case) -> None:
    note(w, case, "for us", NoteAudience.LEAD_AGENCY)
    note(w, case, "for all", NoteAudience.EVERYONE)
    note(w, case, "for visitors", NoteAudience.NAMED_TEAMS, w.visitors)
    note(w, case, "for midwives", NoteAudience.NAMED_TEAMS, w.midwives)
    note(w, case, "visitors to midwives", NoteAudience.NAMED_TEAMS, w.midwives, by="chloe")
    everything = {"for us", "for all", "for visitors", "for midwives", "visitors to midwives"}
    for name in ("aisha", "ben", "huw", "efua"):  # the authority always reads
        assert read_by(w, name) == everything, name
    assert read_by(w, "chloe") == {"for all", "for visitors", "visitors to midwives"}
    assert read_by(w, "dev") == {"for all", "for midwives", "visitors to midwives"}
    for name in ("farid", "gwen", "nia", "ola"):
        assert read_by(w, name) == set(), name


def test_whoever_may_only_see_a_summary_reads_what_her_own_team_wrote(w: s.World) -> None:
    case = s.child(w)
    s.shared(w, case, level=Level.SUMMARY)
    note(w, case, "for all", NoteAudience.EVERYONE)
    own = note(w, case, "by the visitors", NoteAudience.EVERYONE, by="chloe")
    assert read_by(w, "chloe") == {"by the visitors"}
    assert access.get_for(w.actor("chloe"), P.VIEW_NOTES, own.pk, Note) == own


def test_when_the_share_has_ended_even_own_notes_are_closed(w: s.World, case: Case) -> None:
    note(w, case, "by the visitors", NoteAudience.EVERYONE, by="chloe")
    share = case.involvements.get(team=w.visitors)
    shares.end_share(by=w.aisha, involvement=share, reason="No longer needed")
    assert read_by(w, "chloe") == set()
    assert "by the visitors" in read_by(w, "aisha")


def test_a_note_is_not_sent_to_a_team_that_does_not_work_with_the_child(w: s.World) -> None:
    case = s.child(w)
    with pytest.raises(RuleBroken) as refused:
        note(w, case, "for visitors", NoteAudience.NAMED_TEAMS, w.visitors)
    assert [p.code for p in refused.value.problems] == ["team_not_involved"]


def test_a_note_is_not_sent_to_a_team_that_could_never_read_it(w: s.World) -> None:
    case = s.child(w)
    s.shared(w, case, level=Level.PLAN)
    with pytest.raises(RuleBroken) as refused:
        note(w, case, "for visitors", NoteAudience.NAMED_TEAMS, w.visitors)
    assert [p.code for p in refused.value.problems] == ["team_reads_no_notes"]


def notices_of(w: s.World, name: str) -> list[str]:
    found = access.visible(w.actor(name), P.VIEW_SUMMARY, Notice)
    return sorted(found.values_list("kind", flat=True))


def test_a_notice_is_its_readers_own_and_goes_with_the_access(w: s.World) -> None:
    case = s.child(w)
    s.shared(w, case)
    assert notices_of(w, "chloe") == ["case_shared"]
    note(w, case, "for all", NoteAudience.EVERYONE)
    assert notices_of(w, "chloe") == ["case_shared", "note_shared"]
    for name in ("aisha", "dev", "efua", "huw", "nia"):
        assert notices_of(w, name) == [], name
    share = case.involvements.get(team=w.visitors)
    shares.end_share(by=w.aisha, involvement=share, reason="No longer needed")
    assert notices_of(w, "chloe") == ["share_ended"]  # of oneself, without the child


def test_nobody_is_told_of_a_note_that_they_may_not_read(w: s.World, case: Case) -> None:
    Notice.objects.all().delete()
    s.co_ordinated(w, case)
    told = {}
    for text, audience, teams in (
        ("for us", NoteAudience.LEAD_AGENCY, ()),
        ("for all", NoteAudience.EVERYONE, ()),
        ("for visitors", NoteAudience.NAMED_TEAMS, (w.visitors,)),
    ):
        row = note(w, case, text, audience, *teams, by="huw")
        told[text] = set(
            Notice.objects.filter(note=row).values_list("membership__user__full_name", flat=True)
        )
        for notice in Notice.objects.filter(note=row).select_related("membership"):
            reader = Actor.of(notice.membership)
            assert access.visible(reader, P.VIEW_NOTES, Note).filter(pk=row.pk).exists()
    assert told["for us"] == {"Aisha Rahman"}
    assert told["for all"] == {"Aisha Rahman", "Chloe Puw", "Dev Anand"}
    assert told["for visitors"] == {"Aisha Rahman", "Chloe Puw"}


def test_a_share_at_summary_level_brings_no_notice_of_notes(w: s.World) -> None:
    case = s.child(w)
    s.shared(w, case, level=Level.SUMMARY)
    row = note(w, case, "for all", NoteAudience.EVERYONE)
    assert not Notice.objects.filter(note=row, membership=w.members["chloe"]).exists()


def test_no_letter_leaves_for_a_membership_that_is_suspended(
    w: s.World, mailoutbox: list[Any]
) -> None:
    s.shared(w, s.child(w))
    suspend_member(by=s.SEED, membership=w.member("chloe"))
    assert send_notices(by=Actor.system("send-notices")) == 0
    assert mailoutbox == []
    assert not Notice.objects.filter(sent_at=None).exists()


def test_of_a_hidden_match_only_somebody_to_call_is_said(w: s.World) -> None:
    known = s.child(w, given="Efa", family="Lloyd", address="1 Secret Street, Cardiff")
    nia = w.actor("nia")
    sought = matches.Sought("Efa Lloyd", known.child.born_on, None)
    found = matches.possible_matches(nia, sought)
    assert (found.visible, found.hidden_count) == ((), 1)
    [contact] = found.contacts
    assert str(known.pk) not in repr(contact)
    assert dataclasses.asdict(contact) == {
        "case_id": known.pk,  # for the door alone, which hides it
        "agency": "Cardiff",
        "phone": "029 2018 0000",
        "phone_out_of_hours": "",
    }
    reading.ask_for_matches(by=nia, sought=sought)
    event = AuditEvent.objects.get(action="child.sought")
    assert (event.child_id, event.actor_name) == (known.child_id, "Nia Bowen")


def test_a_visible_match_is_shown_and_a_hidden_one_beside_it_is_not(w: s.World) -> None:
    mine = s.child(w, "nia", given="Efa", family="Lloyd")
    s.child(w, given="Efa", family="Lloyd")
    sought = matches.Sought("Efa Lloyd", mine.child.born_on, None)
    found = matches.possible_matches(w.actor("nia"), sought)
    assert [m.child_id for m in found.visible] == [mine.child_id]
    assert found.hidden_count == 1


def test_adding_a_child_somebody_hidden_resembles_says_no_name(w: s.World) -> None:
    known = s.child(w, given="Efa", family="Lloyd")
    new: dict[str, Any] = {"family_name": "Lloyd", "given_names": "Efa"}
    with pytest.raises(children.PossibleMatchesNotSeen) as stopped:
        children.add_child(
            by=w.actor("nia"),
            child=children.NewChild(born_on=known.child.born_on, **new),
            today=today(),
        )
    assert stopped.value.found.visible == ()
    assert [p.params for p in stopped.value.problems] == [{}]


def test_only_roles_that_search_are_given_candidates(w: s.World) -> None:
    from agencies.services import add_member

    admin = add_member(
        by=s.SEED, user=w.user("dev"), team=w.register, role="system_administrator", on=today()
    )
    with pytest.raises(NotAllowed):
        access_sought.candidates(Actor.of(admin))
    with pytest.raises(NotAllowed):
        access_sought.candidates(w.actor("farid"))
