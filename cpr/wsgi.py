"""The entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from cpr.waiting import limit_waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpr.settings.production")
application = get_wsgi_application()
limit_waiting()
