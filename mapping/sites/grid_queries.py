"""Read the grid of a site. No query: everything is on the site."""

from mapping.geometry.grid import CELL_M, Grid, GridError, grid_from_box
from mapping.models import Site


def site_grid(site: Site) -> Grid | None:
    """Return the grid over a site's boundary; None where no boundary is known, or none that a grid fits.

    The plans are no substitute for a boundary: their extent changes with each import, and then "F7" would be another
    place than the one that was just named on the radio.
    """
    if site.boundary is None:
        return None
    west, south, east, north = site.boundary.extent
    try:
        return grid_from_box((west, south, east, north), cell_m=CELL_M)
    except GridError:
        return None


def cell_at(site: Site, *, lon: float, lat: float) -> str:
    """Return the square of a place; empty if the site has no grid or the place is outside of it."""
    grid = site_grid(site)
    return "" if grid is None else grid.cell_of(lon, lat) or ""
