"""Adults say on their own phone who they are and for whom they come, and get a number to show to a greeter.

No student is looked up here, whatever is said: the answer to an enrolled child, an unknown one and a held adult is the
same because nothing is asked that could differ. A number gives no right. What comes in lies in a lane of its own: no
queue of the staff has it, a greeter finds it by the number that the person before them shows.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from coordination.incident.reunification.vocabulary import ReunificationRole
from coordination.reunification.access import Desk, desk_for
from coordination.reunification.errors import DoorNotFound, NotYourVest, NumberNotFound, TooManyAtOnce
from coordination.reunification.models import CheckInDoor, Operation, SelfCheckIn
from coordination.reunification.rules.given import SelfCheckInGiven
from coordination.room.access import Asker
from coordination.sign_in.attempts.guesses import network_of
from mou.foundation.shown_text import without_hidden

# Neither I, L, O, U nor 0 and 1: what is read out or typed from a phone is understood.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODE_LETTERS, NUMBER_LETTERS = 10, 4
SALT = "coordination.reunification.self_check_in"
# A number that no greeter has seen is forgotten in the queue after this long.
LIVES = timedelta(hours=3)
# Of one phone, of one network (all who use the site's own are one), and of an operation, no matter who sends.
PHONE_MOST, PHONE_WITHIN = 5, timedelta(hours=1)
NETWORK_MOST, OPERATION_MOST, WITHIN = 150, 500, timedelta(minutes=10)
GREETERS = (ReunificationRole.GREETER, ReunificationRole.CHECKER)
DRAWN_AGAIN = 8


# --- the code at the site ---------------------------------------------------------------------------------------------
def open_door(asker: Asker, operation_id: UUID) -> CheckInDoor:
    """Make the code that adults scan; the one before leads nowhere from then on. For the director.

    Raises: OperationNotFound, OperationNotOpen, NotYourVest.
    """
    with transaction.atomic(durable=True):
        desk = _led_desk(asker, operation_id)
        _open_doors(desk.operation).update(ended_at=desk.at)
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
        return CheckInDoor.objects.create(
            operation=desk.operation, code=code, opened_by_id=asker.user_id, opened_at=desk.at
        )


def end_door(asker: Asker, operation_id: UUID) -> None:
    """Let the code lead nowhere. For the director. Raises: OperationNotFound, OperationNotOpen, NotYourVest."""
    with transaction.atomic(durable=True):
        desk = _led_desk(asker, operation_id)
        _open_doors(desk.operation).update(ended_at=desk.at)


def _led_desk(asker: Asker, operation_id: UUID) -> Desk:
    desk = desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at, lock=True)
    desk.require_open()
    if not desk.is_director:
        raise NotYourVest
    return desk


def _open_doors(operation: Operation) -> QuerySet[CheckInDoor]:
    return CheckInDoor.objects.filter(operation=operation, ended_at__isnull=True)


def door_of(operation: Operation) -> CheckInDoor | None:
    """Return the code that is in use now, if there is one."""
    return _open_doors(operation).first()


def door_at(code: str) -> CheckInDoor:
    """Return the door of a code. Raises: DoorNotFound: the same for a code that is made up, of old, or of another."""
    rows = CheckInDoor.objects.select_related("operation")
    found = rows.filter(code=code.upper(), ended_at__isnull=True, operation__closed_at__isnull=True).first()
    if found is None:
        raise DoorNotFound
    return found


# --- an adult ---------------------------------------------------------------------------------------------------------
def new_phone_key() -> str:
    """Return what a phone keeps to be known again at this door."""
    return secrets.token_urlsafe(24)


def _hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def take_self_check_in(
    door: CheckInDoor, given: SelfCheckInGiven, *, phone_key: str, address: str, language: str, at: datetime
) -> SelfCheckIn:
    """Store what an adult says; what the phone has said before and still waits is returned as it is. Durable.

    Args:
        phone_key: of the phone's cookie, or a new one.
        address: of who asks; only a keyed hash of its network is stored.
    Raises: TooManyAtOnce.
    """
    with transaction.atomic(durable=True):
        # Holds the door's row, so that limits are counted one after the other.
        CheckInDoor.objects.select_for_update().get(pk=door.pk)
        waiting = self_check_in_of(door, phone_key, at)
        if waiting is not None:
            return waiting
        network = salted_hmac(SALT, network_of(address), algorithm="sha256").hexdigest()
        key = _hash_of(phone_key)
        _check_limits(door.operation, key, network, at)
        return SelfCheckIn.objects.create(
            operation=door.operation,
            number=_new_number(door.operation),
            phone_key=key,
            network=network,
            adult_name=without_hidden(given.adult_name),
            children=without_hidden(given.children.replace("\r\n", "\n")),
            relationship=without_hidden(given.relationship),
            phone=given.phone,
            language=language,
            made_at=at,
        )


def _check_limits(operation: Operation, key: str, network: str, at: datetime) -> None:
    lately = SelfCheckIn.objects.filter(operation=operation, made_at__gt=at - WITHIN)
    of_phone = SelfCheckIn.objects.filter(phone_key=key, made_at__gt=at - PHONE_WITHIN)
    if of_phone.count() >= PHONE_MOST or lately.count() >= OPERATION_MOST:
        raise TooManyAtOnce
    if lately.filter(network=network).count() >= NETWORK_MOST:
        raise TooManyAtOnce


def _new_number(operation: Operation) -> str:
    """Return a number that no one has in this operation. One of an exercise never looks like a real one."""
    for _ in range(DRAWN_AGAIN):
        letters = "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LETTERS))
        number = f"X-{letters}" if operation.is_exercise else letters
        if not SelfCheckIn.objects.filter(operation=operation, number=number).exists():
            return number
    raise TooManyAtOnce


def self_check_in_of(door: CheckInDoor, phone_key: str, at: datetime) -> SelfCheckIn | None:
    """Return what a phone has said at this operation and has not taken back, also after a greeter has seen it."""
    if not phone_key:
        return None
    rows = SelfCheckIn.objects.filter(operation=door.operation, phone_key=_hash_of(phone_key))
    return rows.filter(withdrawn_at__isnull=True, made_at__gt=at - LIVES).order_by("-made_at", "-pk").first()


def withdraw_self_check_in(door: CheckInDoor, *, phone_key: str, at: datetime) -> None:
    """Take back what a phone has said, to say it anew. What a greeter has seen stays served."""
    found = self_check_in_of(door, phone_key, at)
    if found is not None:
        SelfCheckIn.objects.filter(pk=found.pk).update(withdrawn_at=at)


# --- a greeter --------------------------------------------------------------------------------------------------------
def plain_number(typed: str, *, is_exercise: bool) -> str:
    """Return a number as it is stored, however it was typed. Of an exercise it begins with X."""
    letters = "".join(one for one in typed.upper() if one in ALPHABET)
    letters = letters[-NUMBER_LETTERS:]
    return f"X-{letters}" if is_exercise else letters


def find_self_check_in(desk: Desk, number: str) -> SelfCheckIn:
    """Return what the adult who stands before a greeter has said, by the number on their phone.

    Also one that was served: it may be a copy, and the greeter is told so. Raises: NotYourVest; NumberNotFound: none,
    taken back, too old, or of another reunification.
    """
    desk.require_names()
    desk.require(*GREETERS)
    wanted = plain_number(number, is_exercise=desk.operation.is_exercise)
    rows = SelfCheckIn.objects.filter(operation=desk.operation, number=wanted, withdrawn_at__isnull=True)
    found = rows.filter(made_at__gt=desk.at - LIVES).select_related("served_by").first()
    if found is None:
        raise NumberNotFound(pointer="/number")
    return found


def serve_self_check_in(desk: Desk, number: str) -> None:
    """Note that a greeter has checked in the adult with this number; the first time stays. The room's row is held."""
    wanted = plain_number(number, is_exercise=desk.operation.is_exercise)
    rows = SelfCheckIn.objects.filter(operation=desk.operation, number=wanted, served_at__isnull=True)
    rows.update(served_at=desk.at, served_by=desk.user_id)


def count_waiting_at_door(operation: Operation, at: datetime) -> int:
    """Return how many numbers no greeter has seen yet."""
    rows = SelfCheckIn.objects.filter(operation=operation, served_at__isnull=True, withdrawn_at__isnull=True)
    return rows.filter(made_at__gt=at - LIVES).count()
