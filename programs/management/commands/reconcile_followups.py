"""Bring every follow-up in line with what its engagement and schedule ask for."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.shared import clock
from programs.followups.actions import reconcile_all


class Command(BaseCommand):
    """Reads every engagement; a second time changes nothing."""

    help = "Make follow-ups equal to what engagements and schedules ask for."

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = reconcile_all(today=clock.today(), everything=True)
        self.stdout.write(", ".join(f"{name} {count}" for name, count in asdict(done).items()))
        if done.failed:
            raise CommandError(f"{done.failed} engagements could not be reconciled; see the log.")
