"""What we do about it: offers, matching, engagements, follow-ups, cohorts and the pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programs")

    def ready(self) -> None:
        from programs import receivers, tasks  # noqa: F401
