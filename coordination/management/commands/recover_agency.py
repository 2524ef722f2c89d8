"""Ask that a member of an agency become its administrator, as none can sign in. A second person confirms it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from coordination.administration.second_person.recovery import MAY_OBJECT_FOR, ask_recovery
from coordination.errors import CoordinationError
from mou.access.operators import administrators_of
from mou.errors import MouError
from mou.models import Agency


class Command(BaseCommand):
    help = "Ask for a new administrator of an agency that is lost; a second person confirms it on a page, signed in."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agency", help="the agency's whole name")
        parser.add_argument("--administrator", required=True, help="user name of a member who becomes administrator")
        parser.add_argument("--reason", required=True, help="why, for the agency's record")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Ask for it. Exits 1: no such agency or member, one waits already, or an administrator was here lately."""
        at = timezone.now()
        named = list(Agency.objects.filter(name__iexact=options["agency"], is_active=True)[:2])
        if len(named) != 1:
            raise CommandError("there is not exactly one active agency of this name", returncode=1)
        try:
            ask_recovery(agency=named[0], login=options["administrator"], reason=options["reason"], at=at)
        except (CoordinationError, MouError) as error:
            raise CommandError(str(error), returncode=1) from error
        page = f"{settings.PUSH_LINK_ORIGIN}{reverse('recovery')}"
        print(f"Asked. Another member of the agency, or a second operator, confirms it at {page}, signed in.")
        if administrators_of(named[0], at):
            print(f"Its administrators were told and may refuse it for {MAY_OBJECT_FOR.days} days.")
