"""Another agency's worker: Chloe sees the one child shared with her team, Dev sees nobody."""

from __future__ import annotations

from cases.domain.statuses import NoteAudience, NoteKind
from cases.models import Case, Note
from cases.services import notes
from cpr.clock import today
from tests import scenarios as s
from tests.browser.conftest import Visiting


def note(w: s.World, case: Case, text: str, audience: NoteAudience, **more: object) -> None:
    notes.add_note(
        by=w.aisha,
        case=case,
        kind=NoteKind.CONTACT,
        audience=audience,
        happened_on=s.before(5),
        text=text,
        today=today(),
        **more,  # type: ignore[arg-type]
    )


def test_a_health_visitor_sees_the_child_shared_with_her_team_and_adds_a_note(
    w: s.World, visit: Visiting
) -> None:
    efa = s.child(w, given="Efa Mair")
    ioan = s.child(w, given="Ioan", age_days=2600, sibling=efa)
    s.registered(w, [efa, ioan])
    s.shared(w, efa)
    note(w, efa, "For all: weighed on Tuesday.", NoteAudience.EVERYONE)
    note(w, efa, "Ours alone: the police come on Friday.", NoteAudience.LEAD_AGENCY)
    team = [w.visitors]
    note(w, efa, "For you: please see the baby.", NoteAudience.NAMED_TEAMS, teams=team)

    chloe = visit().sign_in("chloe")
    chloe.sees("Efa Mair Lloyd")
    chloe.sees_not("Ioan")
    chloe.check()
    chloe.follow("Efa Mair Lloyd")
    chloe.sees("On the register")
    chloe.sees_not("Ioan", "Ours alone")
    chloe.part("Notes")
    chloe.sees("For all: weighed on Tuesday.", "For you: please see the baby.")
    chloe.sees_not("Ours alone")
    chloe.check()
    chloe.follow("Add a note")
    chloe.choose("What is it about?", "Observation")
    chloe.fill("What happened, or what do you know?", "She has gained 300 g.")
    chloe.choose("Who is it for?", "Everyone who works with the child")
    chloe.press("Add the note")
    chloe.is_told("The note is added")
    chloe.sees("She has gained 300 g.")
    chloe.check()
    assert Note.objects.get(text="She has gained 300 g.").case == efa
    chloe.open(f"/cases/{ioan.pk}/", status=404)
    chloe.check()

    aisha = visit("aisha")
    aisha.open(f"/cases/{efa.pk}/notes/")
    aisha.sees("She has gained 300 g.", "Chloe Puw", "Ours alone")


def test_a_colleague_of_another_team_sees_nobody_and_a_pasted_address_gives_nothing_away(
    w: s.World, visit: Visiting
) -> None:
    efa = s.child(w)
    s.registered(w, [efa])
    s.shared(w, efa)
    dev = visit().sign_in("dev")
    dev.sees_not("Efa", "Lloyd")
    dev.go("Children")
    dev.sees("You work with no children at present.")
    dev.go("Conferences")
    dev.sees_not("Lloyd")
    words = set()
    for address in (
        f"/cases/{efa.pk}/",
        f"/cases/{efa.pk}/notes/",
        "/cases/01890a5d-ac96-774b-bcce-b302099a8057/",
    ):
        dev.open(address, status=404)
        assert dev.heading() == "Page not found"
        dev.sees_not("Efa", "Lloyd")
        words.add(dev.page.get_by_role("main").inner_text())
    assert len(words) == 1, "a child one may not see reads the same as one that does not exist"
    dev.check()
