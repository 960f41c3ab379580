"""Choosing which membership one acts as, and the language of the pages."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View

from agencies import acting
from agencies.middleware import SESSION_KEY
from agencies.roles import ROLES
from agencies.web import language as cookie


@method_decorator(sensitive_post_parameters(), name="dispatch")
class MembershipView(LoginRequiredMixin, View):
    """One's own memberships in force, and the button that makes one of them the acting one."""

    permission: ClassVar[None] = None

    def get(self, request: HttpRequest) -> HttpResponse:
        actor = request.actor  # type: ignore[attr-defined]
        rows = [
            {
                "id": each.pk,
                "agency": each.team.agency.name,
                "team": each.team.name,
                "role": ROLES[each.role].label,
                "is_current": actor is not None and each.pk == actor.membership_id,
            }
            for each in request.memberships  # type: ignore[attr-defined]
        ]
        return render(
            request,
            "agencies/membership.html",
            {
                "page_title": _("Your team or agency"),
                "memberships": rows,
            },
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            wanted = uuid.UUID(request.POST.get("membership", ""))
        except ValueError as error:
            raise Http404 from error
        user: Any = request.user
        membership = acting.choose_membership(user=user, membership_id=wanted)
        if membership is None:
            raise Http404
        list(messages.get_messages(request))  # those were for the other membership
        request.session[SESSION_KEY] = str(membership.pk)
        messages.success(
            request,
            _("You now work as %(role)s, %(team)s, %(agency)s.")
            % {
                "role": str(ROLES[membership.role].label).lower(),
                "team": membership.team.name,
                "agency": membership.team.agency.name,
            },
        )
        return redirect("/")


class LanguageView(View):
    """Switches the language; open to the sign-in page, too."""

    permission: ClassVar[None] = None
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            raise Http404
        if request.user.is_authenticated:
            user: Any = request.user
            actor = request.actor  # type: ignore[attr-defined]
            acting.choose_language(user=user, language=language, by=actor)
        with override(language):
            response = HttpResponseRedirect(_next(request))
        cookie.keep(response, language)
        return response


def _next(request: HttpRequest) -> str:
    """A page of our own to go back to; anything else leads to the first page."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else "/"
