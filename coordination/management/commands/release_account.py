"""Release an account that wrong passwords have locked: it may be that of an agency's only administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from coordination.models import User
from coordination.sign_in.attempts.account_locks import release_lock
from mou.agencies.acts import record_act
from mou.vocabulary import OPERATOR, AdministrativeActKind


class Command(BaseCommand):
    help = "Release an account that wrong passwords have locked."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="user name of the account")

    def handle(self, *_args: Any, **options: Any) -> None:
        person = User.objects.filter(username__iexact=options["username"]).first()
        if person is None:
            raise CommandError(f"no one has the user name {options['username']}", returncode=1)
        with transaction.atomic(durable=True):
            was_locked = release_lock(person)
            if was_locked and person.home_agency is not None:
                record_act(
                    AdministrativeActKind.ACCOUNT_CHANGED,
                    actor_id=OPERATOR,
                    agency=person.home_agency,
                    member=person.memberships.filter(agency=person.home_agency, ended_at__isnull=True).first(),
                    changes={"locked": ("True", "False")},
                    at=timezone.now(),
                )
        print("released" if was_locked else "was not locked")
