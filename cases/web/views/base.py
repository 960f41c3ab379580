"""What every page of this app has in common: an actor, a declared permission, an audited reading.

A system check refuses a routed view that declares no permission.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from agencies.actors import Actor
from agencies.roles import Duty
from cases import access
from cases.domain.errors import Conflict, DomainError
from cases.domain.permissions import P
from cases.labels import problem_text
from cases.models import Case
from cases.services import reading
from cpr.ui import forms as ui
from cpr.ui import typed


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ActorView(View):
    """A page for somebody with a live membership.

    ``permission``: what it needs on the row it shows or changes, a ``P``; or a ``Duty`` over the
    register; or None for a page about nobody (declared, not forgotten). Unsigned visitors go to
    the sign-in page; people without a live membership get 403. ``asks``: its forms, by which what
    was typed has its labels on a page that refuses it.
    """

    permission: ClassVar[P | Duty | None]
    asks: ClassVar[tuple[type[ui.Form], ...]] = ()
    actor: Actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return self._signed_out(request)
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if actor is None:
            list(messages.get_messages(request))  # "Done" above a refusal would be no greeting
            kept = {"no_membership": True, "typed": typed.given_back(request)}
            return render(request, "403.html", kept, status=403)
        self.actor = actor
        if isinstance(self.permission, Duty):
            access.require_duty(actor, self.permission)
        return super().dispatch(request, *args, **kwargs)

    @staticmethod
    def _signed_out(request: HttpRequest) -> HttpResponse:
        """To the sign-in page; who typed while the session ended has it to copy first."""
        to_sign_in = redirect_to_login(request.get_full_path())
        written = typed.given_back(request)
        if not written:
            return to_sign_in
        context = {
            "page_title": _("You have been signed out"),
            "typed": written,
            "in_url": to_sign_in.url,
        }
        return render(request, "signed_out.html", context, status=403)


class CaseView(ActorView):
    """A page of one case. ``self.case`` is loaded through the gate; a GET is recorded as a reading.

    ``part`` names the page in the audit.
    """

    permission: ClassVar[P]
    part: ClassVar[str] = ""
    case: Case

    def load(self) -> Case:
        """This will load the case for the page and record the reading.

        Raises: NotFound, NotAllowed.
        """
        self.case = reading.open_record(
            by=self.actor,
            case_id=self.kwargs["case_id"],
            permission=self.permission,
            part=self.part,
        )
        return self.case


def put_errors(form: Any, error: DomainError) -> int:
    """This will put a domain error's problems on the form, and give the HTTP status to answer with.

    What was typed stays in the form. 409 where somebody else was first, 422 for a broken rule.
    """
    for problem in error.problems:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, problem_text(problem))
    return 409 if isinstance(error, Conflict) else 422


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """This will render a page."""
    return render(request, template, context, status=status)
