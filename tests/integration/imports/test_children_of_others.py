"""What a return may find out of children whom only others know: whom to call, and never unseen."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from agencies.actors import Actor
from cases.domain.statuses import IdentifierScheme
from cases.imports import jobs
from cases.imports.load import load_register
from cases.imports.report import ImportReport
from cases.imports.uploads import receive
from cases.imports.wording import finding_text
from cases.models import Case, Child, ChildIdentifier
from cpr.audit.models import AuditEvent
from tests import scenarios as s
from tests.unit.imports.returns import TODAY, census, child, plan

pytestmark = pytest.mark.django_db
UPN = "B801200005001"
PROBE = census(child(number="MADE UP", extra=f"<UPN>{UPN}</UPN>"))
JOB = Actor.system("import-register")


@pytest.fixture
def w() -> s.World:
    return s.world()


def load(w: s.World, content: bytes, **options: Any) -> ImportReport:
    given = {"by": w.actor("efua"), "authority": w.cardiff, "today": TODAY, **options}
    return load_register(file=io.BytesIO(content), name="return.xml", **given)


def known(w: s.World, by: str) -> Case:
    """A child with a pupil number, known to the authority of ``by``."""
    case = s.child(w, by=by)
    ChildIdentifier.objects.create(child=case.child, scheme=IdentifierScheme.UPN, value=UPN)
    return case


def sought() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="child.sought", details__has_key="file"))


@pytest.mark.parametrize("dry_run", [True, False], ids=["preview", "loading"])
def test_a_number_of_a_hidden_child_says_whom_to_call_and_is_recorded(
    w: s.World, dry_run: bool
) -> None:
    theirs = known(w, "nia")
    report = load(w, PROBE, dry_run=dry_run)
    [found] = [each for each in report.findings if "number" in each.code]
    assert found.code == "number_known_elsewhere"
    assert "call Newport 01633 000000" in finding_text(found)
    [event] = sought()
    assert (event.case_id, event.child_id) == (theirs.pk, theirs.child_id)
    assert (event.actor_name, event.details["sought"]) == ("Efua Mensah", "UPN")
    assert Child.objects.count() == (1 if dry_run else 2)


def test_each_preview_is_recorded_whoever_works_on_it(w: s.World, tmp_path: Path) -> None:
    known(w, "nia")
    batch = receive(by=w.actor("efua"), file=io.BytesIO(PROBE), name="r.xml", today=TODAY)
    jobs.preview(by=JOB, batch_id=batch.pk)
    assert [event.actor_name for event in sought()] == ["Efua Mensah"]
    path = tmp_path / "made-up.xml"
    path.write_bytes(PROBE)
    call_command(
        "import_register", str(path), "--authority", "W06000015", "--dry-run", stdout=io.StringIO()
    )
    assert [event.actor_name for event in sought()] == ["Efua Mensah", "import-register"]


@pytest.mark.parametrize("who", ["efua", "job"])
def test_a_number_of_a_child_of_ones_own_is_told_as_before(w: s.World, who: str) -> None:
    known(w, "aisha")
    report = load(w, PROBE, by=JOB if who == "job" else w.actor(who))
    assert "number_of_another_child" in {each.code for each in report.findings}
    assert sought() == []


def test_a_registration_elsewhere_is_told_without_its_date(w: s.World) -> None:
    load(w, census(child(number="C1")))
    one = Child.objects.get()
    ChildIdentifier.objects.create(
        child=one, scheme=IdentifierScheme.LOCAL, authority=w.gwent, value="N1"
    )
    load(w, census(child(plan(start="2025-05-20"), number="N1")), by=JOB, authority=w.gwent)
    assert one.cases.count() == 2
    report = load(w, census(child(plan(), number="C1")), dry_run=True)
    [found] = [each for each in report.findings if each.code.startswith("overlaps")]
    assert found.code == "overlaps_elsewhere"
    assert "2025-05-20" not in finding_text(found) + str(found.params)
    load(w, census(child(plan(start="2025-05-10", end="2025-05-20"), number="C1")))
    report = load(w, census(child(plan(start="2025-05-15", end="2025-05-18"), number="C1")))
    [found] = [each for each in report.findings if each.code.startswith("overlaps")]
    assert (found.code, found.params["other_on"]) == ("overlaps_known", "2025-05-10")
