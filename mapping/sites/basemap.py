"""Make the base map of a site with folium: no foreign address and no user's text in it.

folium's own page head is not used: it would load six libraries from elsewhere. What is used of it is the element for
the map and the script that makes it, which the template puts into the page under the request's nonce.
"""

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from mapping.sites.queries import Box, SiteOutline
from mapping.sites.street_map.streets import Streets

if TYPE_CHECKING:
    from folium import GeoJson

# The script leaves the Leaflet map in window.map_site; plan.js and the live layer find it there.
MAP_ID = "site"
# Beyond zoom 21 a room fills the screen; below 12 a district does.
MIN_ZOOM, MAX_ZOOM = 12, 23

TILES = "/api/v1/basemap?z={z}&x={x}&y={y}"


@dataclass(frozen=True, slots=True)
class BaseMap:
    """The parts of a page: the element, the script that must run after it, the numbers of the grid, whose streets."""

    element: SafeString
    script: SafeString
    grid: dict[str, float] | None
    streets: Streets | None


def base_map(outline: SiteOutline, streets: Streets | None) -> BaseMap:
    """Return the map of a site with its boundary and the outlines of its buildings, seen as a whole.

    `streets`: below it lie the tiles of the street map that is installed here; without one the outlines are all.
    """
    import folium  # noqa: PLC0415 - heavy (numpy, requests): the worker and many tests draw no map
    from branca.element import Figure  # noqa: PLC0415 - as above

    west, south, east, north = _with_margin(outline.bounds)
    site_map = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        zoom_start=17,
        zoom_snap=0.25,
        zoom_delta=0.5,
        zoom_control=False,
        attribution_control=False,
        max_bounds_viscosity=0.8,
    )
    # folium takes these two as options of tile layers only, and there is none.
    site_map.options.update(min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM)
    site_map._id = MAP_ID  # noqa: SLF001 - folium's way to name the variable of its script
    # Vector tiles are drawn by mapping/streets/vector_streets.js, after everything else.
    if streets is not None and not streets.is_vector:
        # What is not in the file is asked for and not found; a coarser tile is stretched beyond the usual last zoom.
        folium.TileLayer(TILES, attr=" ", max_native_zoom=19, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM).add_to(site_map)
    if outline.boundary is not None:
        _outline_layer(outline.boundary, "plan-boundary").add_to(site_map)
    for building in outline.buildings:
        _outline_layer(building, "plan-building").add_to(site_map)
    view = folium.FitBounds([[south, west], [north, east]])
    # An animation still running would undo what the page's own script does to the view.
    view.options["animate"] = False
    view.add_to(site_map)
    figure = Figure()
    figure.add_child(site_map)
    figure.render()
    # Both hold geometry, numbers and names from this file only; nothing that a user typed.
    return BaseMap(
        mark_safe(figure.html.render()),  # noqa: S308
        mark_safe(figure.script.render()),  # noqa: S308
        grid=None if outline.grid is None else asdict(outline.grid),
        streets=streets,
    )


def _outline_layer(geometry: str, class_name: str) -> "GeoJson":
    import folium  # noqa: PLC0415 - as above

    # Colors come from the page's style sheet by class, so that they follow the theme.
    return folium.GeoJson(
        {"type": "Feature", "properties": {}, "geometry": json.loads(geometry)},
        style_function=lambda _feature: {"className": class_name, "interactive": False},
        embed=True,
        # Under every plan: the outline is what one sees where no floor is drawn.
        pane="tilePane",
    )


def _with_margin(bounds: Box) -> Box:
    """Return bounds of at least some hundred meters, so that a site known only as a point is a map too."""
    west, south, east, north = bounds
    least = 0.002
    grow_lon, grow_lat = max(0.0, least - (east - west)) / 2, max(0.0, least - (north - south)) / 2
    return (west - grow_lon, south - grow_lat, east + grow_lon, north + grow_lat)
