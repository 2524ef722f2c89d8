"""Choose a site's ground among the parcels of a file."""

from collections.abc import Sequence

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from mapping.errors import BadSite
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.interchange.ledger import Ledger
from mapping.sites.boundaries.valid_geometry import SRID, valid_area


def ground_among(areas: Sequence[MultiPolygon], at: Position | None) -> MultiPolygon:
    """Return the only area, or of several the one around a point. Raises: BadSite."""
    if not areas:
        raise BadSite(_("The file has no area. A boundary is a polygon."))
    if len(areas) == 1:
        return areas[0]
    if at is None:
        raise BadSite(
            _("The file has %(n)s areas. Give the site's point as well: the area around it is taken.")
            % {"n": len(areas)}
        )
    here = Point(at, srid=SRID)
    for area in areas:
        ground = valid_area(area, ref="", ledger=Ledger())
        if ground is not None and ground.covers(here):
            return area
    raise BadSite(_("None of the %(n)s areas of the file lies around the site's point.") % {"n": len(areas)})
