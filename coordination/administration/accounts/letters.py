"""Bring an invitation to its person: a mail, or a letter to print with a QR code."""

import logging
import smtplib
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from coordination.administration.accounts.people import Invited
from coordination.models import User
from coordination.web.qr import qr_svg

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is printed for one person. The address carries the code in its fragment, which no server sees."""

    name: str
    username: str
    agency: str
    language: str
    address: str
    code: str
    qr_svg: str


def letter_of(invited: Invited, *, welcome_url: str) -> Letter:
    """Return the letter for a person who was invited with a code. One query."""
    person = User.objects.select_related("home_agency").get(public_id=invited.person_id)
    return letter_with_code(person, invited.code, welcome_url=welcome_url)


def letter_with_code(person: User, code: str, *, welcome_url: str) -> Letter:
    """Return the letter that brings a code to its person."""
    address = f"{welcome_url}#{code}"
    return Letter(
        name=person.shown_name(),
        username=person.username,
        agency="" if person.home_agency is None else person.home_agency.name,
        language=person.language or "en",
        address=address,
        code=code,
        qr_svg=qr_svg(address),
    )


def mail_letter(person_id: UUID, letter: Letter) -> str:
    """Mail a letter in its reader's language; return the address that the mail server took it for. Calls the network.

    Empty: it was not mailed.
    """
    person = User.objects.get(public_id=person_id)
    if not settings.HAS_MAIL or not person.email:
        return ""
    with override(letter.language):
        subject = render_to_string("administration/people/invitation_subject.txt", {"letter": letter}).strip()
        body = render_to_string("administration/people/invitation.txt", {"letter": letter})
    try:
        return person.email if EmailMessage(subject, body, to=[person.email]).send() == 1 else ""
    except (OSError, smtplib.SMTPException) as error:
        log.warning("an invitation was not taken by the mail server: %s", type(error).__name__)
        return ""
