"""Who: people who sign in, client firms, their record."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FirmsConfig(AppConfig):
    name = "firms"
    verbose_name = _("Firms")

    def ready(self) -> None:
        from firms import receivers  # noqa: F401
        from firms.accounts import recovery

        recovery.install()
