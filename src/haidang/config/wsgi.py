"""The web application for a WSGI server."""

import os  # noqa: TID251 - Django's own switch, not a setting of ours

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haidang.config.settings")
application = get_wsgi_application()
