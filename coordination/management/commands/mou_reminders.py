"""Remind people of agreements that end soon or have ended, and write down what time has ended. Run it once a day."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand
from django.utils import timezone

from mou.actions.reminders import DueReminder, due_reminders, record_reminder, settle_versions
from push.transports.email import smtp_at


class Command(BaseCommand):
    help = "Mail the reminders of agreements that are due. Running it again sends nothing twice."

    def handle(self, **_options: object) -> None:
        now = timezone.now()
        self.stdout.write(f"{settle_versions(at=now)} versions ended by time")
        for due in due_reminders(at=now):
            if not settings.PUSH_MAIL_SERVER or not due.addresses:
                self.stdout.write(f"not sent, nobody to mail: {words_of(due)}")
                continue
            message = EmailMessage(
                subject=words_of(due),
                body=f"{words_of(due)}\n\nThe agreement's page: /agreements/{due.memorandum_id}\n",
                from_email=settings.PUSH_MAIL_FROM,
                to=[],
                bcc=list(due.addresses),
            )
            smtp_at(settings.PUSH_MAIL_SERVER)().send_messages([message])
            # After the mail: a crash in between reminds twice, never not at all.
            record_reminder(due=due, at=now)
            self.stdout.write(f"sent to {len(due.addresses)}: {words_of(due)}")


def words_of(due: DueReminder) -> str:
    """Return the reminder in one line."""
    if due.days_left < 0:
        return f"Overdue: {due.title} ended on {due.expires_on}; nothing is in force."
    return f"{due.title} ends on {due.expires_on}, in {due.days_left} days: renew it."
