"""Notifications: what the acting membership was told, newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from cases.queries import notices
from cases.services import reading
from cases.services.notices import mark_read
from cases.web.presenters import notices as shown
from cases.web.views.base import ActorView, answer
from cpr.clock import today

PAGE = 25


class NotificationsView(ActorView):
    """The list; a POST marks all of it read."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(notices.notices(self.actor), PAGE).get_page(request.GET.get("page"))
        told = notices.details(page.object_list, today())
        reading.record_listing(
            by=self.actor,
            action="notices.listed",
            asked={"page": page.number},
            cases=[each.case_id for each in told],
        )
        return answer(
            request,
            "cases/notices/notices.html",
            {
                "page_title": _("Notifications"),
                "rows": shown.rows(told),
                "page_obj": page,
            },
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        mark_read(by=self.actor)
        return redirect("cases:notifications")


urlpatterns = [path("notifications/", NotificationsView.as_view(), name="notifications")]
