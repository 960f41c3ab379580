"""Django's entry to the cases app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """What: children, cases, conferences, registrations, deadlines."""

    name = "cases"

    def ready(self) -> None:
        from cases import checks  # noqa: F401  (registers the system checks)
        from cases.models import alphabet  # noqa: F401  (names in the alphabet's order)
