"""Django's entry to the engine's commands."""

from django.apps import AppConfig


class PostgresConfig(AppConfig):
    """The application's role, and who acts; the name is taken by Django's own."""

    name = "cpr.postgres"
    label = "database"
