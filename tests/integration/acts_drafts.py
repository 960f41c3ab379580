"""The acts on what is typed and not sent, each with what must stand before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.actors import Actor
from cases.models import Case, Draft
from cases.services import drafts
from tests import scenarios as s

Act = Callable[[], Any]


def _keep_draft(w: s.World) -> tuple[Actor, Act]:
    case = s.child(w)
    return w.aisha, lambda: drafts.keep(
        by=w.aisha, case=case, page=f"/cases/{case.pk}/notes/add/", fields={"text": ["She said"]}
    )


def _discard_draft(w: s.World) -> tuple[Actor, Act]:
    actor, keep = _keep_draft(w)
    keep()
    case, page = Case.objects.get(), Draft.objects.get().page
    return actor, lambda: drafts.discard(by=actor, case=case, page=page)


ACTS: dict[str, Callable[[s.World], tuple[Actor, Act]]] = {
    "cases.services.drafts.keep": _keep_draft,
    "cases.services.drafts.discard": _discard_draft,
}
