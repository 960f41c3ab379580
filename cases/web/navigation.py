"""The main navigation and the unread count, for the header of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agencies.actors import Actor
from agencies.roles import Duty
from cases import access
from cases.domain.permissions import P
from cases.models import Notice

ITEMS: tuple[tuple[Any, str, tuple[str, ...], Duty | None], ...] = (
    (_("My work"), "cases:home", (), None),
    (_("Children"), "cases:children", ("/children/", "/cases/"), Duty.SEARCH),
    (_("Conferences"), "cases:conferences", ("/conferences/",), None),
    (_("Overdue"), "cases:overdue", ("/overdue/",), Duty.OVERDUE_BOARD),
    (_("Upload a return"), "cases:imports", ("/imports/",), Duty.IMPORT_REGISTER),
    (_("Emergency access"), "cases:emergency_counts", ("/emergency/",), Duty.COUNT_EMERGENCIES),
)


def items(request: HttpRequest) -> list[dict[str, Any]]:
    """This will list the pages that the acting membership can open, marking the present one."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return []
    return [
        {
            "label": label,
            "url": reverse(name),
            "current": request.path.startswith(parts) or request.path == reverse(name),
        }
        for label, name, parts, duty in ITEMS
        if duty is None or actor.has_duty(duty)
    ]


def search_url(request: HttpRequest) -> str:
    """This will give the address that the header searches at; none for who may not search."""
    actor: Actor | None = getattr(request, "actor", None)
    return reverse("cases:children") if actor and actor.has_duty(Duty.SEARCH) else ""


def unread_count(request: HttpRequest) -> int:
    """This will count the acting membership's unread notices of cases it may still see."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return 0
    return access.visible(actor, P.VIEW_SUMMARY, Notice).filter(read_at__isnull=True).count()
