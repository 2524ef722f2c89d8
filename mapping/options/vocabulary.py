"""What can be said of a room before an attack. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class RoomLock(Labelled):
    """From where the doors of a room are locked."""

    INSIDE = "inside", _("From inside, without opening the door")
    HALL = "hall", _("Only from the hall, with a key")
    NONE = "none", _("They do not lock")


class WayOutKind(Labelled):
    """What a further way out of a room leads through."""

    DOOR = "door", _("Another door")
    WINDOW = "window", _("A window")


class OptionsState(Labelled):
    """Whether what is known of a room can be believed, and whether the room has an option."""

    HAS_OPTION = "has_option", _("Has an option")
    NO_OPTION = "no_option", _("No option: never wait here")
    TOO_OLD = "too_old", _("Walked too long ago")
    NOT_WALKED = "not_walked", _("Not walked")
