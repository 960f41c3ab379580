"""Who loaded a return is a person's name, or the job in words."""

from __future__ import annotations

from cases.services.imported_batches import LOADING_JOBS
from cases.web.presenters.imports import JOBS, loader


def test_each_job_that_loads_has_words_of_its_own() -> None:
    assert set(JOBS) == LOADING_JOBS
    assert [loader(job) for job in sorted(JOBS)] == [
        "a command on the server",
        "the made-up register",
    ]


def test_a_person_is_named() -> None:
    assert loader("Efua Mensah") == "Efua Mensah"
