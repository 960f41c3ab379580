"""``manage.py import_register``: what it prints, keeps and refuses, and its exit codes."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Agency
from cases.models import Child, ImportBatch
from tests import scenarios
from tests.unit.imports.returns import census, child, plan

pytestmark = pytest.mark.django_db
NEW = ("--create-authority", "Sampleshire", "--nation", "england")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.xml"
    path.write_bytes(census(child(plan(initial="NEG", latest="NEG"))))
    return path


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    path = tmp_path / "doubtful.xml"
    path.write_bytes(census(child(), child(number="C2", born="2999-01-01")))
    return path


def run(*arguments: Any) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("import_register", *map(str, arguments), stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_an_authority_of_any_nation_can_be_created(good):
    code, words = run(good, "--authority", "201", *NEW)
    assert code == 0
    assert "Loaded: good.xml (census) for 201" in words
    authority = Agency.objects.get(code="201")
    assert (authority.name_en, authority.nation) == ("Sampleshire", "england")
    assert Child.objects.count() == 1
    assert run(good, "--authority", "201")[0] == 0
    assert Child.objects.count() == 1


def test_a_preview_keeps_nothing_not_even_the_authority(good):
    code, words = run(good, "--authority", "201", *NEW, "--dry-run")
    assert code == 0
    assert "Preview, nothing was kept" in words
    assert not Agency.objects.filter(code="201").exists()
    assert not Child.objects.exists()


def test_a_refusal_has_its_own_exit_code_and_its_line(doubtful, tmp_path):
    kept = tmp_path / "report.csv"
    code, words = run(doubtful, "--authority", "201", *NEW, "--report", kept)
    assert code == 1
    assert "1 not loaded" in words
    assert "line 5 [C2]: The date of birth 2999-01-01 is in the future." in words
    lines = list(csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig"))))
    assert ["line 5", "C2", "Children", "Not loaded"] in [cells[:4] for cells in lines]


@pytest.mark.parametrize("content", [b"", b"%PDF", b"<Message>", b"<!DOCTYPE a><Message/>"])
def test_an_unreadable_file_leaves_everything_as_it_was(tmp_path, content):
    path = tmp_path / "bad"
    path.write_bytes(content)
    code, words = run(path, "--authority", "201", *NEW)
    assert code == 2
    assert words.startswith("bad: ")
    assert not Agency.objects.filter(code="201").exists()
    assert not ImportBatch.objects.exists()


def test_a_request_that_makes_no_sense_is_refused(good, tmp_path):
    assert run(good, "--authority", "999")[0] == 2
    assert run(tmp_path / "missing.xml", "--authority", "201", *NEW)[0] == 2
    world = scenarios.world()
    assert run(good, "--authority", world.health.code)[0] == 2
    assert run(good, "--authority", world.cardiff.code, "--as", "nobody@example.invalid")[0] == 2


def test_a_custodian_loads_in_their_own_name(good):
    world = scenarios.world()
    assert run(good, "--authority", world.cardiff.code, "--as", "efua@example.invalid")[0] == 0
    assert ImportBatch.objects.get().loaded_by == world.members["efua"]
    for name in ("aisha", "farid", "chloe"):
        email = f"{name}@example.invalid"
        assert run(good, "--authority", world.cardiff.code, "--as", email)[0] == 2
    assert run(good, "--authority", world.gwent.code, "--as", "efua@example.invalid")[0] == 2


def test_help_says_what_the_exit_codes_mean(capsys):
    with pytest.raises(SystemExit):
        call_command("import_register", "--help")
    assert "Exit codes:" in capsys.readouterr().out


def undo(*arguments: Any) -> tuple[int, str]:
    out, told = io.StringIO(), io.StringIO()
    try:
        call_command("undo_import", *map(str, arguments), stdout=out, stderr=told)
    except CommandError as error:
        return error.returncode, f"{told.getvalue()}{error}"
    return 0, out.getvalue()


def test_a_loading_is_taken_back_by_the_name_it_printed(good):
    world = scenarios.world()
    _, words = run(good, "--authority", world.cardiff.code)
    batch = ImportBatch.objects.get()
    assert f"undo_import {batch.pk}" in words
    assert "undo_import" not in run(good, "--authority", world.cardiff.code, "--dry-run")[1]
    for email in ("aisha@example.invalid", "nobody@example.invalid", "farid@example.invalid"):
        assert undo(batch.pk, "--reason", "Wrong", "--as", email)[0] == 1
    assert undo(batch.pk, "--reason", "  ")[0] == 1
    assert Child.objects.exists()
    code, words = undo(batch.pk, "--reason", "Wrong", "--as", "efua@example.invalid")
    assert (code, words) == (0, "Undone: good.xml. The register is as it was before it.\n")
    assert not Child.objects.exists()
    assert undo(batch.pk, "--reason", "Wrong") == (
        1,
        "The loading of this return has already been undone",
    )
    assert undo("01a203d3-a69d-77c1-878b-c6614fdbfa4a", "--reason", "x")[0] == 1


def test_what_was_added_since_is_told_with_its_number(good):
    world = scenarios.world()
    run(good, "--authority", world.cardiff.code)
    case = Child.objects.get().cases.get()
    scenarios.enquiries.record_strategy_discussion(
        by=world.actor("efua"),
        cases=[case],
        held_on=scenarios.before(1),
        outcome=scenarios.StrategyOutcome.NO_SECTION_47,
        agencies_present="Police",
        reasons="A bruise.",
        today=scenarios.today(),
    )
    code, words = undo(ImportBatch.objects.get().pk, "--reason", "Wrong")
    assert code == 1
    assert "Strategy discussions: 1 new, 1 children" in words
    assert "Something has been added to these children since the loading" in words
