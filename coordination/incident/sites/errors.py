"""What is refused about where an incident is, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class IncidentIsAtSite(CoordinationError):
    code, status, title = "incident_at_site", 409, "This incident is at its site; only one that is away from it moves."
    sentence = _("This incident is at its site. Only one that is away from it has a place that changes.")


class SiteIsIn(CoordinationError):
    code, status, title = "site_is_in", 409, "This site is in the incident already."
    sentence = _("This site is in the incident already.")


class TooManySites(CoordinationError):
    """One room for half a county would tell all of it to everyone."""

    code, status, title = "too_many_sites", 409, "As many sites as one incident takes have joined."


class PlaceUnchanged(CoordinationError):
    code, status, title = "place_unchanged", 409, "That is where it is already."
