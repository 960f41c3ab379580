"""A return of the authority's own child whose record is restricted, or closed to a custodian."""

from __future__ import annotations

import pytest

from agencies.actors import acting_as
from cases.domain.errors import Conflict
from cases.domain.imports import RecordKind
from cases.imports.wording import finding_text
from cases.models import Case, Child, ImportBatch, Section47Enquiry
from cases.services.imported_undo import stands_against, undo_loading
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.integration.acts_restricting import excluded, restricted
from tests.integration.imports.test_children_of_others import JOB, UPN, known, load
from tests.unit.imports.returns import census, child, enquiry

pytestmark = pytest.mark.django_db
NUMBERED = f"<UPN>{UPN}</UPN>"
RETURN = census(child(enquiry(), number="R1", extra=NUMBERED))


@pytest.fixture
def w() -> s.World:
    return s.world()


def loaded(w: s.World) -> Case:
    load(w, RETURN)
    return Case.objects.get()


@pytest.mark.parametrize("dry_run", [True, False], ids=["preview", "loading"])
@pytest.mark.parametrize("by_job", [True, False], ids=["job", "custodian"])
@pytest.mark.parametrize("state", ["restricted", "named", "excluded"])
def test_nothing_is_compared_or_written(
    w: s.World, state: str, by_job: bool, dry_run: bool
) -> None:
    case = loaded(w)
    if state == "excluded":
        excluded(w, case, "efua")
    else:
        restricted(w, case, "aisha", "iris", *(["efua"] if state == "named" else []))
    changed = census(
        child(enquiry(start="2025-05-05"), number="R1", born="2014-02-02", extra=NUMBERED)
    )
    who = {"by": JOB} if by_job else {}
    report = load(w, changed, dry_run=dry_run, **who)
    [said] = [each for each in report.findings if each.local_id]
    assert said.code == "record_is_closed"
    assert "Call Cardiff 029 2018 0000" in finding_text(said)
    assert "estrict" not in finding_text(said)
    assert Section47Enquiry.objects.count() == 1
    assert Child.objects.count() == 1
    assert AuditEvent.objects.filter(action="child.sought", case_id=case.pk).count() == 1


def test_a_number_of_a_restricted_child_is_nobodys_own(w: s.World) -> None:
    case = known(w, "aisha")
    restricted(w, case)
    report = load(w, census(child(number="NEW", born="2014-02-02", extra=NUMBERED)), by=JOB)
    assert "number_known_elsewhere" in {each.code for each in report.findings}


def test_a_loading_is_not_undone_over_a_closed_record(w: s.World) -> None:
    case = loaded(w)
    restricted(w, case)
    batch = ImportBatch.objects.get()
    efua = w.actor("efua")
    with acting_as(efua):  # as the page asks
        standing = stands_against(by=efua, batch_id=batch.pk)
    assert not standing.is_possible
    assert RecordKind.CHILD not in {each.kind for each in standing.added}
    with pytest.raises(Conflict):
        undo_loading(by=efua, batch_id=batch.pk, reason="The wrong return")
    assert Case.objects.filter(pk=case.pk).exists()


def test_the_others_of_a_return_are_loaded(w: s.World) -> None:
    restricted(w, loaded(w))
    both = census(child(enquiry(), number="R1"), child(enquiry(), number="R2"))
    report = load(w, both)
    assert {(each.local_id, each.code) for each in report.findings if each.local_id} == {
        ("R1", "record_is_closed")
    }
    assert Case.objects.count() == 2
