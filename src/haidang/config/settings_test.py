"""Settings of the tests: the same, on the test database, with nothing that waits."""

from haidang.config.postgres import test_database_parameters
from haidang.config.settings import *  # noqa: F403 - the same settings, then what tests change
from haidang.config.settings import ENV, TEMPLATES

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        **test_database_parameters(ENV),
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DEBUG = False
HAIDANG_SAMPLE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING_CONFIG = None
WHITENOISE_AUTOREFRESH = True  # there are no collected files in a test
TEMPLATES = [{**TEMPLATES[0]}]
HAIDANG_DATA_DIR = ENV.data_dir / "test"
HAIDANG_KEYS_DIR = HAIDANG_DATA_DIR / "keys"
HAIDANG_FILES_DIR = HAIDANG_DATA_DIR / "files"
HAIDANG_ROOM_SEATS = 0  # the tests of the waiting room open it themselves
