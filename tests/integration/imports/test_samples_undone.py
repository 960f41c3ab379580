"""The published sample files, loaded and undone: the register is, row by row, as it was before.

Nothing of the files is copied here; the tests run where the files lie.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from cases.imports.load import load_register
from cases.models import Child, ImportBatch
from cases.services.imported_undo import undo_loading
from cases.services.sweeps import sweep_overdue
from cpr.clock import today
from tests import scenarios as s
from tests.integration.imports.register_rows import differences, rows
from tests.integration.imports.test_samples import ANNEX_A, LARGE, SMALL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not all(path.exists() for path in (SMALL, LARGE, ANNEX_A)),
        reason="the published samples do not lie in ../shared/data beside the project",
    ),
]


@pytest.mark.parametrize("path", [SMALL, LARGE, ANNEX_A], ids=lambda path: path.suffix + path.stem)
def test_undone_it_was_never_there(path: Path) -> None:
    w = s.world()
    s.registered(w)
    before = rows()
    with path.open("rb") as file:
        load_register(
            by=w.actor("efua"), authority=w.cardiff, file=file, name=path.name, today=today()
        )
    assert Child.objects.count() > len(before["cases_child"])
    sweep_overdue(by=s.SEED, today=today())
    swept = rows()["cases_sweeprun"]
    batch = ImportBatch.objects.get()
    undo_loading(by=w.actor("efua"), batch_id=batch.pk, reason="Only to see")
    connection.check_constraints()
    after = rows()
    assert after["cases_sweeprun"] == swept
    of_before = {row for table in ("cases_overdueflag", "cases_notice") for row in before[table]}
    for table in ("cases_overdueflag", "cases_notice", "cases_sweeprun"):  # of the child before
        after[table] = [row for row in after[table] if row in of_before]
    assert differences(before, after) == {}
