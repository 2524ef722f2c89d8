"""Make the first account of an installation: its operator, who founds agencies. Prints a one-time address."""

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from coordination.administration.accounts.invitations import VALID_FOR, write_invitation
from coordination.administration.accounts.people import is_username
from coordination.audit_spool import AuditNote, note
from coordination.models import User
from coordination.vocabulary import AuditKind, AuditOutcome


class Command(BaseCommand):
    help = (
        "Make an operator's account and print the one-time address at which its password is set. For an operator who "
        "has lost the password, the same command prints a new address; the old password works until it is used. "
        "It also removes the operator's second factors."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="user name to sign in with")
        parser.add_argument("--name", default="", help="name that others see (the user name)")
        parser.add_argument("--email", default="", help="mail address")
        parser.add_argument(
            "--origin", default="", help="where browsers reach this server, such as https://muster.example"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        username, email = options["username"], options["email"]
        try:
            is_username(username)
            if email:
                validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages), returncode=2) from error
        code = _invite_operator(username, name=options["name"], email=email)
        address = f"{(options['origin'] or _usual_origin()).rstrip('/')}{reverse('welcome')}"
        print(f"Open within {VALID_FOR.days} days, once:\n\n  {address}#{code}\n")
        print(f"or open {address} and type the code\n\n  {code}\n")


def _invite_operator(username: str, *, name: str, email: str) -> str:
    """Make the account, or find the operator who has it, and return the code. One durable transaction."""
    with transaction.atomic(durable=True):
        known = User.objects.select_for_update().filter(username__iexact=username).first()
        if known is not None and not known.is_operator:
            raise CommandError(f"{username} is a person's account and not an operator's: choose another", returncode=1)
        if known is None and email and User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"someone has the address {email} already", returncode=1)
        person = known or User.objects.create(
            username=username,
            display_name=name or username,
            email=email,
            is_operator=True,
            password=make_password(None),
        )
        # Who is at the console may come in without the factors that were lost.
        Authenticator.objects.filter(user=person).delete()
        if not person.is_active:
            User.objects.filter(pk=person.pk).update(is_active=True)
        code = write_invitation(user_id=person.pk, made_by=None, at=timezone.now())
    about = {"person_id": str(person.public_id)}
    what = "operator_made" if known is None else "operator_let_in"
    note(AuditNote(AuditKind.ADMINISTRATION, AuditOutcome.DONE, what, None, "console", about))
    return code


def _usual_origin() -> str:
    """Return where browsers reach this server, as its settings say it for links in alerts; else its first host."""
    if settings.PUSH_LINK_ORIGIN:
        return str(settings.PUSH_LINK_ORIGIN)
    host = next(iter(settings.ALLOWED_HOSTS), "localhost")
    return f"https://{host}" if settings.BEHIND_TLS else f"http://{host}:8000"
