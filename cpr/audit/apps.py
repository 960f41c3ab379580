"""Django's entry to the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit of every write, and of every read of a child's record."""

    name = "cpr.audit"
    label = "audit"
