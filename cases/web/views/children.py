"""Adding a child after the possible matches were looked at. List and search are in ``search``."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from agencies.roles import Duty
from cases import access
from cases.domain.errors import DomainError, NotAllowed, NotFound, Problem
from cases.domain.permissions import P
from cases.models import Child
from cases.queries import matches as matching
from cases.services import children as services
from cases.services import reading
from cases.web.forms.children import ChildForm
from cases.web.presenters import children as presenter
from cases.web.views.base import ActorView, answer, put_errors
from cpr.clock import today

TOKEN_SALT = "cases.children.possible-matches"  # noqa: S105
TOKEN_SECONDS = 60 * 60
CARRIED_APART = frozenset({"csrfmiddlewaretoken", "shown", "confirmed", "step"})


class ChildAddView(ActorView):
    """Adding a child: what is known; then that it is none of those on record who are like it."""

    permission = Duty.ADD_CHILD

    def get(self, request: HttpRequest) -> HttpResponse:
        sibling = self._sibling(request.GET.get("sibling", ""))
        initial: dict[str, Any] = {}
        if sibling is not None:
            initial = {
                "family_name": sibling.family_name,
                "address": sibling.address,
                "home_language": sibling.home_language,
                "sibling": str(sibling.pk),
            }
        return self._ask(request, ChildForm(initial=initial), sibling)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChildForm(request.POST)
        sibling = self._sibling(request.POST.get("sibling", ""))
        if request.POST.get("step") == "change":
            return self._ask(request, ChildForm(initial=_typed(request.POST)), sibling)
        if not form.is_valid():
            return self._ask(request, form, sibling, status=422)
        shown = _shown(request.POST.get("shown", ""), form, self.actor.membership_id)
        if shown is not None and not request.POST.get("confirmed"):
            form.add_error(
                None,
                _("Say that none of these is the child you are adding, or open the one who is"),
            )
            return self._show_matches(request, form, sibling, status=422)
        try:
            case = services.add_child(
                by=self.actor,
                child=form.new_child(),
                today=today(),
                matches_seen=[uuid.UUID(pk) for pk in shown["seen"]] if shown else (),
                hidden_matches_seen=shown["hidden"] if shown else 0,
                sibling=sibling,
            )
        except services.PossibleMatchesNotSeen:
            return self._show_matches(request, form, sibling, status=409 if shown else 200)
        except (NotFound, NotAllowed):
            raise
        except DomainError as error:
            return self._ask(request, form, sibling, status=put_errors(form, error))
        messages.success(request, _("%(name)s is added.") % {"name": case.child.full_name})
        return redirect("cases:case", case_id=case.pk)

    def _ask(
        self, request: HttpRequest, form: ChildForm, sibling: Child | None, status: int = 200
    ) -> HttpResponse:
        context = {
            "page_title": _("Add a child"),
            "form": form,
            "sibling": sibling,
            "back_url": reverse("cases:children"),
            "cancel_url": reverse("cases:children"),
            "submit_label": _("Continue"),
        }
        return answer(request, "cases/children/add.html", context, status)

    def _show_matches(
        self, request: HttpRequest, form: ChildForm, sibling: Child | None, status: int
    ) -> HttpResponse:
        child = form.new_child()
        sought = matching.Sought.of(child)
        found = reading.ask_for_matches(by=self.actor, sought=sought)
        seen = [match.child_id for match in found.visible]
        cases = dict(
            access.visible(self.actor, P.VIEW_SUMMARY)
            .filter(child_id__in=seen)
            .values_list("child_id", "pk")
        )
        context = {
            "page_title": _("Is this child on record already?"),
            "form": form,
            "sought": sought,
            "matches": presenter.matches(found.visible, cases, today()),
            "contacts": [presenter.contact(each) for each in found.contacts],
            "hidden_count": found.hidden_count,
            "changed": status == 409,
            "carried": [
                (name, value)
                for name, values in request.POST.lists()
                if name not in CARRIED_APART
                for value in values
            ],
            "shown": _token(form, seen, found.hidden_count, self.actor.membership_id),
        }
        return answer(request, "cases/children/matches.html", context, status)

    def _sibling(self, text: str) -> Child | None:
        if not text:
            return None
        try:
            pk = uuid.UUID(text)
        except ValueError as error:
            raise NotFound(Problem("not_found")) from error
        return reading.open_child(
            by=self.actor, child_id=pk, permission=P.RECORD_WORK, part="child_add"
        )


def _typed(posted: QueryDict) -> dict[str, Any]:
    """This will give back what was typed, to be shown again without judging it."""
    blank = ChildForm()
    return {
        name: field.widget.value_from_datadict(posted, {}, name)
        for name, field in blank.fields.items()
    }


def _digest(form: ChildForm) -> str:
    typed = {name: str(value) for name, value in sorted(form.cleaned_data.items())}
    return hashlib.sha256(json.dumps(typed).encode()).hexdigest()


def _token(form: ChildForm, seen: list[uuid.UUID], hidden: int, who: uuid.UUID | None) -> str:
    """What was shown, to whom, for which typed child: nobody can say they saw what they did not."""
    said = {
        "typed": _digest(form),
        "seen": [str(pk) for pk in seen],
        "hidden": hidden,
        "who": str(who),
    }
    return signing.dumps(said, salt=TOKEN_SALT)


def _shown(token: str, form: ChildForm, who: uuid.UUID | None) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None
    return said if said["typed"] == _digest(form) and said["who"] == str(who) else None


urlpatterns = [
    path("children/add/", ChildAddView.as_view(), name="child_add"),
]
