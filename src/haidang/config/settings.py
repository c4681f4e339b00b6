"""Django's settings: values from the environment, names of everything that is wired."""

from datetime import timedelta

from haidang.config import sign_in
from haidang.config.brand import read_brands
from haidang.config.env import Environment, read_environment
from haidang.config.postgres import database_parameters
from haidang.config.replicas import middleware_of, replica_databases, routers_of
from haidang.config.secrets import with_secrets
from haidang.config.watching.logs import log_format, logging_settings
from haidang.kernel import clock

ENV: Environment = with_secrets(read_environment())

if ENV.sample:
    clock.shift(timedelta(seconds=int(ENV.clock_shift_seconds)))

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts.split(",")
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
ROOT_URLCONF = "haidang.config.urls"
WSGI_APPLICATION = "haidang.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HAIDANG_CITY = ENV.city
HAIDANG_OFFICER_HOME = "/ban-lam-viec/"
HAIDANG_SAMPLE = ENV.sample
HAIDANG_PUBLIC_URL = ENV.public_url
UI_SAMPLE_DATA = ENV.sample
UI_BRANDS = read_brands(ENV)
HAIDANG_CONTENT_DIR = ENV.content_dir
HAIDANG_FORM_PAPER = ENV.form_paper
HAIDANG_FONTS_DIR = ENV.assets_dir / "@expo-google-fonts" / "tinos"
HAIDANG_KEYS_DIR = ENV.data_dir / "keys"
HAIDANG_KEYS_PASSWORD = ENV.keys_password
HAIDANG_FILES_DIR = ENV.data_dir / "files"
HAIDANG_FILES_PROVIDER = ENV.files_provider
HAIDANG_S3_URL = ENV.s3_url
HAIDANG_S3_REGION = ENV.s3_region
HAIDANG_S3_BUCKET = ENV.s3_bucket
HAIDANG_S3_PREFIX = ENV.s3_prefix
HAIDANG_S3_KEY_ID = ENV.s3_key_id
HAIDANG_S3_SECRET = ENV.s3_secret
HAIDANG_FIELD_KEY = ENV.field_key
HAIDANG_MAX_FILE_MB = 25
HAIDANG_VIETQR_URL = ENV.vietqr_url
HAIDANG_VIETQR_SECRET = ENV.vietqr_secret
HAIDANG_MESSAGES_URL = ENV.messages_url
HAIDANG_REGISTERS_URL = ENV.registers_url
HAIDANG_POST_URL = ENV.post_url
HAIDANG_POST_SECRET = ENV.post_secret
HAIDANG_DELIVERY_PROVIDER = "post"
HAIDANG_DELIVERY_POLL_SECONDS = ENV.delivery_poll_seconds
HAIDANG_PAYMENT_POLL_SECONDS = ENV.payment_poll_seconds
HAIDANG_PAYMENT_PROVIDER = "vietqr"
HAIDANG_PAYMENT_REFERENCE_PREFIX = "HD"
HAIDANG_PAYMENT_EXPIRY_MINUTES = ENV.payment_expiry_minutes
HAIDANG_RECEIPT_FORM = "EBL01"
HAIDANG_RECEIPT_SERIES = ENV.receipt_series
HAIDANG_VIETQR_BANK_BIN = ENV.vietqr_bank_bin
HAIDANG_VIETQR_ACCOUNT = ENV.vietqr_account
HAIDANG_VIETQR_ACCOUNT_NAME = ENV.vietqr_account_name
HAIDANG_MESSAGE_CHANNELS = ("zalo", "sms", "email")
HAIDANG_MESSAGES_SECRET = ENV.messages_secret
HAIDANG_SMTP_URL = ENV.smtp_url
HAIDANG_MAIL_FROM = ENV.mail_from
HAIDANG_SMS_SENDER = ENV.sms_sender
HAIDANG_REGISTERS_SECRET = ENV.registers_secret
HAIDANG_ROOM_SEATS = ENV.room_seats
HAIDANG_ROOM_IDLE_MINUTES = ENV.room_idle_minutes
HAIDANG_ROOM_KEEP_MINUTES = ENV.room_keep_minutes
HAIDANG_VNEID_URL = ENV.vneid_url
HAIDANG_VNEID_CLIENT_ID = ENV.vneid_client_id
HAIDANG_VNEID_CLIENT_SECRET = ENV.vneid_client_secret

