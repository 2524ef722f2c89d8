"""Who is meant by what an administrator writes down: an account that they keep, or the holder of the address.

An address that is not proved is free text: it finds no account, and tells a stranger nothing.
"""

from django.db.models import QuerySet

from coordination.administration.errors import AccountOff, AccountTaken
from coordination.models import User
from coordination.sign_in.addresses import holder_of
from mou.models import Agency


def person_meant(*, address: str, username: str, kept: QuerySet[Agency]) -> User | None:
    """Return who is meant; None: no person with an account. At most three queries.

    Args:
        kept: the agencies whose accounts the asker disposes of.
    Raises: AccountOff: they keep it, and it is switched off. AccountTaken: another person has the user name.
    """
    found = _kept_with(address, kept)
    if found is not None and not found.is_active:
        raise AccountOff
    found = found or _active_holder(address)
    named = User.objects.filter(username__iexact=username).first() if username else None
    if named is not None and named != found:
        raise AccountTaken
    return found


def _kept_with(address: str, kept: QuerySet[Agency]) -> User | None:
    if not address:
        return None
    rows = User.objects.filter(email__iexact=address, home_agency__in=kept, is_device=False)
    return rows.order_by("-is_active", "pk").first()


def _active_holder(address: str) -> User | None:
    holder = holder_of(address)
    return holder if holder is not None and holder.is_active and not holder.is_device else None
