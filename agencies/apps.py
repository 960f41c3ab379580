"""Django's entry to the agencies app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """People and the agencies they work for."""

    name = "agencies"
