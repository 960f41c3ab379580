"""Two loadings of the same file at the same time, on two real connections."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from agencies.actors import Actor
from agencies.models import Agency
from agencies.services import open_agency
from cases.imports.load import load_register
from cases.imports.records import Kind
from cases.models import Case, Child, Registration
from tests import scenarios
from tests.unit.imports.returns import TODAY, census, child, enquiry, plan


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_and_finds_everything_there():
    authority = open_agency(
        by=scenarios.SEED, kind="local_authority", code="201", name_en="S", nation="england"
    )
    content = census(*(child(enquiry() + plan(), number=f"N{n}") for n in range(5)))

    def once(_: int) -> tuple[int, int]:
        try:
            report = load_register(
                by=Actor.system("import-register"),
                authority=Agency.objects.get(pk=authority.pk),
                file=io.BytesIO(content),
                name="same.xml",
                today=TODAY,
            )
        finally:
            connection.close()
        return report.outcomes[Kind.CHILD].created, report.outcomes[Kind.CHILD].unchanged

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(once, range(2))) == [(0, 5), (5, 0)]
    assert (Child.objects.count(), Case.objects.count()) == (5, 5)
    assert Registration.objects.count() == 5
