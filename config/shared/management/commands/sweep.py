"""Runs the sweeper once: sends again what the broker lost, and tidies the message files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.shared import clock, jobs


class Command(BaseCommand):
    help = "Send again the background work that the broker lost, and tidy the message files."

    def handle(self, *args: Any, **options: Any) -> None:
        swept = jobs.sweep(now=clock.now())
        for name, count in swept.sent.items():
            self.stdout.write(f"{name}: {count} sent again")
        self.stdout.write(
            f"message files: {swept.files.requeued} put back, {swept.files.dropped} dropped"
        )
        if swept.failed:
            raise CommandError(f"These sweepers failed: {', '.join(swept.failed)}.")
