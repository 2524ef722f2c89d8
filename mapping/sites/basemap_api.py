"""Tiles of the street map that is installed here, for anybody who is signed in."""

import hashlib
from pathlib import Path
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from mapping.errors import TileNotFound
from mapping.sites.tiles import MAX_ZOOM, tile_at

router = Router(tags=["map"])
Zoom = Annotated[int, Query(ge=0, le=MAX_ZOOM)]
Place = Annotated[int, Query(ge=0, lt=1 << MAX_ZOOM)]


@router.get("/basemap", operation_id="read_basemap_tile")
def read_tile(request: HttpRequest, z: Zoom, x: Place, y: Place) -> HttpResponse:
    """Return one picture of the street map; `x` from the west, `y` from the north."""
    tile = tile_at(Path(settings.BASEMAP), z, x, y) if settings.BASEMAP else None
    if tile is None:
        raise TileNotFound
    etag = f'"{hashlib.sha256(tile.content).hexdigest()[:32]}"'
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(tile.content, content_type=tile.content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=86400"
    return response
