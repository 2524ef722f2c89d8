"""A person changes or confirms the address of their account: typing in the code of a mail proves that they read it."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import TypedDict, cast

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from coordination.administration.access import person_for
from coordination.administration.accounts.people import USERNAME_MAX_CHARS, record_account_act
from coordination.administration.errors import BadAccount, BadAddressCode
from coordination.models import User
from coordination.sign_in.addresses import holder_of, prove_address
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from mou.vocabulary import AdministrativeActKind

# No letter or digit that is taken for another one.
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODE_CHARS = 8
CODE_LIVES = timedelta(minutes=15)
TRIES = 5
WAITING = "administration.address"


class AddressChange(TypedDict):
    """A change that waits for its code, as the session keeps it."""

    address: str
    code: str
    until: str
    tries_left: int


def begin_change(person: User, address: str, at: datetime) -> AddressChange:
    """Send a code to a new address and return what waits for it. Raises: BadAccount: not of the form of an address.

    An address that another person has is answered like a free one, and gets no code: who asks learns nothing.
    """
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise BadAccount from wrong
    if len(address) > USERNAME_MAX_CHARS:
        raise BadAccount
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_CHARS))
    if not _is_anothers(address, person):
        words = {"code": f"{code[:4]}-{code[4:]}"}
        send_beside("account/email/address_code", address, person.language or "en", words)
    return AddressChange(address=address, code=code, until=(at + CODE_LIVES).isoformat(), tries_left=TRIES)


def finish_change(*, user_id: int, waiting: AddressChange, code: str, at: datetime) -> None:
    """Take the new address, in one durable transaction, and tell the old one. Locks the account's row.

    Raises: BadAddressCode: wrong, too late, tried too often, or the address is another person's.
    """
    typed = code.upper().replace("-", "").replace(" ", "")
    is_late = at > datetime.fromisoformat(waiting["until"]) or waiting["tries_left"] < 1
    if is_late or not hmac.compare_digest(typed.encode(), waiting["code"].encode()):
        raise BadAddressCode
    with transaction.atomic(durable=True):
        public_id = User.objects.values_list("public_id", flat=True).get(pk=user_id)
        grant = person_for(user_id=user_id, person_id=public_id, at=at, lock=True)
        before, address = grant.person.email, waiting["address"]
        if _is_anothers(address, grant.person):
            raise BadAddressCode
        # First without the proof: what was proved was the old one.
        User.objects.filter(pk=user_id).update(email=address, email_proved_at=None)
        grant.person.email = address
        prove_address(grant.person, at)
        changes = {"email": (before, address)}
        record_account_act(grant, AdministrativeActKind.ACCOUNT_CHANGED, actor_id=user_id, changes=changes, at=at)
    if before and before.lower() != address.lower():
        language = grant.person.language or "en"
        send_beside("account/email/notice", before, language, {"what": notice_words("address_changed", language)})


def waiting_change(session: SessionBase) -> AddressChange | None:
    """Return the change that waits in a session for its code."""
    return cast("AddressChange | None", session.get(WAITING))


def ask_for_address(session: SessionBase, person: User, address: str, at: datetime) -> None:
    """Begin a change in a session. Raises: BadAccount."""
    session[WAITING] = begin_change(person, address, at)


def take_address(session: SessionBase, *, user_id: int, code: str, at: datetime) -> None:
    """Take the address that waits in a session. Raises: BadAddressCode: none waits, or for another code.

    Whatever code it is counts as a try.
    """
    waiting = waiting_change(session)
    if waiting is None:
        raise BadAddressCode
    try:
        finish_change(user_id=user_id, waiting=waiting, code=code, at=at)
    except BadAddressCode:
        session[WAITING] = AddressChange(**{**waiting, "tries_left": waiting["tries_left"] - 1})
        raise
    session.pop(WAITING, None)


def _is_anothers(address: str, person: User) -> bool:
    """Say whether another person has proved that they read the address; what is only written down blocks no one."""
    holder = holder_of(address)
    return holder is not None and holder.is_active and holder.pk != person.pk
