"""What can go wrong with what is written of a room. Pure."""

from mapping.errors import MappingError
from mou.foundation.labelled import gettext_noop as _


class RoomToWalkNotFound(MappingError):
    """The published plan of this floor has no such room, or this person may not see it. The two look the same."""

    code = "room_to_walk_not_found"
    status = 404
    title = _("The published plan has no such room for you.")


class NotWalkedByOthers(MappingError):
    """Another agency sees what a room offers; the school's and the district's own people write it."""

    code = "not_walked_by_others"
    status = 403
    sentence = _("Only people of the school or its district write what a room offers.")
