"""System checks of this app: what must hold of roles and routes before the server starts."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from agencies.roles import ROLES
from cases.domain.permissions import P


@register()
def roles_name_known_permissions(**kwargs: Any) -> list[CheckMessage]:
    """Every permission a role holds is one that the gate knows."""
    known = {p.value for p in P}
    return [
        Error(
            f"Role {key} holds unknown permissions {sorted(role.permissions - known)}",
            id="cases.E001",
        )
        for key, role in ROLES.items()
        if role.permissions - known
    ]