SIGNING_PROVIDERS = {"pkcs12": "haidang.adapters.signing_pkcs12.Provider"}
PAYMENT_PROVIDERS = {"vietqr": "haidang.adapters.payments_vietqr.Provider"}
DELIVERY_PROVIDERS = {"post": "haidang.adapters.delivery_post.Provider"}
MESSAGING_PROVIDERS = {
    "email": "haidang.adapters.messaging_smtp.Provider",
    "sms": "haidang.adapters.messaging_sms.Provider",
    "zalo": "haidang.adapters.messaging_zalo.Provider",
}
FILES_PROVIDERS = {
    "folder": "haidang.adapters.files_folder.Provider",
    "s3": "haidang.adapters.files_s3.Provider",
}
EXCHANGE_PROVIDERS = {"http": "haidang.adapters.exchange_http.Provider"}
SCANNING_PROVIDERS = {
    "codes": "haidang.adapters.scanning_zxing.Provider",
    "text": "haidang.adapters.scanning_ocrmypdf.Provider",
}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "ninja",
    "procrastinate.contrib.django",
    "haidang.ui",
    "haidang.channels.desk",
    "haidang.channels.designer",
    "haidang.channels.console",
    "haidang.channels.counter",
    "haidang.channels.kiosk",
    *sign_in.APPS,
    "haidang.blocks.audit",
    "haidang.blocks.outbox",
    "haidang.blocks.agencies",
    "haidang.blocks.identity",
    "haidang.blocks.vault",
    "haidang.blocks.signing",
    "haidang.blocks.messaging",
    "haidang.blocks.payments",
    "haidang.blocks.delivery",
    "haidang.blocks.exchange",
    "haidang.blocks.scanning",
    "haidang.blocks.waiting",
    "haidang.domain.catalog",
    "haidang.domain.indicators",
    "haidang.domain.worklist",
    "haidang.domain.cases",
    "haidang.domain.succession",
    "haidang.domain.queue",
    "haidang.channels.portal",
    "haidang.channels.rest",
    "haidang.config",
]

MIDDLEWARE = [
    "haidang.config.watching.requests.watch_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "haidang.config.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "haidang.channels.kiosk.middleware.leave_nothing_behind",
    "haidang.config.middleware.speak_the_chosen_language",
    "haidang.channels.rest.middleware.speak_in_problems",
    "haidang.config.waiting.middleware.WaitWhenFull",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *sign_in.MIDDLEWARE,
    "haidang.config.middleware.say_what_is_wrong",
    *middleware_of(ENV),
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "haidang.config.context.city",
                "haidang.ui.context.ui",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # after a restart of the database the pool holds dead ones
        **database_parameters(ENV),
    },
    **replica_databases(ENV),
}
DATABASE_ROUTERS = routers_of(ENV)
HAIDANG_REPLICA_LAG_SECONDS = ENV.replica_lag_seconds
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "local"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.public_url.startswith("https://")
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

NINJA_NUM_PROXIES = 0

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ENV.content_dir.parent / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data_dir / "static"
STATICFILES_DIRS = [
    ("vendor/bpmn-js", ENV.assets_dir / "bpmn-js" / "dist"),
    ("vendor/htmx", ENV.assets_dir / "htmx.org" / "dist"),
    ("vendor/be-vietnam-pro", ENV.assets_dir / "@fontsource" / "be-vietnam-pro" / "files"),
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = ENV.debug

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = sign_in.AUTHENTICATION_BACKENDS
globals().update(sign_in.settings_of(ENV))

LOGGING = logging_settings(level=ENV.log_level, form=log_format(ENV))
