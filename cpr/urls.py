"""Every address of the product, by app."""

from django.urls import include, path

from cpr import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("agencies.web.urls")),
    path("", include("cases.web.urls")),
    path("api/", include("cases.api.urls")),
]
