"""What is refused about places on the ground, sightings and doors, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class OnlyRespondersHaveGround(CoordinationError):
    code, status, title = "only_responders_have_ground", 403, _("Only responders set places and tell of doors.")
    sentence = _("Only responders set places and tell of doors.")


class GroundOfOtherFunction(CoordinationError):
    """Each kind of place has functions that set it; command sets all, dispatch says it for them."""

    code, status, title = "ground_of_other_function", 403, _("Another function sets such a place.")
    sentence = _("Another function sets such a place: ask command.")


class GroundPlaceOfOthers(CoordinationError):
    """The function that set it changes and closes it, and command; a helper by mutual aid only what they set."""

    code, status, title = "ground_place_of_others", 403, _("The function that set this place changes it, or command.")
    sentence = _("The function that set this place changes and closes it, or command.")


class GroundPlaceNotFound(CoordinationError):
    code, status, title = "ground_place_not_found", 404, _("There is no such place on the ground.")


class GroundPlaceClosed(CoordinationError):
    code, status, title = "ground_place_closed", 409, _("This place is closed; set it anew.")
    sentence = _("This place is closed: set it anew.")


class GroundPlaceNotSaid(CoordinationError):
    code, status, title = "ground_place_not_said", 422, _("Say where it is: by points or by rooms, not by both.")
    sentence = _("Say where it is: on the map, or by rooms.")


class GroundShapeDoesNotFit(CoordinationError):
    """A point has one point, a line at least two, an area at least three; by rooms: one, two, one."""

    code, status, title = "ground_shape_does_not_fit", 422, _("Such a place has another shape.")
    sentence = _("Such a place has another shape: it takes more or fewer points or rooms.")


class GroundRoomsOfSeveralFloors(CoordinationError):
    code, status, title = "ground_rooms_of_several_floors", 422, _("These rooms are on several floors.")
    sentence = _("These rooms are on several floors: set one place on each.")


class GroundIsFull(CoordinationError):
    code, status, title = "ground_is_full", 409, _("As many places and sightings stand as one incident takes.")
    sentence = _("Too many places or sightings stand: close some first.")


class SightingNotFound(CoordinationError):
    code, status, title = "sighting_not_found", 404, _("There is no such sighting.")


class SightingTakenBack(CoordinationError):
    code, status, title = "sighting_taken_back", 409, _("This sighting was taken back; report it anew.")
    sentence = _("This sighting was taken back: report it anew.")


class SightingOfOthers(CoordinationError):
    """The person who reported it takes it back, and responders; a helper by mutual aid only their own."""

    code, status, title = "sighting_of_others", 403, _("Responders take back what another person saw.")
    sentence = _("Responders take back what another person saw.")


class DoorNotAtSite(CoordinationError):
    code, status, title = "door_not_at_site", 404, _("No floor plan of this incident has such a door or room.")


class DoorNothingTold(CoordinationError):
    code, status, title = "door_nothing_told", 409, _("Nothing was told of this door.")
    sentence = _("Nothing was told of this door: it counts as usual.")


class DoorIsBreached(CoordinationError):
    """A breached door holds no one back until it was mended."""

    code, status, title = "door_is_breached", 409, _("The door is breached; say first that it is as usual again.")
    sentence = _("This door is breached: it locks no more. Say first that it is as usual again.")
