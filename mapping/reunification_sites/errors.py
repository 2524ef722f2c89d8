"""What can go wrong with a reunification site, each with a stable code and an HTTP status. Pure: no Django."""

from mapping.errors import MappingError
from mou.foundation.labelled import gettext_noop as _


class ReunificationSiteNotFound(MappingError):
    """The reunification site does not exist, or its school is not found for this person."""

    code = "reunification_site_not_found"
    status = 404
    title = _("There is no such reunification site for you.")


class RankTaken(MappingError):
    """Another reunification site of the school has this rank."""

    code = "rank_taken"
    status = 409
    title = _("Another reunification site of the school has this rank.")


class BadReunificationSite(MappingError):
    """A shape crosses itself or has no size, or a point is more than 100 km from the school."""

    code = "bad_reunification_site"
    status = 422
    title = _("This cannot be a reunification site.")
