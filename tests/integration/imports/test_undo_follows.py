"""What follows when a loading is undone: deadlines from facts, whoever's they are; and the form."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.domain.errors import Conflict
from cases.domain.statuses import IdentifierScheme
from cases.models import Case, Child, ChildIdentifier, Deadline, ImportBatch, OverdueFlag
from cases.services import deadlines, visits
from cases.services.imported_undo import stands_against
from cases.services.sweeps import sweep_overdue
from cpr.clock import now, today
from tests import scenarios as s
from tests.integration.imports.register_rows import differences, rows
from tests.integration.imports.test_children_of_others import JOB
from tests.integration.imports.test_children_of_others import load as load_for
from tests.integration.imports.test_undo import last, load, undo
from tests.integration.owner import of_the_owner
from tests.unit.imports.returns import TODAY, census, child, enquiry, plan

pytestmark = pytest.mark.django_db
UNBORN = {"born": "", "sex": "<Sex>U</Sex>"}


@pytest.fixture
def w() -> s.World:
    return s.world()


def seen_at(w: s.World, case: Case) -> None:
    visits.record_visit(
        by=w.actor("efua"),
        case=case,
        visited_on=today(),
        seen=visits.Seen(was_seen=True, was_seen_alone=True, was_at_home=True),
        account="Seen at home, alone.",
        childs_words="",
        today=today(),
    )


def test_a_visit_to_a_child_that_the_loading_only_looked_at_is_not_overwritten(
    w: s.World,
) -> None:
    """C2 is unchanged by the loading, but its deadlines were behind their facts and were mended."""
    load(w, census(child(plan(), number="C2")))
    stale = Deadline.objects.filter(clock="seen_alone", met_on=None)
    stale.update(due_on=today() + timedelta(days=300))
    load(w, census(child(number="C1"), child(plan(), number="C2")))
    batch = last()
    case = Case.objects.get(child__identifiers__value="C2")
    sweep_overdue(by=s.SEED, today=TODAY)
    seen_at(w, case)
    assert list(deadlines.differences([case.pk])) == []
    flags = sorted(OverdueFlag.objects.values_list("pk", flat=True))
    before = list(Deadline.objects.filter(case=case).order_by("pk").values())
    undo(w, batch)
    assert not Child.objects.filter(identifiers__value="C1").exists()
    assert list(deadlines.differences([case.pk])) == []
    assert list(Deadline.objects.filter(case=case).order_by("pk").values()) == before
    assert sorted(OverdueFlag.objects.values_list("pk", flat=True)) == flags


def test_a_deadline_made_on_the_way_and_flagged_since_stays(w: s.World) -> None:
    load(w, census(child(plan(), number="C2")))
    Deadline.objects.filter(clock="first_review").delete()
    load(w, census(child(number="C1"), child(plan(), number="C2")))
    made = Deadline.objects.get(clock="first_review")
    OverdueFlag.objects.create(deadline=made, raised_at=now())
    undo(w)
    assert OverdueFlag.objects.get(deadline__clock="first_review").deadline_id == made.pk


def _unborn_in_two_authorities(w: s.World) -> Case:
    """An unborn child, on the register here and with a case in Newport."""
    expected = "<ExpectedPersonBirthDate>2026-12-20</ExpectedPersonBirthDate>"
    load(w, census(child(number="C1", extra=expected, **UNBORN)))
    one = Child.objects.get()
    theirs = Case.objects.create(
        child=one, authority=w.gwent, lead_team=w.newport, opened_on=date(2026, 10, 1)
    )
    ChildIdentifier.objects.create(
        child=one, scheme=IdentifierScheme.LOCAL, authority=w.gwent, value="N1"
    )
    unborn = child(plan(start="2026-10-01"), number="N1", extra=expected, **UNBORN)
    load_for(w, census(unborn), by=JOB, authority=w.gwent)
    deadlines.recompute([theirs.pk])
    return theirs


def test_a_birth_that_a_return_fills_moves_every_authoritys_deadlines_and_back(
    w: s.World,
) -> None:
    theirs = _unborn_in_two_authorities(w)
    before = rows()
    load(w, census(child(number="C1", born="2026-11-10")))
    assert Child.objects.get().born_on == date(2026, 11, 10)
    assert differences(before, rows()).get("cases_deadline")
    assert list(deadlines.differences([theirs.pk])) == []
    undo(w)
    assert Child.objects.get().born_on is None
    assert list(deadlines.differences([theirs.pk])) == []
    assert differences(before, rows()) == {}


@pytest.mark.django_db(transaction=True)
def test_a_register_of_another_form_is_told_as_such(w: s.World) -> None:
    load(w, census(child(enquiry() + plan())))
    altered = "ALTER TABLE cases_child"
    with of_the_owner(
        f"{altered} ADD COLUMN of_this_test integer", f"{altered} DROP COLUMN of_this_test"
    ):
        with pytest.raises(Conflict) as refused:
            undo(w)
        assert refused.value.problems[0].code == "import_form_changed"
        stands = stands_against(by=w.actor("efua"), batch_id=last().pk)
        assert stands.problem is not None
        assert stands.problem.code == "import_form_changed"
        assert stands.added == ()
        assert ImportBatch.objects.get().state == "loaded"
