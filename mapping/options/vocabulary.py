"""What can be said of a room, or of another place, before an attack. Pure."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class PlaceKind(Labelled):
    """What is walked: each kind has its own questions."""

    ROOM = "room", _("Room")
    HALL = "hall", _("Hall or stairs")
    GROUNDS = "grounds", _("Outdoors")
    BUILDING = "building", _("Whole building")

    @property
    def is_open(self) -> bool:
        """Tell whether people there are in the open, with no door to close."""
        return self in (PlaceKind.HALL, PlaceKind.GROUNDS)


class RoomLock(Labelled):
    """From where the doors of a room are locked."""

    INSIDE = "inside", _("From inside, without opening the door")
    HALL = "hall", _("Only from the hall, with a key")
    NONE = "none", _("They do not lock")


class WayOutKind(Labelled):
    """What a further way out of a room leads through."""

    DOOR = "door", _("Another door")
    WINDOW = "window", _("A window")


class BuildingLock(Labelled):
    """How the outside doors of a building are locked."""

    ONCE = "once", _("All at once, from one place")
    EACH = "each", _("Each by itself, from inside")
    NOT_ALL = "not_all", _("Not all of them lock")


class PlaceWay(Labelled):
    """Where people get to from a hall, from outdoors, or out of a building."""

    LOCKED = "locked", _("A room or building that locks from inside")
    AWAY = "away", _("Away: a door to the outside, a gate, a way off the grounds")
    COVER = "cover", _("Cover: a wall, a bank, the far side of a building")


class OptionsState(Labelled):
    """Whether what is known of a place can be believed, and whether the place has an option."""

    HAS_OPTION = "has_option", _("Has an option")
    NO_OPTION = "no_option", _("No option: never wait here")
    TOO_OLD = "too_old", _("Walked too long ago")
    NOT_WALKED = "not_walked", _("Not walked")
