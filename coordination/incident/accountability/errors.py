"""What is refused about reports of rooms, as clients read it."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class RoomNotNamed(CoordinationError):
    code, status, title = "room_not_named", 422, _("A report names its room once: by the plan's id, or in words.")


class RoomNotAtSite(CoordinationError):
    code, status, title = "room_not_at_site", 422, _("No published plan of this site has this room.")


class RelayIncomplete(CoordinationError):
    """A report that is passed on must say whose words it is, and how they were heard."""

    code, status = "relay_incomplete", 422
    title = _("A report that is passed on says for whom and how it was heard; one's own says neither.")


class MoreNamesThanPeople(CoordinationError):
    code, status, title = "more_names_than_people", 422, _("A list has more names than people are counted.")


class NamesNotAllowed(CoordinationError):
    """Counts and states are for all in the room; names are education records."""

    code, status = "names_not_allowed", 403
    title = _("Names are for the school, and for responders whose agreement or emergency access opens the roster.")


class NewerReportStands(CoordinationError):
    code, status, title = "newer_report_stands", 409, _("You have said something newer of this room since.")


class RoomReportNotFound(CoordinationError):
    code, status, title = "room_report_not_found", 404, _("There is no such report of a room for you.")


class NoSubstitute(CoordinationError):
    code, status, title = "no_substitute", 422, _("Only a substitute is in another person's place: say so in led_by.")
