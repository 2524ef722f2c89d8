"""What can go wrong with what is written of a room. Pure."""

from mapping.errors import MappingError
from mou.foundation.labelled import gettext_noop as _


class RoomToWalkNotFound(MappingError):
    """The published plan of this floor has no such room, or this person may not see it. The two look the same."""

    code = "room_to_walk_not_found"
    status = 404
    title = _("The published plan has no such room for you.")


class PlaceToWalkNotFound(MappingError):
    """No published plan of this site has such a hall, building or place outdoors, or this person may not see it."""

    code = "place_to_walk_not_found"
    status = 404
    title = _("The published plans have no such place for you.")


class LocksOfBuildingAlone(MappingError):
    """Whether outside doors lock is said of a building, always, and of no other place."""

    code = "locks_of_building_alone"
    status = 422
    sentence = _("Say of a building how its outside doors lock, and of any other place leave that out.")


class NotWalkedByOthers(MappingError):
    """Another agency sees what a room offers; the school's and the district's own people write it."""

    code = "not_walked_by_others"
    status = 403
    sentence = _("Only people of the school or its district write what a room offers.")
