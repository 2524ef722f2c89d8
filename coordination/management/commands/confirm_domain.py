"""Say, as the operator, that a mail domain is an agency's, where a DNS record cannot be set; or take it back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from coordination.administration.single_sign_on.domains import confirm_domain, withdraw_domain
from coordination.errors import CoordinationError
from mou.models import Agency
from mou.vocabulary import OPERATOR


class Command(BaseCommand):
    help = "Confirm that a mail domain is an agency's, or take that back; it stands in the agency's record."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("domain", help="such as police.example.gov")
        parser.add_argument("--agency", required=True, help="the agency's whole name")
        parser.add_argument("--withdraw", action="store_true", help="let it count no longer")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Carry it out. Exits 1: no such agency or claim, or another agency has proven it."""
        named = list(Agency.objects.filter(name__iexact=options["agency"], is_active=True)[:2])
        if len(named) != 1:
            raise CommandError("there is not exactly one active agency of this name", returncode=1)
        act = withdraw_domain if options["withdraw"] else confirm_domain
        try:
            act(actor_id=OPERATOR, agency=named[0], domain=options["domain"], at=timezone.now())
        except CoordinationError as error:
            raise CommandError(error.detail, returncode=1) from error
        print("withdrawn" if options["withdraw"] else "confirmed")
