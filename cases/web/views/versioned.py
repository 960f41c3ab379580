"""An act on a row of a conference that somebody else may be changing at the same time."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest

from cases.domain.errors import Conflict
from cases.domain.permissions import P
from cases.web.forms.invitations import VersionedForm
from cases.web.views.acts import ActOnConference


class VersionedAct(ActOnConference):
    """An act on a row that somebody else may be changing at the same time."""

    permission = P.RECORD_CONFERENCE
    template = "cases/conferences/versioned.html"
    overtaken: list[dict[str, Any]] | None = None
    form: VersionedForm

    def get(self, request: HttpRequest, conference_id: uuid.UUID, **_ids: uuid.UUID) -> Any:
        return super().get(request, conference_id)

    def post(self, request: HttpRequest, conference_id: uuid.UUID, **_ids: uuid.UUID) -> Any:
        return super().post(request, conference_id)

    def make_form(self, data: Any) -> VersionedForm:
        self.form = self.versioned_form(data)
        return self.form

    def act(self, given: dict[str, Any]) -> None:
        try:
            self.save(given, self.form.seen_version)
        except Conflict:
            self.form.take_version(self.read_again())
            self.overtaken = self.recorded()
            raise

    def frame(self, title: str) -> dict[str, Any]:
        return super().frame(title) | {
            "overtaken": self.overtaken,
            "recorded": self.recorded(),
            "shows_recorded": self.shows_recorded(),
        }

    def shows_recorded(self) -> bool:
        """This will say whether what is stored is shown above the form, which mostly says it."""
        return False

    def versioned_form(self, data: Any) -> VersionedForm:
        """This will make the form, with the version that is stored."""
        raise NotImplementedError

    def save(self, given: dict[str, Any], version: int) -> None:
        """This will make the one service call."""
        raise NotImplementedError

    def read_again(self) -> int:
        """This will read the row as it is stored now, and give its version."""
        raise NotImplementedError

    def recorded(self) -> list[dict[str, Any]]:
        """This will say what is stored."""
        raise NotImplementedError
