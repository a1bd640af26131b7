"""Settings of a national agency: nothing secret has a default, everything is encrypted."""

from django.core.exceptions import ImproperlyConfigured

from config.settings import env
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, DATABASE_URL, STORAGES

DEBUG = False
SECRET_KEY = env.secret(
    "SECRET_KEY", help="At least 50 random characters; signs sessions and links."
)
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: give at least 50 random characters.")
SECRET_KEY_FALLBACKS = [
    key
    for key in env.secret(
        "SECRET_KEY_FALLBACKS", default="", help="Former keys, comma-separated."
    ).split(",")
    if key
]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", help="Host names the site answers to, comma-separated.")
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
if not DATABASE_URL.startswith(("postgres://", "postgresql://", "sqlite://")):
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL or SQLite database.")

STAFF_SECOND_FACTOR = env.flag(
    "STAFF_SECOND_FACTOR",
    default=True,
    help="Staff must sign in with a passkey or an authenticator app.",
)
SESSION_COOKIE_NAME = "__Host-sid"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-lang"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True, help="Send http to https.")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}
