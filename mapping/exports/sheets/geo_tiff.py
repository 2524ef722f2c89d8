"""Write a map as a picture that says which ground it shows (GeoTIFF). Pure.

Source: OGC 19-008r4 (GeoTIFF 1.1): tags 33550, 33922 and 34735; degrees of WGS 84, pixels are areas.
"""

import io
from typing import TYPE_CHECKING

from PIL.TiffImagePlugin import ImageFileDirectory_v2

from mapping.exports.sheets.geo_pdf import MapPlace

if TYPE_CHECKING:
    from PIL.Image import Image

MODEL_PIXEL_SCALE, MODEL_TIEPOINT, GEO_KEYS = 33550, 33922, 34735
# Four numbers each: key, 0 (the value stands here), 1, value. Model geographic, pixel is area, WGS 84.
KEYS = (1, 1, 1, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326)
SHORT, DOUBLE = 3, 12


def geo_tiff(image: "Image", place: MapPlace, *, dpi: int) -> bytes:
    """Return a picture of exactly the ground of a map as a GeoTIFF."""
    width, height = image.size
    tags = ImageFileDirectory_v2()
    tags.tagtype[MODEL_PIXEL_SCALE] = tags.tagtype[MODEL_TIEPOINT] = DOUBLE
    tags.tagtype[GEO_KEYS] = SHORT
    tags[MODEL_PIXEL_SCALE] = ((place.east - place.west) / width, (place.north - place.south) / height, 0.0)
    tags[MODEL_TIEPOINT] = (0.0, 0.0, 0.0, place.west, place.north, 0.0)
    tags[GEO_KEYS] = KEYS
    written = io.BytesIO()
    image.save(written, "TIFF", compression="tiff_lzw", tiffinfo=tags, dpi=(dpi, dpi))
    return written.getvalue()
