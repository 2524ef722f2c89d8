"""One-time codes with which a person sets the password of an account that was made for them.

A code travels in the fragment of an address, which no browser sends to a server, or is typed from a letter.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import batched
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import salted_hmac

from coordination.administration.errors import BadPassword, InvitationNotFound
from coordination.administration.models import Invitation
from coordination.administration.second_person.speaking import is_code_overtaken
from coordination.models import User
from coordination.sign_in.addresses import prove_address
from mou.access.facts import members_not_over
from push.devices.confirmations import take_proved_address

# Crockford's base 32: no letter that is read as a digit from a printed letter.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
AS_TYPED = str.maketrans("OIL", "011")
# 25 characters are 125 bits: too many to guess.
GROUPS, GROUP_CHARS = 5, 5
CHARS = GROUPS * GROUP_CHARS
VALID_FOR = timedelta(days=14)


def write_invitation(*, user_id: int, made_by: int | None, at: datetime, mail_id: UUID | None = None) -> str:
    """Make an invitation in the caller's transaction and return its code, which is stored nowhere.

    One that a mail carries follows from the mail's id and our own key: each try of that mail carries the same code.
    """
    code = code_of_mail(mail_id) if mail_id is not None else _in_groups(secrets.choice(ALPHABET) for _ in range(CHARS))
    Invitation.objects.update_or_create(
        user_id=user_id,
        defaults={
            "code_hash": _hash_of(code),
            "made_by_id": made_by,
            "made_at": at,
            "expires_at": at + VALID_FOR,
            "mailed_to": "",
        },
    )
    return code


def code_of_mail(mail_id: UUID) -> str:
    """Return the code that a mail carries."""
    digest = int.from_bytes(salted_hmac("invitation", mail_id.hex, algorithm="sha256").digest())
    return _in_groups(ALPHABET[(digest >> (5 * place)) % len(ALPHABET)] for place in range(CHARS))


def _in_groups(chars: Iterable[str]) -> str:
    return "-".join("".join(group) for group in batched(chars, GROUP_CHARS))


def is_newest_code(user_id: int, code: str) -> bool:
    """Say whether a code is the one that invites a person now."""
    return Invitation.objects.filter(user_id=user_id, code_hash=_hash_of(code)).exists()


def note_mailed(code: str, address: str) -> None:
    """Note that a code was mailed to an address, and shown nowhere else: opening it proves the address. Commits."""
    Invitation.objects.filter(code_hash=_hash_of(code)).update(mailed_to=address)


def invited_person(code: str, at: datetime) -> User:
    """Return whom a code invites. Raises: InvitationNotFound."""
    return _find_invitation(code, at, lock=False).user


def accept_invitation(*, code: str, password: str, at: datetime) -> User:
    """Set the password of the invited person and use the invitation up, in one durable transaction.

    One that was mailed proves the address that it was mailed to, if it is still theirs, and alerts go there. Locks the
    invitation's row, so that a code has effect once. Raises: InvitationNotFound, BadPassword.
    """
    with transaction.atomic(durable=True):
        invitation = _find_invitation(code, at, lock=True)
        person = invitation.user
        try:
            validate_password(password, person)
        except ValidationError as weak:
            raise BadPassword(" ".join(weak.messages)) from weak
        invitation.delete()
        person.set_password(password)
        person.save(update_fields=["password"])
        if person.email and invitation.mailed_to.lower() == person.email.lower():
            prove_address(person, at)
            # Where they read the invitation, an alarm reaches them, too.
            take_proved_address(user_id=person.pk, address=person.email, locale=person.language, at=at)
    return person


def _find_invitation(code: str, at: datetime, *, lock: bool) -> Invitation:
    rows = Invitation.objects.select_related("user")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(
        code_hash=_hash_of(code), expires_at__gt=at, user__is_active=True
    )
    invitation = found.first()
    if invitation is None or not _is_awaited(invitation.user):
        raise InvitationNotFound
    # A code that one person made, when its holder was not guarded yet, speaks for no administrator now.
    made_by, made_at = invitation.made_by_id, invitation.made_at
    if is_code_overtaken(invitation.user, made_by=made_by, made_at=made_at, at=at):
        raise InvitationNotFound
    return invitation


def _is_awaited(person: User) -> bool:
    """Say whether an agency still wants them: a membership that was suspended or ended makes no account. One query."""
    return person.is_operator or members_not_over().filter(user_id=person.pk).exists()


def _hash_of(code: str) -> str:
    plain = "".join(char for char in code.upper() if char.isalnum()).translate(AS_TYPED)
    return hashlib.sha256(plain.encode()).hexdigest()
