"""Where a loading stands and what may follow: every pair of states, written out a second time."""

from __future__ import annotations

import itertools

import pytest

from cases.domain.imports import IMPORT_TRANSITIONS, UNDER_WAY, WITH_FILE, ImportState, can_become

ALLOWED = {
    ("uploaded", "previewing"),
    ("uploaded", "failed"),
    ("uploaded", "discarded"),
    ("previewing", "previewed"),
    ("previewing", "failed"),
    ("previewed", "loading"),
    ("previewed", "discarded"),
    ("loading", "loaded"),
    ("loading", "failed"),
    ("loaded", "undone"),
}


@pytest.mark.parametrize(("state", "wanted"), list(itertools.product(ImportState, repeat=2)))
def test_every_pair_of_states(state: ImportState, wanted: ImportState) -> None:
    assert can_become(state, wanted) is ((state.value, wanted.value) in ALLOWED)


def test_every_state_has_a_row() -> None:
    assert set(IMPORT_TRANSITIONS) == set(ImportState)


def test_a_file_is_kept_only_before_an_end() -> None:
    assert set(ImportState) - WITH_FILE == {
        ImportState.LOADED,
        ImportState.UNDONE,
        ImportState.FAILED,
        ImportState.DISCARDED,
    }
    assert UNDER_WAY < WITH_FILE


def test_every_loading_can_come_to_an_end() -> None:
    """From each state that waits for a worker there is a way to fail plainly."""
    assert all(can_become(state, ImportState.FAILED) for state in UNDER_WAY)
