"""Why a tap starts nothing. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class LockdownThere(CoordinationError):
    """People who hide are not called to anything else by a tap; in the room, command turns a lockdown into another."""

    code, status, title = "lockdown_there", 409, "A lockdown is in force there: nothing else begins by one tap."
    sentence = _("A lockdown is in force there: nothing else begins by one tap.")


class OtherShelterThere(CoordinationError):
    code, status, title = "other_shelter_there", 409, "People shelter there already, in another way: see the incident."
    sentence = _("People shelter there already, in another way: see the incident.")
