"""Where the loading of a return stands, and what may follow: the one table of its states.

Keys only; the words are in ``cases.labels``' neighbours of the pages. Who may do it is the gate's.
"""

from __future__ import annotations

from enum import StrEnum


class ImportState(StrEnum):
    """Where the loading of one return stands."""

    UPLOADED = "uploaded"
    """The file is here; a preview is asked for."""
    PREVIEWING = "previewing"
    PREVIEWED = "previewed"
    LOADING = "loading"
    """A person asked for it to be loaded; nothing is in the register before it is LOADED."""
    LOADED = "loaded"
    UNDONE = "undone"
    FAILED = "failed"
    DISCARDED = "discarded"


IMPORT_TRANSITIONS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.UPLOADED: frozenset(
        {ImportState.PREVIEWING, ImportState.FAILED, ImportState.DISCARDED}
    ),
    ImportState.PREVIEWING: frozenset({ImportState.PREVIEWED, ImportState.FAILED}),
    ImportState.PREVIEWED: frozenset({ImportState.LOADING, ImportState.DISCARDED}),
    ImportState.LOADING: frozenset({ImportState.LOADED, ImportState.FAILED}),
    ImportState.LOADED: frozenset({ImportState.UNDONE}),
    ImportState.UNDONE: frozenset(),
    ImportState.FAILED: frozenset(),
    ImportState.DISCARDED: frozenset(),
}

UNDER_WAY = frozenset({ImportState.UPLOADED, ImportState.PREVIEWING, ImportState.LOADING})
"""A worker has something to do, so the page waits and looks again."""

WITH_FILE = UNDER_WAY | {ImportState.PREVIEWED}
"""The uploaded file is still needed; in every other state it is gone."""


def can_become(state: ImportState, wanted: ImportState) -> bool:
    """This will say whether a loading that stands at ``state`` may go on to ``wanted``."""
    return wanted in IMPORT_TRANSITIONS[state]


class RecordKind(StrEnum):
    """What can have been added to a child since a loading: the kinds that a person would count."""

    CHILD = "child"
    NUMBER = "number"
    NAME = "name"
    CASE = "case"
    ELSEWHERE = "elsewhere"
    INVOLVEMENT = "involvement"
    DISCUSSION = "discussion"
    ENQUIRY = "enquiry"
    CONFERENCE = "conference"
    REGISTRATION = "registration"
    CATEGORY = "category"
    ENDING = "ending"
    VISIT = "visit"
    CORE_GROUP = "core_group"
    NOTE = "note"
