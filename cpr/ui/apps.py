"""The Django app that holds the look of the service. It has no models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Register the toolkit so that `{% load ui %}` finds its tags."""

    name = "cpr.ui"
    label = "ui"
    verbose_name = _("User interface")
