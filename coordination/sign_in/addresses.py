"""Whose a mail address is. Only its holder can say so: anything else is what another person wrote down."""

from datetime import datetime
from typing import cast

from allauth.account.internal.userkit import filter_users_by_email
from django.db import IntegrityError, transaction

from coordination.models import User


def holder_of(address: str) -> User | None:
    """Return who proved that they read mail at an address. One query."""
    if not address:
        return None
    return User.objects.filter(email__iexact=address, email_proved_at__isnull=False).first()


def prove_address(person: User, at: datetime) -> bool:
    """Note that a person reads mail at their address, in the caller's transaction; say whether it names them now.

    It does not where it names another person who can sign in. One who was switched off has left it to them.
    """
    others = User.objects.filter(email__iexact=person.email, email_proved_at__isnull=False).exclude(pk=person.pk)
    others.filter(is_active=False).update(email_proved_at=None)
    if not person.email or others.exists():
        return False
    try:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(email_proved_at=at)
    except IntegrityError:
        # Another account was a moment earlier.
        return False
    person.email_proved_at = at
    return True


def person_to_sign_in(address: str) -> User | None:
    """Return whose sign-in an address is: its holder's; until there is one, the oldest account's that has it."""
    people = [cast("User", one) for one in filter_users_by_email(address, prefer_verified=True, for_login=True)]
    return min(people, key=lambda one: (one.email_proved_at is None, one.pk), default=None)
