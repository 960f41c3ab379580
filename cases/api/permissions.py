"""Who may call the API: a signed-in person with a live membership."""

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class HasActor(BasePermission):
    """Refuses everyone without an acting membership."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return getattr(request, "actor", None) is not None
