"""Make accounts. People do not sign themselves up; an administrator, or the demo, does it."""

from uuid import UUID

from django.db import transaction

from coordination.models import User


def create_person(
    *,
    username: str,
    display_name: str,
    email: str,
    password_hash: str,
    home_agency_id: UUID | None,
    is_device: bool = False,
) -> int:
    """Make an account and return its row id, in one durable transaction. The password comes hashed.

    The administrators of the home agency keep the account; without one it is kept at the server's console.
    """
    with transaction.atomic(durable=True):
        person = User.objects.create(
            username=username,
            display_name=display_name,
            email=email,
            password=password_hash,
            home_agency_id=home_agency_id,
            is_device=is_device,
        )
    return person.pk
