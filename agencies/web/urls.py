"""Addresses about oneself: the acting membership and the language."""

from django.urls import path

from agencies.web.views import LanguageView, MembershipView

app_name = "agencies"

urlpatterns = [
    path("membership/", MembershipView.as_view(), name="membership"),
    path("language/", LanguageView.as_view(), name="language"),
]
