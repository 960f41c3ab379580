"""System checks of this app: what must hold of roles and routes before the server starts."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from agencies.roles import ROLES, Duty
from cases import protection
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


@register(Tags.models)
def tables_are_protected_or_open_for_a_reason(**kwargs: Any) -> list[CheckMessage]:
    """Every table of this app has a policy of row-level security, or says why it needs none."""
    return [
        Error(
            f"The table {table} is in neither list of cases.protection",
            hint="Protect it in a migration (cpr.postgres.policies.protect) and list it.",
            id="cases.E003",
        )
        for table in protection.undecided()
    ]


PAGES = ("cases.web", "cases.api", "agencies.web")


@register(Tags.urls)
def routed_views_declare_their_permission(**kwargs: Any) -> list[CheckMessage]:
    """Every page says what it needs: a permission, a duty, or None in so many words."""
    return [
        Error(
            f"{_name(callback)}, routed as {route!r}, declares no permission",
            hint="Set `permission` on the view class: a P, a Duty, or None for nobody's page.",
            id="cases.E002",
        )
        for route, callback in _routed(get_resolver())
        if _name(callback).startswith(PAGES) and not _declares(callback)
    ]


def _routed(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    for each in resolver.url_patterns:
        route = f"{before}{each.pattern}"
        if isinstance(each, URLPattern):
            yield route, each.callback
        else:
            yield from _routed(each, route)


def _view(callback: Any) -> Any:
    return getattr(callback, "view_class", None) or getattr(callback, "cls", None) or callback


def _name(callback: Any) -> str:
    view = _view(callback)
    return f"{view.__module__}.{view.__qualname__}"


def _declares(callback: Any) -> bool:
    undeclared = object()
    permission = getattr(_view(callback), "permission", undeclared)
    return permission is None or isinstance(permission, P | Duty)
