"""Addresses of the API, its document and the page that shows it."""

from django.urls import path

from cases.api import views
from cases.api.reference import ReferenceView, SchemaView

app_name = "api"

urlpatterns = [
    path("", ReferenceView.as_view(), name="reference"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("children/", views.ChildrenView.as_view(), name="children"),
    path("children/<uuid:pk>/", views.ChildView.as_view(), name="child"),
    path("registrations/", views.RegistrationsView.as_view(), name="registrations"),
    path("registrations/<uuid:pk>/", views.RegistrationView.as_view(), name="registration"),
    path("overdue/", views.OverdueView.as_view(), name="overdue"),
    path("overdue/<uuid:pk>/", views.OverdueDateView.as_view(), name="overdue_date"),
]
