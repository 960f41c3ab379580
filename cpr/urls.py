"""Every address of the product, by app."""

from typing import Never

from django.http import Http404, HttpRequest
from django.urls import include, path, re_path

from cpr import health


def closed(request: HttpRequest) -> Never:
    """A page of allauth that is not offered here: an address is the agency's to change."""
    raise Http404


urlpatterns = [
    re_path(r"^accounts/(?:email|confirm-email|password/set|login/code)/", closed, name="closed"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("agencies.web.urls")),
    path("", include("cases.web.urls")),
    path("api/", include("cases.api.urls")),
]
