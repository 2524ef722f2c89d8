"""Mail about an account: a code, or word of a change. Sent beside the request, so that its time tells nothing.

What the mail server does not take is logged and lost: the person asks for a new code. Signing in waits for no mail.
"""

import logging
import smtplib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

log = logging.getLogger(__name__)
_sender = ThreadPoolExecutor(1, thread_name_prefix="account-mail")


def send_beside(template: str, to: str, language: str, words: Mapping[str, str]) -> None:
    """Send a mail soon; returns at once, also without a mail server.

    Args:
        template: `<template>_subject.txt` and `<template>_message.txt` are rendered with `words`.
    """
    if settings.HAS_MAIL:
        _sender.submit(_send_mail, template, to, language, dict(words))


def wait_until_sent() -> None:
    """Return when what was asked for so far is sent or lost."""
    _sender.submit(int).result()


def _send_mail(template: str, to: str, language: str, words: dict[str, str]) -> None:
    with override(language):
        subject = render_to_string(f"{template}_subject.txt", words).strip()
        body = render_to_string(f"{template}_message.txt", words)
    try:
        EmailMessage(subject, body, to=[to]).send()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail about an account was not taken by the mail server: %s", type(error).__name__)
