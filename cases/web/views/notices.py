"""Notifications: what the acting membership was told, newest first."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.permissions import P
from cases.queries import notices
from cases.services import reading
from cases.services.notices import mark_read, open_notice
from cases.web.forms.notices import NoticeFilters
from cases.web.lists import Asked, Column, ListOf
from cases.web.presenters import notices as shown
from cases.web.views.base import ActorView, answer
from cpr.clock import today

NOTICES = ListOf(
    name="notices",
    columns=(Column(gettext_lazy("Child"), "child"), Column(gettext_lazy("When"), "at")),
    orders=notices.ORDERS,
    default="-at",
    filters=NoticeFilters,
)


class NotificationsView(ActorView):
    """The list; a POST marks all of it read."""

    permission = None

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked = NOTICES.read(request, self.actor)
        rows = notices.notices(
            self.actor, asked.chosen["about"], unread_only=bool(asked.chosen["unread"])
        )
        if asked.wants_file:
            return self._file(asked, rows)
        page = asked.page(rows)
        told = notices.details(self.actor, page.object_list, today())
        reading.record_listing(
            by=self.actor,
            action="notices.listed",
            asked=asked.question(page),
            cases=[each.case_id for each in told if each.case_id],
        )
        return answer(
            request,
            "cases/notices/notices.html",
            {
                "page_title": _("Notifications"),
                "rows": shown.rows(told),
                "is_narrowed": asked.is_narrowed,
                **asked.context(page),
            },
        )

    def _file(self, asked: Asked, rows: Any) -> HttpResponseBase:
        found = list(asked.ordered(rows).values_list("pk", "case_id", "is_seen"))
        reading.record_export(
            by=self.actor,
            action="notices.exported",
            asked=asked.question(),
            rows=len(found),
            cases=[case_id for _pk, case_id, is_seen in found if is_seen],
        )

        def cells(keys: Sequence[Any]) -> list[list[object]]:
            some = asked.ordered(notices.notices(self.actor).filter(pk__in=keys))
            return shown.cells(notices.details(self.actor, some, today()))

        return asked.file([pk for pk, *_case in found], cells, headings=shown.headings())

    def post(self, request: HttpRequest) -> HttpResponse:
        mark_read(by=self.actor)
        return redirect("cases:notifications")


class OpenNotice(ActorView):
    """The way from a notification to the record: what was opened through it is read."""

    permission = P.VIEW_SUMMARY

    def get(self, request: HttpRequest, notice_id: uuid.UUID) -> HttpResponse:
        notice = open_notice(by=self.actor, notice_id=notice_id)
        own = notices.notices(self.actor).filter(pk=notice.pk)
        [told] = notices.details(self.actor, own, today())
        return redirect(shown.record_url(told))


urlpatterns = [
    path("notifications/", NotificationsView.as_view(), name="notifications"),
    path("notifications/<uuid:notice_id>/", OpenNotice.as_view(), name="notification"),
]
