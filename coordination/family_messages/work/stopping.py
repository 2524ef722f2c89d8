"""A guardian says stop: by answering a text message, or by typing the code of a mail. It holds for the address."""

import secrets
from datetime import datetime, timedelta

from coordination.family_messages.errors import StopCodeNotKnown, StopGuessedTooOften
from coordination.family_messages.models import FamilyAddress
from coordination.family_messages.vocabulary import FamilyWay
from coordination.family_messages.work.guardians import digest_of_address, digests_of_address
from coordination.incident.accountability.text_messages.text_grammar import asks_to_start, asks_to_stop
from coordination.incident.accountability.text_messages.text_reports import Text
from coordination.sign_in.attempts.guesses import Limit, address_at, has_guessed_too_often, note_wrong_password

# Neither I, L, O, U nor 0 and 1: what is copied by hand is read back rightly. 48 bits, of which few are tried.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODE_LETTERS = 10
DOOR = "family stop"
LIMITS = (Limit(30, timedelta(minutes=5), is_per_login=True),)


def address_row(way: FamilyWay, digest: str) -> FamilyAddress:
    """Return what is known of a number or address, and make it the first time."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    row, _made = FamilyAddress.objects.get_or_create(way=way.value, digest=digest, defaults={"stop_code": code})
    return row


def is_stopped(way: FamilyWay, address: str) -> bool:
    """Tell whether no more is sent to a number or address."""
    digests = digests_of_address(way, address)
    return FamilyAddress.objects.filter(way=way.value, digest__in=digests, stopped_at__isnull=False).exists()


def stop_by_code(*, code: str, address: str, at: datetime) -> FamilyWay:
    """Send no more to the address whose mail had this code; return the way. Pressed again, it stays so.

    Args:
        address: of who asks: wrong codes are counted by it.
    Raises: StopCodeNotKnown, StopGuessedTooOften. A code that is right is taken all the same.
    """
    plain = "".join(one for one in code.upper() if one in ALPHABET)
    row = FamilyAddress.objects.filter(stop_code=plain).first() if plain else None
    if row is not None:
        FamilyAddress.objects.filter(pk=row.pk, stopped_at__isnull=True).update(stopped_at=at)
        return FamilyWay(row.way)
    counted = address_at(DOOR, address)
    if has_guessed_too_often(address=counted, login=DOOR, at=at, limits=LIMITS):
        raise StopGuessedTooOften
    note_wrong_password(address=counted, login=DOOR, at=at)
    raise StopCodeNotKnown


def hear_text(text: Text, *, at: datetime, is_last: bool) -> None:
    """Stop text messages to a number that answered STOP, and begin again at START. Other words mean nothing here.

    Called with every text message that the carrier signs, from guardians and from others: it answers none of them,
    the carrier answers STOP itself.
    """
    is_stop = asks_to_stop(text.words)
    if is_last or not (is_stop or asks_to_start(text.words)):
        return
    if is_stop:
        # Also of a number that was never written to: it may be a guardian's tomorrow.
        address_row(FamilyWay.TEXT, digest_of_address(FamilyWay.TEXT, text.number))
    digests = digests_of_address(FamilyWay.TEXT, text.number)
    rows = FamilyAddress.objects.filter(way=FamilyWay.TEXT.value, digest__in=digests)
    rows.update(stopped_at=at if is_stop else None)
