"""Mail the reminders of agreements that are due, and write down what time has ended. Once a day over all processes."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists

from mou.agreements.chores import begin_chore, end_chore, row_not_due
from mou.agreements.reminders import DueReminder, due_reminders, record_reminder, settle_versions
from mou.foundation.chore_signs import due_while
from mou.models import Agency
from push.transports.email import smtp_at

logger = logging.getLogger(__name__)
CHORE = "mou_reminders"
type Said = Callable[[str], object]


# Without an agency there is no agreement.
@due_while(lambda at: [Agency.objects.filter(~Exists(row_not_due(CHORE, at)))])
def remind_once_a_day(at: datetime) -> None:
    """Do the round if it is due. Raises: OSError: the mail server was not reached, or refused us."""
    send_reminders(at=at, say=logger.info, is_asked_for=False)


def send_reminders(*, at: datetime, say: Said, is_asked_for: bool) -> bool:
    """Do the round if it is due or asked for and no other process is at it; return whether it was done.

    Sends mail. A mail that the server refuses is said and stays due; the others go out. Raises: OSError: the mail
    server was not reached, or refused us; what was not sent is due again after the chore's lease.
    """
    if not begin_chore(name=CHORE, at=at, is_asked_for=is_asked_for):
        return False
    say(f"{settle_versions(at=at)} versions ended by time")
    for due in due_reminders(at=at):
        if not settings.PUSH_MAIL_SERVER or not due.addresses:
            say(f"not sent, no one to mail: {words_of(due)}")
            continue
        refusal = _send_reminder(due)
        if refusal:
            say(f"not sent, {refusal}: {words_of(due)}")
            continue
        # After the mail: a crash in between reminds twice, never not at all.
        record_reminder(due=due, at=at)
        say(f"sent to {len(due.addresses)}: {words_of(due)}")
    end_chore(name=CHORE, at=at)
    return True


def _send_reminder(due: DueReminder) -> str:
    """Send a reminder; return why this one was refused, or nothing. Raises: OSError: no mail goes out at all."""
    message = EmailMessage(
        subject=words_of(due),
        body=f"{words_of(due)}\n\nThe agreement's page: /agreements/{due.memorandum_id}\n",
        from_email=settings.PUSH_MAIL_FROM,
        to=[],
        bcc=list(due.addresses),
    )
    server = smtp_at(settings.PUSH_MAIL_SERVER)()
    try:
        server.send_messages([message])
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError):
        raise  # not about this mail
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException, ValueError) as error:
        # ValueError: an address or a title that no mail can carry.
        return f"the mail was refused ({type(error).__name__})"
    return ""


def words_of(due: DueReminder) -> str:
    """Return the reminder in one line."""
    if due.days_left < 0:
        return f"Overdue: {due.title} ended on {due.expires_on}; nothing is in force."
    return f"{due.title} ends on {due.expires_on}, in {due.days_left} days: renew it."
