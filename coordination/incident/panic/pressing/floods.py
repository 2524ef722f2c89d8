"""Limit repeated presses, by a stuck button or a script. The first press of a person is never limited."""

from datetime import timedelta

from coordination.errors import TooManyPresses
from coordination.incident.panic.models import PanicPress
from coordination.room.log import CommandContext

# More from the same finger in a minute is recorded, without another alert.
WINDOW = timedelta(minutes=1)
TELLING_MAX = 6
# More than that is no finger. A key is a whole system of badges, a room a whole school.
FINGER_MAX = 30
KEY_MAX = 300
ROOM_MAX = 600


def is_told_enough(context: CommandContext, *, button_id: int | None) -> bool:
    """Tell whether this press, into an alarm that is on already, is one of many and needs no further alert.

    The caller holds the room's lock, so no two presses count the same ones. A person or button that has not pressed
    within the last minute is never refused, however much others press. Raises: TooManyPresses.
    """
    recent = PanicPress.objects.filter(room=context.room, pressed_at__gt=context.at - WINDOW)
    of_key = recent.filter(pressed_by=context.participant)
    of_finger = of_key.filter(button_id=button_id).count()
    if of_finger and (of_finger >= FINGER_MAX or of_key.count() >= KEY_MAX or recent.count() >= ROOM_MAX):
        raise TooManyPresses
    return of_finger >= TELLING_MAX
