"""A custodian's journey: a return from the file to the register and back, through a real worker."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cases.models import Child, Registration
from cpr.celery import app
from tests import scenarios as s
from tests.browser.conftest import Visiting
from tests.browser.visitor import Visitor
from tests.integration.worker import Broker, Worker
from tests.unit.imports.returns import census, child, enquiry, plan

pytestmark = pytest.mark.slow
RETURN = census(
    child(enquiry() + plan(latest="ZZZ"), number="R1"),
    child(enquiry(conference="2025-06-02") + plan(), number="R2"),
    child(number="R3", born="2999-01-01"),
)


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A worker that does what the pages ask for; the live server's threads ask its broker."""
    broker = Broker()
    broker.app.conf.task_default_queue = broker.queue
    broker.app.set_current()
    broker.app.set_default()
    with Worker(broker, tmp_path) as started:
        yield started
    app.set_current()
    app.set_default()
    broker.close()


def choose(visitor: Visitor, content: bytes, name: str = "census.xml") -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    visitor.field("The return").set_input_files(file)  # type: ignore[arg-type]
    visitor.press("Upload and preview")


def test_from_the_file_to_the_register_and_back(
    w: s.World, visit: Visiting, worker: Worker
) -> None:
    efua = visit().sign_in("efua")
    efua.go("Upload a return")
    efua.sees("No return has been uploaded for this authority yet.")
    efua.check()
    efua.press("Upload and preview")
    efua.sees("There is a problem", "Choose the return to upload")
    efua.check()
    choose(efua, b"%PDF-1.7", "census.xml")
    efua.sees("This is neither a children in need census (XML) nor an Annex A workbook")
    efua.check()

    choose(efua, RETURN)
    efua.sees("This is a preview: nothing is loaded yet.")  # the page goes there by itself
    efua.sees("What would be loaded", "The date of birth 2999-01-01 is in the future.")
    efua.check()
    assert not Child.objects.exists()

    efua.field("Load it for Cardiff all the same").check()
    efua.press("Load this return")
    efua.sees("This return is loaded.", "What was loaded")
    efua.check()
    assert (Child.objects.count(), Registration.objects.count()) == (2, 2)
    with efua.page.expect_download() as saved:
        efua.page.get_by_role("link", name="Download every finding (CSV)").click()
    with saved.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert any("2999-01-01" in row[4] for row in rows)

    efua.follow("Children on the register")
    efua.sees("R1", "R2")
    efua.page.go_back()
    efua.follow("Undo this loading")
    efua.sees("Everything this loading added is taken out of the register")
    efua.press("Undo the loading")
    efua.sees("Enter why the loading is to be undone")
    efua.check()
    efua.fill("Why is this loading to be undone?", "It is last year’s return.")
    efua.press("Undo the loading")
    efua.is_told("The loading is undone.")
    efua.sees("It is last year’s return.")
    efua.check()
    assert not Child.objects.exists()


def test_the_same_without_javascript(w: s.World, visit: Visiting, worker: Worker) -> None:
    efua = visit(java_script_enabled=False).sign_in("efua")
    efua.go("Upload a return")
    choose(efua, RETURN)
    look_again(efua, "This is a preview: nothing is loaded yet.")
    efua.check(script=False)
    efua.field("Load it for Cardiff all the same").check()
    efua.press("Load this return")
    look_again(efua, "This return is loaded.")
    efua.check(script=False)
    efua.follow("Undo this loading")
    efua.fill("Why is this loading to be undone?", "It is last year’s return.")
    efua.press("Undo the loading")
    efua.is_told("The loading is undone.")
    efua.check(script=False)
    assert not Child.objects.exists()


def look_again(visitor: Visitor, words: str) -> None:
    """This will follow "Check again" until the work is done, as a person would."""
    for _ in range(100):
        link = visitor.page.get_by_role("link", name="Check again")
        if not link.count():
            break
        visitor.check(script=False)
        visitor.page.wait_for_timeout(300)
        visitor.click(link)
    visitor.sees(words)


def test_progress_is_seen_survives_a_reload_and_is_said_aloud(w: s.World, visit: Visiting) -> None:
    """No worker here: the page shows what is told to the cache, as it is told."""
    from cases.imports.progress import Teller
    from cases.models import ImportBatch

    broker = Broker()
    broker.app.set_current()
    broker.app.set_default()
    try:
        efua = visit().sign_in("efua")
        efua.go("Upload a return")
        choose(efua, RETURN)
        efua.sees("Waiting for its turn.")
        batch = ImportBatch.objects.get()
        ImportBatch.objects.update(state="previewing")
        efua.sees("Reading the file.")
        tell = Teller(batch.pk)
        for done in (30, 120):
            tell.told_at = 0
            tell(done, 120)
            bar = efua.page.get_by_role("progressbar", name="The preview is being made")
            expect(bar).to_have_attribute("value", str(done))
            expect(efua.page.locator("[aria-live=polite]")).to_contain_text(f"{done}")
            efua.check()
            efua.page.reload()
            expect(bar).to_have_attribute("value", str(done))
            expect(bar).to_have_attribute("max", "120")
    finally:
        app.set_current()
        app.set_default()
        broker.close()
