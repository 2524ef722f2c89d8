"""An area as a form sends it: drawn on the map, typed, or from a file of parcels or buildings."""

from django.contrib.gis.geos import MultiPolygon as Area
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from mapping.errors import BadFile, BadSite, ReadersNotConfined, TooManyLooks
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.imports.bounded_features import is_gis_file, read_features_apart
from mapping.imports.wording.defect_words import why_words
from mapping.sites.boundaries.boundary_text import boundary_from, position_from
from mapping.sites.boundaries.parcels import ground_among
from mou.foundation.forms.act_form import at_field

AREA_FILES = ".geojson,.json,.zip,.gpkg,.kml,application/geo+json,application/json,application/zip"
# A county's parcels are more than a school needs: what is brought is a part of them.
PARCELS_MAX_BYTES = 32 * 1024 * 1024


class GroundTyped(BaseModel):
    """Where something is, as a form sends it: a point, and an area that was drawn, typed or brought in a file."""

    model_config = ConfigDict(extra="forbid")

    lat: str = ""
    lon: str = ""
    boundary: str = ""
    boundary_file: bytes = b""

    def point(self) -> Position | None:
        """Return the point, if one was given. Raises: BadSite."""
        with at_field("lat"):
            return position_from(self.lat, self.lon) if self.lat or self.lon else None

    def area(self) -> MultiPolygon:
        """Return the area of the file if one was chosen, else of the text. Raises: BadSite."""
        point = self.point()
        if self.boundary_file:
            with at_field("boundary_file"):
                return area_of_file(self.boundary_file, point)
        with at_field("boundary"):
            return boundary_from(self.boundary)


def area_of_file(content: bytes, point: Position | None) -> MultiPolygon:
    """Return the area of a file; of several that around the point. Raises: BadSite."""
    if len(content) > PARCELS_MAX_BYTES:
        raise BadSite(_("The file is larger than %(most)s MB.") % {"most": PARCELS_MAX_BYTES // 1024 // 1024})
    if is_gis_file(content):
        return _area_among(content, point)
    try:
        return boundary_from(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadSite(_("The boundary's file is neither GeoJSON nor a Shapefile, GeoPackage or KML.")) from error


def area_text(area: Area | None) -> str:
    """Return an area as people can change it: corner by corner, unless it has parts or holes."""
    if area is None:
        return ""
    if len(area) > 1 or len(area[0]) > 1:
        return str(area.json)
    return "\n".join(f"{lat:.7f}, {lon:.7f}" for lon, lat in area[0][0].coords[:-1])


def _area_among(content: bytes, point: Position | None) -> MultiPolygon:
    try:
        areas = [one.polygons for one in read_features_apart(content) if one.polygons]
    except (BadFile, TooManyLooks, ReadersNotConfined) as bad:
        raise BadSite(why_words().get(bad.code, str(bad))) from bad
    return ground_among(areas, point)
