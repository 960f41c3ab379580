"""The acts that stand in modules of their own, gathered for ``acts``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from tests import scenarios as s
from tests.integration import (
    acts_calendar,
    acts_calling,
    acts_conferring,
    acts_drafts,
    acts_emergency,
    acts_inviting,
    acts_reports,
    acts_requests,
    acts_restricting,
)

ACTS: dict[str, Callable[[s.World], tuple[Actor, Callable[[], Any]]]] = {
    **acts_calendar.ACTS,
    **acts_calling.ACTS,
    **acts_conferring.ACTS,
    **acts_drafts.ACTS,
    **acts_emergency.ACTS,
    **acts_inviting.ACTS,
    **acts_reports.ACTS,
    **acts_requests.ACTS,
    **acts_restricting.ACTS,
}
