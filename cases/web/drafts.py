"""Pages that keep what is typed: sent with ``draft``, a form is kept or thrown away, not judged.

The same address and the same permission as the page itself. Without JavaScript by a button; with
it by itself, a moment after each change (static/js/draft.js).
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agencies.actors import Actor
from cases.domain.errors import RuleBroken
from cases.models import Case
from cases.queries import drafts
from cases.services import drafts as services
from cases.web.presenters import days
from cases.web.views.base import said_of
from cpr.clock import today
from cpr.ui import forms as ui

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "draft"})


class Drafted:
    """For a view of one form about ``self.case``, which it has opened for its own permission.

    Long forms say so by ``keeps_drafts``; for the others nothing here does anything.
    """

    keeps_drafts: ClassVar[bool] = False
    request: HttpRequest
    actor: Actor
    case: Case
    draft: drafts.Kept | None = None

    def make_form(self, data: Any = None) -> ui.Form:
        """This will make the form, empty or with what was sent."""
        raise NotImplementedError

    def begun(self) -> ui.Form:
        """This will give the form as it was left, nothing judged yet; or an empty one."""
        if self.keeps_drafts:
            self.draft = drafts.kept(self.actor, self.request.path)
        if self.draft is None:
            return self.make_form()
        typed = QueryDict(mutable=True)
        for name, texts in self.draft.fields.items():
            typed.setlist(name, texts)
        form = self.make_form(typed)
        form.leave_unjudged()
        return form

    def on_draft(self) -> HttpResponse | None:
        """This will answer what is to be kept or thrown away; None for what is to be judged."""
        wish = self.request.POST.get("draft") if self.keeps_drafts else None
        if wish == "discard":
            services.discard(by=self.actor, case=self.case, page=self.request.path)
            messages.success(self.request, _("What you had typed is thrown away."))
        elif wish == "keep":
            return self._kept()
        return HttpResponseRedirect(self.request.path) if wish else None

    def sent(self) -> None:
        """This will forget the draft of what has just been saved."""
        if self.keeps_drafts:
            services.sent(by=self.actor, page=self.request.path)

    def draft_words(self) -> dict[str, Any]:
        """This will give the page what it says of drafts."""
        if not self.keeps_drafts:
            return {}
        at = localtime(self.draft.saved_at) if self.draft else None
        when = f"{days.short(at.date(), today())}, {time_format(at, 'H:i')}" if at else ""
        return {"keeps_draft": True, "draft_from": when}

    def _kept(self) -> HttpResponse:
        typed = {k: v for k, v in self.request.POST.lists() if k not in NOT_TYPED}
        wants_data = self.request.headers.get("Accept") == "application/json"
        try:
            at = services.keep(by=self.actor, case=self.case, page=self.request.path, fields=typed)
        except RuleBroken as error:
            if wants_data:
                return JsonResponse({"words": said_of(error)}, status=422)
            messages.error(self.request, said_of(error))
            return HttpResponse(status=422)
        words = _("Kept as a draft at %(time)s.") % {"time": time_format(localtime(at), "H:i")}
        if wants_data:
            return JsonResponse({"words": words})
        messages.success(self.request, words)
        return HttpResponseRedirect(self.request.path)
