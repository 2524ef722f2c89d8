"""What is refused about where an incident is, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class IncidentIsAtSite(CoordinationError):
    code, status, title = "incident_at_site", 409, "This incident is at its site; only one that is away from it moves."
    sentence = _("This incident is at its site. Only one that is away from it has a place that changes.")


class PlaceUnchanged(CoordinationError):
    code, status, title = "place_unchanged", 409, "That is where it is already."
