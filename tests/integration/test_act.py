"""What every service has from ``act``: a row that is gone in its middle is not found, in words."""

from __future__ import annotations

import logging

import pytest

from agencies.actors import Actor
from cases.domain.errors import NotFound
from cases.models import Case
from cases.services.act import act
from tests import scenarios as s

pytestmark = pytest.mark.django_db


@act
def reads(*, by: Actor, case: Case) -> Case:
    """As any service that asks for a row again after it waited for it."""
    return Case.objects.get(pk=case.pk)


def test_a_row_that_a_person_sees_no_more_is_not_found_and_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    w = s.world()
    case, theirs = s.child(w), s.child(w, "nia", given="Tomos", family="Rees")
    assert reads(by=w.aisha, case=case) == case
    with caplog.at_level(logging.WARNING), pytest.raises(NotFound):
        reads(by=w.aisha, case=theirs)
    [told] = [each for each in caplog.records if each.name == "cases.services.act"]
    assert "reads" in told.getMessage()
    assert told.exc_info


def test_a_job_that_finds_no_row_has_failed() -> None:
    w = s.world()
    case = s.child(w)
    unknown = Case(pk=case.child_id)
    with pytest.raises(Case.DoesNotExist):
        reads(by=Actor.system("seed"), case=unknown)
