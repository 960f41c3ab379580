"""Every address of a conference's live page."""

from __future__ import annotations

from django.urls import path

from cases.web.views.attending import AddGuest, Attendance
from cases.web.views.heard import View, Words
from cases.web.views.live import Live

LIVE = "conferences/<uuid:conference_id>/live/"

urlpatterns = [
    path(LIVE, Live.as_view(), name="conference_live"),
    path(f"{LIVE}attendance/add/", AddGuest.as_view(), name="attendance_add"),
    path(f"{LIVE}attendance/<uuid:invitation_id>/", Attendance.as_view(), name="attendance"),
    path(f"{LIVE}<uuid:at_id>/words/", Words.as_view(), name="conference_words"),
    path(f"{LIVE}<uuid:at_id>/views/<uuid:invitation_id>/", View.as_view(), name="agency_view"),
]
