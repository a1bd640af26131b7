"""Settings of one machine and of a developer: embedded database, queue and console mail."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from config.settings import env
from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR

DEBUG = env.flag(
    "DEBUG", default=False, help="Tracebacks in the browser; never where others sign in."
)
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]", help="Host names the site answers to."
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
WHITENOISE_USE_FINDERS = True  # serves static files from where they stand, without collecting


def _own_secret_key() -> str:
    """A random key of this installation, made once and kept beside its data."""
    path = DATA_DIR / "secret_key"
    try:
        if not path.exists():
            DATA_DIR.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(get_random_secret_key(), encoding="utf-8")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ImproperlyConfigured(
            f"PORTOLAN_DATA_DIR: the folder {DATA_DIR} cannot be used ({error.strerror})."
        ) from error


SECRET_KEY = (
    env.secret("SECRET_KEY", default="", help="Signs sessions and links.") or _own_secret_key()
)
