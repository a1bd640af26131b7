"""The toolkit app: template tags, commands and system checks, no tables."""

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class SharedConfig(AppConfig):
    name = "config.shared"
    label = "shared"

    def ready(self) -> None:
        from config.shared import checks  # noqa: F401  # registers them

        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(using: str, **_: Any) -> None:
    """Let `migrate` alone suffice: the cache table is made with the others."""
    call_command("createcachetable", database=using, verbosity=0)
