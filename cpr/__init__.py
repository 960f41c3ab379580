"""The project: settings, audit, the user interface toolkit, embedded servers.

Nothing here knows what a child is; that is ``cases``.
"""

from cpr.celery import app as celery_app

__all__ = ["celery_app"]
