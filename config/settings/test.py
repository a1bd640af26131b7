"""Settings of the tests: the real database and broker, mail kept in memory."""

import tempfile
from pathlib import Path

from config.settings import env
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, REDIS_URL, STORAGES
from config.shared import broker

DEBUG = False
SECRET_KEY = "test-only-" + "k" * 50
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_SCRATCH = Path(tempfile.mkdtemp(prefix="portolan-test-"))
DATA_DIR = _SCRATCH
MEDIA_ROOT = _SCRATCH / "documents"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # What others see is the same; only a server that loses power would forget the last commits.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
WHITENOISE_AUTOREFRESH = True
TIME_ZONE = "UTC"
#: Runners beside each other share a Redis; none may see the keys of another. The processes that
#: one runner starts inherit its name, and so its keys.
_WORKER = env.text("PYTEST_XDIST_WORKER", default="alone", help="Which process of the run.")
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": f"test-{_WORKER}"}}
BROKER = broker.settings(redis_url=REDIS_URL, folder=_SCRATCH / "broker")
CELERY_BROKER_URL = BROKER.url
CELERY_BROKER_TRANSPORT_OPTIONS = BROKER.options
