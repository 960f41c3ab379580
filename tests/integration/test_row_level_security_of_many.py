"""Who reaches too many cases to list has each looked at, and sees what the gate gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from agencies.actors import acting_as
from cases import access, grants
from cases.domain.statuses import InvolvementRole, Level
from cases.models import Case, Involvement
from cpr.clock import now
from tests import scenarios as s
from tests.integration.acts_restricting import excluded, restricted
from tests.integration.owner import FEW, few_are_listed
from tests.integration.test_row_level_security import SEEN_BY, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def few() -> Iterator[None]:
    with few_are_listed():
        yield


def with_many(w: s.World) -> None:
    """This will give Cardiff more closed cases than are listed, all of them led by Aisha's team."""
    case, moment = s.child(w, given="Nel", family="Evans"), now()
    rows = Case.objects.bulk_create(
        Case(
            child_id=case.child_id,
            authority_id=case.authority_id,
            lead_team_id=case.lead_team_id,
            opened_on=s.before(9),
            closed_on=s.before(8),
        )
        for _each in range(FEW + 1)
    )
    Involvement.objects.bulk_create(
        Involvement(
            case=row,
            team_id=case.lead_team_id,
            role=InvolvementRole.LEAD_TEAM,
            level=Level.LEAD,
            purpose="lead team",
            starts_at=moment,
        )
        for row in rows
    )
    grants.sync([row.pk for row in rows])


def test_a_look_at_each_case_gives_what_the_gate_gives() -> None:
    w = s.world()
    told(w)
    restricted(w, s.child(w, given="Tirion", family="Puw"))
    excluded(w, s.child(w, given="Macsen", family="Puw"), "efua")
    with_many(w)
    for name in ("aisha", "efua", "huw"):
        actor = w.actor(name)
        for model, permission in SEEN_BY.items():
            allowed = set(access.visible(actor, permission, model).values_list("pk", flat=True))
            with acting_as(actor):
                seen = set(model._default_manager.values_list("pk", flat=True))
                with connection.cursor() as cursor:
                    cursor.execute("SELECT register_has_many()")
                    assert cursor.fetchone() == (True,), name
            assert seen == allowed, (name, model)
