"""The Celery application: broker and beat schedule come from the settings.

Tasks are thin callers (``cases.tasks``); nothing that is true depends on one having run.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpr.settings.demo")

app = Celery("cpr")
app.set_default()  # or the web server's other threads would ask a broker of Celery's own invention
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
