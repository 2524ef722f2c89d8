"""The ten digits that let a person in: made, kept as a keyed hash, good for a quarter of an hour and once.

The first four are the invitation's own: a wrong code is a guess at that one, and spoils no other.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from coordination.errors import IncidentClosed
from coordination.incident.command.capability import IncidentCommand
from coordination.incident.command.errors import NotInCommand
from coordination.incident.mutual_aid.capability import MutualAid
from coordination.incident.mutual_aid.errors import AidCodeRefused, MutualAidNotFound, MutualAidOver, MutualAidUsed
from coordination.incident.mutual_aid.guesses_told import tell_of_guesses
from coordination.incident.mutual_aid.models import AidInvitation
from coordination.room.access import Asker, RoomGrant, locked_rooms, room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import RoomObject
from coordination.room.reading.state import object_now
from coordination.sign_in.attempts.guesses import Limit, has_guessed_too_often, note_wrong_password
from coordination.sign_in.attempts.later import TooManyAttempts
from coordination.vocabulary import IncidentStatus, MutualAidState

NUMBER_DIGITS, SECRET_DIGITS = 4, 6
CODE_LIVES = timedelta(minutes=15)
# A code that so many wrong ones were typed for is taken back: one guess in a million each, from however many places.
MOST_WRONG = 50
# One person mistypes a few times; from then on those in command are told.
TOLD_FROM = 5
# From one address, and by one person from anywhere.
LIMITS = (Limit(5, timedelta(minutes=5), is_per_login=True),)
DOOR = "mutual aid"


@dataclass(frozen=True, slots=True)
class AidCode:
    """A code to be said, shown and typed, until when it is good."""

    code: str
    until: datetime


def issue_code(asker: Asker, *, room_id: UUID, aid_id: UUID) -> AidCode:
    """Return a new code for an invitation, in one durable transaction; the one before is good no longer.

    Raises: RoomNotFound, NotJoined, NotInCommand, IncidentClosed, MutualAidNotFound, MutualAidOver, MutualAidUsed.
    """
    with transaction.atomic(durable=True):
        locked_rooms([room_id])
        grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at, lock=True)
        _check_in_command(grant)
        _check_is_open(grant, aid_id)
        number, until = _unused_number(asker.at), asker.at + CODE_LIVES
        code = f"{number}{secrets.randbelow(10**SECRET_DIGITS):0{SECRET_DIGITS}}"
        AidInvitation.objects.filter(pk=aid_id).update(
            number=number, code_hash=hash_code(code), code_until=until, wrong_codes=0
        )
    return AidCode(code, until)


def _check_in_command(grant: RoomGrant) -> None:
    try:
        held = object_now(grant.room, IncidentCommand, grant.incident.pk)
    except RoomObject.DoesNotExist as missing:
        raise NotInCommand from missing
    if str(grant.joined().pk) not in held.commanders:
        raise NotInCommand


def _check_is_open(grant: RoomGrant, aid_id: UUID) -> None:
    try:
        state = object_now(grant.room, MutualAid, aid_id).state
    except RoomObject.DoesNotExist as missing:
        raise MutualAidNotFound from missing
    if not IncidentStatus(grant.incident.status).is_open:
        raise IncidentClosed
    if state is MutualAidState.JOINED:
        raise MutualAidUsed
    if state is MutualAidState.ENDED:
        raise MutualAidOver


def _unused_number(at: datetime) -> str:
    # Expired codes give up their numbers; far fewer codes are valid at once than there are numbers.
    AidInvitation.objects.filter(code_until__lte=at).exclude(code_hash="").update(code_hash="")
    taken = set(AidInvitation.objects.exclude(code_hash="").values_list("number", flat=True))
    while True:
        number = f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}}"
        if number not in taken:
            return number


def hash_code(code: str) -> str:
    """Return what is kept of a code: without the server's secret key, a million guesses tell nothing."""
    return salted_hmac("coordination.incident.mutual_aid", code, algorithm="sha256").hexdigest()


def check_may_try(*, user_id: int | None, address: str, at: datetime) -> None:
    """Stop a person or an address that has tried too many codes. At most two queries. Raises: TooManyAttempts."""
    if has_guessed_too_often(address=address, login=DOOR, at=at, limits=LIMITS):
        raise TooManyAttempts
    if user_id is not None and has_guessed_too_often(address="", login=_login_of(user_id), at=at, limits=LIMITS):
        raise TooManyAttempts


def invitation_with(code: str, at: datetime) -> AidInvitation:
    """Return the invitation whose code this is. One query. Raises: AidCodeRefused."""
    found = AidInvitation.objects.filter(code_hash=hash_code(plain_code(code)), code_until__gt=at).first()
    if found is None:
        raise AidCodeRefused
    return found


def plain_code(code: str) -> str:
    """Return a code without the blanks and dashes that people put between its digits."""
    return code.replace(" ", "").replace("-", "")


def note_wrong_code(*, code: str, user_id: int | None, address: str, at: datetime) -> None:
    """Count a code that was refused: for its address, its person, and the invitation whose number it has. Commits.

    Tells those in command of the guesses, and once more when the code is taken back.
    """
    note_wrong_password(address=address, login=DOOR, at=at)
    if user_id is not None:
        note_wrong_password(address="", login=_login_of(user_id), at=at)
    digits = plain_code(code)
    if len(digits) != NUMBER_DIGITS + SECRET_DIGITS:
        return
    with transaction.atomic(durable=True):
        good = AidInvitation.objects.filter(number=digits[:NUMBER_DIGITS], code_until__gt=at).exclude(code_hash="")
        for one in good.select_for_update(of=("self",)).select_related("room__incident"):
            one.wrong_codes += 1
            if one.wrong_codes >= MOST_WRONG:
                one.code_hash = ""
            one.save(update_fields=["wrong_codes", "code_hash"])
            if one.wrong_codes in (TOLD_FROM, MOST_WRONG):
                tell_of_guesses(one)


def _login_of(user_id: int) -> str:
    return f"{DOOR} {user_id}"
