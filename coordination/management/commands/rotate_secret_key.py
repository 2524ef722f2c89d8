"""Seal anew, with the secret key that is in use now, what an older one has sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coordination.records.sealed_values import count_derived, rotate_all


class Command(BaseCommand):
    help = "Seal with MUSTERPOINT_SECRET_KEY what MUSTERPOINT_SECRET_KEY_BEFORE has sealed. A server may run."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Carry everything over and say what remains to be done. Exits 1 where something cannot be opened."""
        results = rotate_all()
        for one in results:
            lost = f", {one.unreadable} cannot be opened with either key" if one.unreadable else ""
            print(f"{one.name}: {one.carried} sealed with the new key{lost}")
        held = {name: count for name, count in count_derived().items() if count}
        for name, count in held.items():
            print(f"{name}: {count} follow from the old key for as long as MUSTERPOINT_SECRET_KEY_BEFORE names it")
        if held:
            print("Give these new secrets before you take MUSTERPOINT_SECRET_KEY_BEFORE away.")
        if any(one.unreadable for one in results):
            raise CommandError("Something was sealed with a key that is named by neither setting.", returncode=1)
