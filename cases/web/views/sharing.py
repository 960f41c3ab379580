"""Who can see a record, and why: one page, by the same code as ``manage.py explain_access``."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from cases import access
from cases.domain.permissions import P
from cases.queries.sharing import who_can_see
from cases.web.presenters import sharing as shown
from cases.web.views.base import CaseView, answer
from cpr.clock import today


class CaseSharing(CaseView):
    """Every team and person who can see the record now, and by what; what is to come and ended."""

    permission = P.VIEW_SHARING
    part = "sharing"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        case = self.load()
        held = access.held(self.actor, case)
        found = who_can_see(self.actor, case, held)
        name = case.child.full_name
        context = {
            "page_title": _("Who can see this record, and why"),
            "page_caption": name,
            "page_actions": [
                {
                    "label": _("Share with another agency"),
                    "url": reverse("cases:case_share", args=[case.pk]),
                    "primary": True,
                }
            ]
            if P.SHARE in held
            else [],
            "breadcrumbs": [
                {"label": _("Children"), "url": reverse("cases:children")},
                {"label": name, "url": reverse("cases:case", args=[case.pk])},
                {"label": _("Who can see this record, and why")},
            ],
            **shown.sharing(found, case.pk, today(), may_share=P.SHARE in held),
        }
        return answer(request, "cases/sharing/sharing.html", context)


urlpatterns = [path("cases/<uuid:case_id>/sharing/", CaseSharing.as_view(), name="case_sharing")]
