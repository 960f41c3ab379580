"""The nightly comparison of grants with involvements: differences are repaired and recorded."""

from __future__ import annotations

import logging

from agencies.actors import Actor
from cases import grants
from cases.models import CaseGrant
from cases.services.act import act
from cpr.audit import writer as audit

log = logging.getLogger(__name__)


@act
def check(*, by: Actor) -> list[str]:
    """This will name every difference, and rebuild the grants where there is one."""
    found = grants.differences()
    if found:
        log.error("%d grants differed from their involvements and were rebuilt", len(found))
        grants.rebuild()
        audit.record(
            by=by,
            action="grants.rebuilt",
            subject=CaseGrant(),
            differences=found[:100],
            count=len(found),
        )
    return found
