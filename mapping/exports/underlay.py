"""Take the tiles of the street map that is installed here, for under a printed sheet."""

import base64

from mapping.exports.print_job import SITE_SHEET, PrintJob, Streets
from mapping.exports.sheets.frames import floor_shown, site_shown
from mapping.exports.sheets.paper import Frame
from mapping.exports.sheets.streets import Picture, tiles_under, zoom_for
from mapping.sites.street_map.streets import streets_here
from mapping.sites.street_map.tiles import tile_at
from mapping.vocabulary import PrintLayer

# A file has its own finest zoom; a tile that is coarser than paper is still better than none.
ZOOMS = 6


def streets_of(job: PrintJob) -> Streets:
    """Return the street map under each sheet of a print: nothing where it is not wanted or none is installed."""
    if not prints_streets() or PrintLayer.STREETS not in job.choice.layers:
        return Streets()
    plan, paper, layers = job.plan, job.choice.paper, job.choice.layers
    shown = {str(level.id): floor_shown(plan, level, paper, layers) for level in job.floors()}
    if job.choice.wants(SITE_SHEET):
        shown[SITE_SHEET] = site_shown(plan, paper)
    pictures = {name: tuple(streets_under(one.frame)) for name, one in shown.items() if one is not None}
    return Streets(pictures, streets_credit())


def streets_under(frame: Frame) -> list[Picture]:
    """Return the pictures of the street map under a sheet; none where none is installed or it ends elsewhere."""
    streets = streets_here()
    if streets is None or streets.is_vector:
        return []
    finest = zoom_for(frame)
    for zoom in range(finest, max(-1, finest - ZOOMS), -1):
        found = []
        for place in tiles_under(frame, zoom):
            tile = tile_at(streets.path, place.z, place.x, place.y)
            if tile is not None:
                text = base64.b64encode(tile.content).decode()
                found.append(Picture(place.box, f"data:{tile.content_type};base64,{text}"))
        if found:
            return found
    return []


def prints_streets() -> bool:
    """Tell whether the street map that is installed here can be printed: vector tiles are drawn by browsers alone."""
    streets = streets_here()
    return streets is not None and not streets.is_vector


def streets_tag() -> str:
    """Return what changes when another street map is installed."""
    streets = streets_here()
    return "" if streets is None else streets.tag()


def streets_credit() -> str:
    """Return whose map lies below and of which day its file is; a map must say both."""
    streets = streets_here()
    return "" if streets is None else " · ".join(part for part in (streets.credit, streets.day) if part)
