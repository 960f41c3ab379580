"""The loading of a return in words: where it stands, what it would do or did, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from cases.domain.imports import ImportState
from cases.imports.progress import Progress
from cases.imports.record_words import RECORDS
from cases.imports.records import Finding, Kind, Severity
from cases.imports.report import ImportReport
from cases.imports.wording import KINDS, finding_text, place_text
from cases.models import ImportBatch
from cases.queries.imports import Loading
from cases.services.imported_manifest import Added
from cases.web.presenters import days

STATES: dict[ImportState, tuple[Promise, str]] = {
    ImportState.UPLOADED: (gettext_lazy("Waiting for its preview"), "blue"),
    ImportState.PREVIEWING: (gettext_lazy("Preview being made"), "blue"),
    ImportState.PREVIEWED: (gettext_lazy("Not loaded yet"), "amber"),
    ImportState.LOADING: (gettext_lazy("Being loaded"), "blue"),
    ImportState.LOADED: (pgettext_lazy("a return", "Loaded"), "green"),
    ImportState.UNDONE: (gettext_lazy("Undone"), "grey"),
    ImportState.FAILED: (gettext_lazy("Failed"), "red"),
    ImportState.DISCARDED: (gettext_lazy("Discarded"), "grey"),
}
FORMATS = {
    "census": gettext_lazy("Children in need census"),
    "annex_a": gettext_lazy("Ofsted Annex A workbook"),
}
JOBS = {
    "import-register": gettext_lazy("a command on the server"),
    "seed": gettext_lazy("the made-up register"),
}
"""Who loaded a return, where it was no person."""
SHOWN_GROUPS = 20
SHOWN_PLACES = 5
EXACTLY = 1024 * 1024


def table(rows: Iterable[Loading]) -> dict[str, Any]:
    """This will give the list of loadings."""
    return {
        "caption": _("Returns uploaded before"),
        "columns": [
            {"label": _("File")},
            {"label": _("Where it stands")},
            {"label": _("Uploaded")},
            {"label": _("By")},
            {"label": _("Children in it"), "numeric": True},
        ],
        "rows": [_row(row) for row in rows],
        "empty": _("No return has been uploaded for this authority yet."),
    }


def _row(row: Loading) -> list[Any]:
    words, kind = STATES[row.state]
    children = row.counts.get(Kind.CHILD.value, {}).get("read")
    return [
        {"text": row.file_name, "url": reverse("cases:import", args=[row.batch_id])},
        {"text": str(words), "tag": kind},
        days.moment(row.at),
        loader(row.by),
        "" if children is None else str(children),
    ]


def facts(batch: ImportBatch) -> list[dict[str, Any]]:
    """This will say what the file is, who brought it, and what became of it."""
    state = ImportState(batch.state)
    words, kind = STATES[state]
    rows = [
        {"label": _("Where it stands"), "value": str(words), "tag": kind},
        {"label": _("Format"), "value": str(FORMATS.get(batch.format, batch.format))},
    ]
    if batch.file_size is not None:
        rows.append({"label": _("Size"), "value": size(batch.file_size)})
    rows.append(
        {
            "label": _("Uploaded") if batch.file_size is not None else _("Begun"),
            "value": _who_and_when(loader(batch.loaded_by_name), days.moment(batch.started_at)),
        }
    )
    if batch.finished_at is not None:
        rows.append({"label": _("Loaded on"), "value": days.moment(batch.finished_at)})
    if state is ImportState.UNDONE and batch.state_at is not None:
        undone = _who_and_when(batch.undone_by_name, days.moment(batch.state_at))
        rows.append({"label": _("Undone"), "value": undone})
        rows.append({"label": _("Reason"), "value": batch.undo_reason})
    if state is ImportState.DISCARDED and batch.state_at is not None:
        rows.append({"label": _("Discarded"), "value": days.moment(batch.state_at)})
    return rows


def loader(name: str) -> str:
    """This will name who loaded a return: a person, or a job in words."""
    return str(JOBS.get(name, name))


def _who_and_when(who: str, when: str) -> str:
    return _("%(when)s by %(who)s") % {"when": when, "who": who}


def size(octets: int) -> str:
    """This will give the size of a file, as people say it."""
    if octets < EXACTLY:
        return _("%(n)s KB") % {"n": max(1, round(octets / 1024))}
    return _("%(n)s MB") % {"n": round(octets / EXACTLY, 1)}


def progress_words(state: ImportState, found: Progress) -> str:
    """This will say how far the work is."""
    values = {"done": found.done, "total": found.total}
    is_at_end = found.done == found.total
    if state is ImportState.UPLOADED:
        return _("Waiting for its turn.")
    if not found.total:
        return _("Reading the file.")
    if state is ImportState.LOADING:
        if found.done == found.total:
            return (
                _("All %(total)s children are loaded; the register is being put in order.") % values
            )
        return _("Loaded %(done)s of %(total)s children.") % values
    if is_at_end:
        return _("All %(total)s children are checked; the report is being written.") % values
    return _("Checked %(done)s of %(total)s children.") % values


def counts(report: ImportReport) -> dict[str, Any]:
    """This will give the table of what was read and what became of it; each row adds up."""
    rows: list[list[Any]] = [
        [words, *(str(n) for n in (c.read, c.created, c.changed, c.unchanged, c.refused))]
        for words, c in report.summary()
    ]
    return {
        "caption": _("What would be loaded") if report.is_dry_run else _("What was loaded"),
        "columns": [
            {"label": _("Records")},
            {"label": _("Read"), "numeric": True},
            {"label": _("New"), "numeric": True},
            {"label": _("Changed"), "numeric": True},
            {"label": _("Already there"), "numeric": True},
            {"label": _("Not loaded"), "numeric": True},
        ],
        "rows": rows,
        "empty": _("The file holds no record that this register keeps."),
    }


def opened(report: ImportReport) -> str:
    """This will say how many cases and teams go with it; nothing where there are none."""
    parts = []
    if n := report.cases_opened:
        parts.append(ngettext("%(n)s case is new.", "%(n)s cases are new.", n) % {"n": n})
    if n := report.teams_opened:
        parts.append(ngettext("%(n)s team is new.", "%(n)s teams are new.", n) % {"n": n})
    return " ".join(parts)


def findings(found: list[Finding], caption: str) -> dict[str, Any]:
    """This will give what was found, alike with alike, most often first, each with its places."""
    alike: dict[tuple[Severity, str, Kind], list[Finding]] = {}
    for one in found:
        alike.setdefault((one.severity, one.code, one.kind), []).append(one)
    groups = sorted(alike.values(), key=len, reverse=True)
    return {
        "caption": caption,
        "columns": [
            {"label": _("Finding")},
            {"label": _("Records")},
            {"label": _("How often"), "numeric": True},
            {"label": _("Where")},
        ],
        "rows": [
            [finding_text(group[0]), str(KINDS[group[0].kind]), str(len(group)), _places(group)]
            for group in groups[:SHOWN_GROUPS]
        ],
    }


def hidden_groups(found: list[Finding]) -> int:
    """This will count the kinds of findings that the table has no room for."""
    return max(0, len({(one.severity, one.code, one.kind) for one in found}) - SHOWN_GROUPS)


def _places(group: list[Finding]) -> str:
    shown = [_place(one) for one in group[:SHOWN_PLACES]]
    words = "; ".join(place for place in shown if place)
    if (rest := len(group) - SHOWN_PLACES) > 0:
        more = ngettext("and %(n)s more", "and %(n)s more", rest) % {"n": rest}
        words = f"{words} {more}".strip()
    return words


def _place(found: Finding) -> str:
    place = place_text(found.place)
    if not found.local_id:
        return place
    return _("%(place)s (child %(number)s)") % {"place": place, "number": found.local_id}


def added(found: Iterable[Added]) -> dict[str, Any]:
    """This will count what was added to the children of a loading since, by kind."""
    return {
        "caption": _("Added or changed since the loading"),
        "columns": [
            {"label": _("What")},
            {"label": _("New"), "numeric": True},
            {"label": _("Children"), "numeric": True},
        ],
        "rows": [[str(RECORDS[one.kind]), str(one.added), str(one.children)] for one in found],
    }
