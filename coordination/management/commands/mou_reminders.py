"""Remind people of agreements that end soon or have ended, and write down what time has ended, at once."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from coordination.agreements.reminding import send_reminders


class Command(BaseCommand):
    help = "Mail the reminders of agreements that are due now; `serve` does so daily. Nothing is sent twice."
    requires_system_checks = []

    def handle(self, **_options: object) -> None:
        if not send_reminders(at=timezone.now(), say=self.stdout.write, is_asked_for=True):
            self.stdout.write("another process is sending them at this moment")
