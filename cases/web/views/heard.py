"""What was said of one child at a conference: an agency's view, the child's and parents' words."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils.translation import gettext as _

from cases import access
from cases.domain.errors import NotFound, Problem
from cases.domain.taking_part import Opinion
from cases.models import ConferenceChild, Invitation
from cases.queries import agency_views
from cases.services import agency_views as services
from cases.web.forms.live import ViewForm, WordsForm
from cases.web.presenters import agency_views as words
from cases.web.presenters.decisions import category_choices
from cases.web.presenters.weighing import words_rows
from cases.web.views.live import LiveFormView
from cpr import clock
from cpr.ui import forms as ui


class OfOneChild(LiveFormView):
    """A small form about one child at the conference."""

    def load(self, **ids: uuid.UUID) -> None:
        self.open(ids["conference_id"])
        rows = self.children()
        if ids["at_id"] not in rows:
            raise NotFound(Problem("not_found"))
        self.at: ConferenceChild = rows[ids["at_id"]]
        self.child = next(c for c in self.room.children if c.at_id == self.at.pk)
        self.on = self.room.conference.held_on or self.room.conference.planned_on


class Words(OfOneChild):
    """What the child and the parents said, in their own words."""

    asks = (WordsForm,)

    def question(self) -> str:
        return _("What %(name)s and the parents said") % {"name": self.child.name}

    def make_form(self, data: Any) -> ui.Form:
        at = self.at
        initial = {"childs_views": at.childs_views, "parents_views": at.parents_views}
        return WordsForm(data, initial=initial | {"version": at.version})

    def act(self, given: dict[str, Any]) -> None:
        services.record_words(
            by=self.actor,
            at=self.at,
            childs_views=given["childs_views"],
            parents_views=given["parents_views"],
            version=self.seen(given),
            today=clock.today(),
        )

    def version(self) -> int:
        return self.at.version

    def stands(self) -> list[dict[str, Any]]:
        return words_rows(self.at)


class View(OfOneChild):
    """What one agency that is there thinks of one child."""

    asks = (ViewForm,)

    def load(self, **ids: uuid.UUID) -> None:
        super().load(**ids)
        self.invitation = access.get_for(
            self.actor, self.permission, ids["invitation_id"], Invitation
        )
        self.guest = self.one(self.invitation.pk)
        heard = agency_views.views(self.actor, [self.at.pk])
        self.view = next((v for v in heard if v.invitation_id == self.invitation.pk), None)

    def question(self) -> str:
        return _("%(agency)s on %(name)s") % {"agency": self.guest.who, "name": self.child.name}

    def make_form(self, data: Any) -> ui.Form:
        view = self.view
        initial: dict[str, Any] = {"version": self.version()}
        if view is not None:
            initial |= {
                "opinion": view.opinion,
                "categories": list(view.categories),
                "reasons": view.reasons,
                "is_dissent": view.is_dissent,
            }
        categories = category_choices(self.room.nation, self.on)
        is_decided = self.at.decision is not None
        return ViewForm(data, initial=initial, categories=categories, is_decided=is_decided)

    def act(self, given: dict[str, Any]) -> None:
        services.record_view(
            by=self.actor,
            at=self.at,
            invitation=self.invitation,
            said=services.Said(
                opinion=Opinion(given["opinion"]),
                reasons=given["reasons"],
                categories=given["categories"] or (),
                is_dissent=given.get("is_dissent", False),
            ),
            version=self.seen(given),
            today=clock.today(),
        )

    def version(self) -> int:
        return self.view.version if self.view else 0

    def stands(self) -> list[dict[str, Any]]:
        return words.stands(self.view, self.room.nation, self.on) if self.view else []
