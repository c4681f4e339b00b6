"""The web application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from haidang.config.env import read_environment
from haidang.config.watching.start import start_watching

os.environ.setdefault(  # noqa: TID251 - Django's own switch, not a setting of ours
    "DJANGO_SETTINGS_MODULE", "haidang.config.settings"
)
application = get_wsgi_application()
start_watching(read_environment())
