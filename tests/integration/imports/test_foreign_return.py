"""A return of another authority or nation: said beside the button, asked before it is loaded."""

from __future__ import annotations

import pytest
from django.test import Client

from agencies.models import Agency
from cases.domain.imports import ImportState
from cases.models import ImportBatch, ImportChange
from cpr.clock import now
from tests import scenarios as s
from tests.integration.imports.test_upload import load, page, previewed, words
from tests.integration.test_board_pages import signed_in
from tests.unit.imports.returns import census, child, plan_row, workbook

pytestmark = pytest.mark.django_db
ASKED = "Load it for Cardiff all the same"


@pytest.fixture
def w() -> s.World:
    return s.world()


@pytest.fixture
def efua(w: s.World) -> Client:
    return signed_in(w.members["efua"])


def test_another_nations_return_is_said_and_asked(efua: Client) -> None:
    batch = previewed(efua, census(child()))
    seen = words(efua, page(batch))
    assert "You are Cardiff, in Wales." in seen
    assert "The file names the authority with the code 201." in seen
    assert "is a return of England’s format" in seen
    assert "Would be loaded, but please check" in seen
    assert ">Loaded, but please check" not in seen
    for typed in ({}, {"all_the_same": ""}):
        answer = efua.post(page(batch, "import_load"), typed)
        assert answer.status_code == 422
        assert "Say that it is to be loaded all the same" in answer.content.decode()
        batch.refresh_from_db()
        assert batch.state == ImportState.PREVIEWED
    assert load(efua, batch).status_code == 302


def test_an_authority_that_is_known_is_named(w: s.World, efua: Client) -> None:
    Agency.objects.filter(name_en="Newport").update(education_code="201")
    assert "The file names Newport." in words(efua, page(previewed(efua, census(child()))))


def test_a_workbook_is_an_english_form(efua: Client) -> None:
    seen = words(efua, page(previewed(efua, workbook([], [plan_row()]))))
    assert "Annex A is an English form." in seen
    assert "The file names" not in seen
    assert ASKED in seen


def test_ones_own_return_is_not_asked_about(w: s.World, efua: Client) -> None:
    Agency.objects.filter(pk=w.cardiff.pk).update(nation="england", education_code="201")
    batch = previewed(efua, census(child()))
    seen = words(efua, page(batch))
    assert ASKED not in seen
    assert "may not be meant for" not in seen
    assert efua.post(page(batch, "import_load")).status_code == 302


def test_a_loading_that_wrote_down_nothing_offers_no_undoing(w: s.World, efua: Client) -> None:
    batch = ImportBatch.objects.create(
        authority=w.cardiff,
        format="register",
        file_name="register-before-2024.csv",
        sha256="0" * 64,
        loaded_by_name="Before",
        started_at=now(),
        finished_at=now(),
    )
    assert not ImportChange.objects.exists()
    seen = words(efua, page(batch))
    assert "This return is loaded." in seen
    assert "Undo this loading" not in seen
