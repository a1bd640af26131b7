"""Write and send the reminders that are due now, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from config.shared import clock
from programs.followups.actions import dispatch


class Command(BaseCommand):
    """The same run as the periodic job; at once in many processes nothing is sent twice."""

    help = "Write the reminders that are due and send what is queued."

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = dispatch(now=clock.now())
        self.stdout.write(", ".join(f"{name} {count}" for name, count in done.items()))
