"""A conference as a file for the calendar of whoever asks."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cases.domain.permissions import P
from cases.services import calendar_entries
from cases.web.views.base import ActorView


class Calendar(ActorView):
    """The file; it names no child. Those invited may take it who may not open the conference."""

    permission = P.VIEW_RECORD

    def get(self, request: HttpRequest, conference_id: uuid.UUID) -> HttpResponse:
        file = calendar_entries.open_calendar(by=self.actor, conference_id=conference_id)
        response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="conference.ics"'
        return response


urlpatterns = [
    path(
        "conferences/<uuid:conference_id>/calendar.ics",
        Calendar.as_view(),
        name="conference_calendar",
    ),
]
