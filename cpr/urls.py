"""Every address of the product, by app."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("agencies.web.urls")),
    path("", include("cases.web.urls")),
    path("api/", include("cases.api.urls")),
]
