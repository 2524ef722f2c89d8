"""Tiles of the street map that is installed here, for all who are signed in."""

import hashlib
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from mapping.errors import TileNotFound
from mapping.sites.street_map.streets import streets_here
from mapping.sites.street_map.tiles import MAX_ZOOM, TILE_TYPES, Tile, tile_at
from mou.api.media_types import declare_types
from mou.api.unless_known import unless_known

router = Router(tags=["map"])
Zoom = Annotated[int, Query(ge=0, le=MAX_ZOOM)]
Place = Annotated[int, Query(ge=0, lt=1 << MAX_ZOOM)]


@router.get("/basemap", operation_id="read_basemap_tile", openapi_extra=declare_types(*TILE_TYPES))
def read_tile(request: HttpRequest, z: Zoom, x: Place, y: Place) -> HttpResponseBase:
    """Return one tile of the street map, a picture or a vector tile (MVT); `x` from the west, `y` from the north."""
    streets = streets_here()
    tile = None if streets is None else tile_at(streets.path, z, x, y)
    if tile is None:
        raise TileNotFound
    etag = f'"{hashlib.sha256(tile.content).hexdigest()[:32]}"'
    return unless_known(request, etag, lambda: _tile_answer(tile), kept="max-age=86400")


def _tile_answer(tile: Tile) -> HttpResponse:
    answer = HttpResponse(tile.content, content_type=tile.content_type)
    if tile.encoding:
        answer["Content-Encoding"] = tile.encoding
    return answer
