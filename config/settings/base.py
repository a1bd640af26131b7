"""Settings shared by every way of running Portolan; `env` alone reads the environment."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import schedules
from config.settings import env, logs
from config.settings.sign_in import *  # noqa: F403
from config.shared import broker

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = env.folder(
    "PORTOLAN_DATA_DIR",
    default=BASE_DIR / "data",
    help="Where the embedded database, queue, uploads and keys live.",
)

# Applications -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_countries",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "template_partials",
    "config.shared",
    "firms",
    "assessments",
    "programs",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.shared.middleware.RequestGuard",  # after the headers, before everything that parses
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "config.shared.middleware.PrivatePages",
    "firms.accounts.middleware.OwnTimeZone",
    "firms.accounts.middleware.SessionLimits",
    "firms.accounts.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Database -----------------------------------------------------------------------------------

DATABASE_URL = env.url(
    "DATABASE_URL",
    schemes=["postgres", "postgresql", "sqlite"],
    default=f"sqlite:///{DATA_DIR / 'portolan.sqlite3'}",
    help="postgres://user:password@host:5432/name for production.",
)
DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache: shared between processes, because rate limits and one-time codes stand in it --------

REDIS_URL = env.url(
    "REDIS_URL",
    schemes=["redis", "rediss", "unix"],
    default="",
    help="redis://host:6379/0: cache and queue; empty: database cache and file queue.",
)
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portolan_cache",
            # Never full: culling would let a flood of new keys wipe rate limits away.
            "OPTIONS": {"MAX_ENTRIES": 10_000_000},
        }
    }

# Background work: the database is the truth, the broker only carries ids -----------------------

BROKER = broker.settings(redis_url=REDIS_URL, folder=DATA_DIR / "broker")
CELERY_BROKER_URL = BROKER.url
CELERY_BROKER_TRANSPORT_OPTIONS = BROKER.options
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_RETRY_ON_WORKER_LOST = (
    True  # a few times: what kills its worker must not do so for ever
)
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "rules"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_MAX_LOOP_INTERVAL = 20
CELERY_BROKER_CONNECTION_TIMEOUT = 4
CELERY_TASK_ROUTES = schedules.ROUTES
CELERY_BEAT_SCHEDULE = schedules.beat_schedule(embedded=not REDIS_URL)

# Languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
TIME_ZONE = env.choice(
    "TIME_ZONE",
    among=available_timezones(),
    default="UTC",
    help="Time zone of the agency, for example Asia/Almaty.",
)
USE_TZ = True

# Static files and uploads -------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "config" / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "documents"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# The attendance grid of a whole offering: 200 firms, each with up to 14 days and four fields more.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_PERMISSIONS = 0o600
AGENCY_CURRENCY = env.text(
    "AGENCY_CURRENCY",
    default="USD",
    help="Currency (ISO 4217) that results in other currencies are brought to, by their rate.",
)
DOCUMENT_MAX_BYTES = env.integer(
    "DOCUMENT_MAX_BYTES", default=20_000_000, at_least=1, help="Largest document a person may add."
)

# Mail ---------------------------------------------------------------------------------------

EMAIL_URL = env.url(
    "EMAIL_URL",
    schemes=list(environ.Env.EMAIL_SCHEMES),
    default="consolemail://",
    help="smtp+tls://user:password@host:587 in production.",
)
vars().update(environ.Env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text(
    "DEFAULT_FROM_EMAIL", default="Portolan <portolan@localhost>", help="Sender of every message."
)
SITE_URL = env.url(
    "SITE_URL",
    schemes=["http", "https"],
    default="http://127.0.0.1:8000",
    help="Address that links in messages start with.",
).rstrip("/")

BOUNCE_SECRET = env.secret(
    "BOUNCE_SECRET",
    default="",
    help="Signs the news of a mail server that a message came back; empty: not accepted.",
)
METRICS_TOKEN = env.secret(
    "METRICS_TOKEN", default="", help="Opens /metrics to a collector; empty: not offered."
)

# Headers ------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

# API ----------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "config.shared.paging.ByKey",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.shared.problems.problem_json",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Portolan",
    "DESCRIPTION": "The back office of an export agency.",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["firms.accounts.access.IsStaffMember"],
    "SWAGGER_UI_DIST": "SIDECAR",
}

# Logs ---------------------------------------------------------------------------------------

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.logging(
    as_json=env.flag("LOG_JSON", default=False, help="One JSON object a line; for log collectors."),
    level=env.choice(
        "LOG_LEVEL",
        among=["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"],
        default="INFO",
        help="DEBUG, INFO, WARNING, ERROR or CRITICAL.",
    ),
)
