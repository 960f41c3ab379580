"""One return in each state in which a page shows it, for the scene of the pages."""

from __future__ import annotations

import io

from agencies.actors import Actor
from cases.imports import jobs
from cases.imports.uploads import receive
from cases.models import ImportBatch
from cases.services import imported_batches
from cases.services.imported_undo import undo_loading
from cpr.clock import today
from tests import scenarios as s
from tests.unit.imports import returns

JOB = Actor.system("import-register")
RETURN = returns.census(
    returns.child(returns.enquiry() + returns.plan(latest="ZZZ"), number="R1"),
    returns.child(number="R2", born="2999-01-01"),
)


def loadings(w: s.World) -> dict[str, ImportBatch]:
    """This will bring one return to each state in which a page shows it."""
    found = {}
    for state in ("uploaded", "discarded", "failed", "previewed", "undone", "loaded"):
        content = RETURN[:-12] if state == "failed" else RETURN
        batch = receive(
            by=w.actor("efua"), file=io.BytesIO(content), name=f"{state}.xml", today=today()
        )
        found[state] = batch
        if state != "uploaded":
            jobs.preview(by=JOB, batch_id=batch.pk)
        if state == "discarded":
            imported_batches.discard(by=w.actor("efua"), batch_id=batch.pk)
        if state in ("undone", "loaded"):
            imported_batches.ask_to_load(by=w.actor("efua"), batch_id=batch.pk)
            jobs.load(by=JOB, batch_id=batch.pk)
        if state == "undone":
            undo_loading(by=w.actor("efua"), batch_id=batch.pk, reason="The wrong return.")
    return found
