"""Place a scan, or a page of a PDF, under a plan: how its pixels lie on the ground, and a north-up picture of it.

The picture itself is kept as it came; this only says where it lies. Pure; meant for a bounded process.
"""

import io
import math
from collections.abc import Sequence
from decimal import Decimal

import pypdfium2
from PIL import Image, UnidentifiedImageError

from mapping.errors import BadFile
from mapping.imports.readers.drawings.control_points import ControlPoint
from mapping.imports.readers.drawings.placement import Placement, fit_placement
from mapping.imports.readers.floors import Floor
from mapping.interchange.drawing import Backdrop, PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.vocabulary import FloorCounting

MAX_PIXELS = 80_000_000
SHOWN_PX = 3000  # the longer side of what is shown: a wall stays a line at the closest zoom
PDF_DPI = 200
MAX_PAGES = 2_000
LEAST_POINTS = 3
# A plan wider than this lies wrong: a decimal point is missing in a control point.
MAX_SIDE_M = 20_000.0
# From this error on a door may seem to be in the next room.
NOTABLE_RMS_M = 2.0


def read_scan(
    raw: bytes,
    points: Sequence[ControlPoint],
    ledger: Ledger,
    *,
    page: int,
    ordinal: Decimal,
    level_name: str,
    counting: FloorCounting,
) -> PlanDrawing:
    """Return a plan of one level that has nothing but a picture under it.

    Pixels of a PDF page are those at 200 dots per inch.
    Raises: BadFile: image_unreadable, image_too_large, pdf_unreadable, pdf_page_missing, too_few_control_points,
        control_points_collinear, plan_too_large.
    """
    ref = f"page/{page}"
    ledger.expect(1)
    ledger.read(ref)
    if len(points) < LEAST_POINTS:
        raise BadFile("too_few_control_points", f"A scan is placed by at least {LEAST_POINTS} control points.")
    media_type, image = picture_of(raw, page)
    placement = fit_placement(points, y_is_down=True)
    if placement.rms_m > NOTABLE_RMS_M:
        ledger.note(ref, "placement_inexact", f"The control points are missed by {placement.rms_m:.1f} m (RMS).")
    backdrop = _draw_backdrop(media_type, page, image, placement, points)
    ledger.keep(ref)
    floor = Floor(name=level_name, backdrop=backdrop)
    return PlanDrawing(outline=(), levels=(floor.drawn(ordinal, counting),))


def picture_of(raw: bytes, page: int) -> tuple[str, Image.Image]:
    """Return a scan's media type and its pixels; of a PDF, those of one page. Raises: BadFile."""
    if raw.startswith(b"%PDF-"):
        return "application/pdf", _render_page(raw, page)
    # Only these two decoders see the file: each further one is further code for a hostile file to break.
    try:
        image = Image.open(io.BytesIO(raw), formats=("PNG", "JPEG"))
        _check_size(image.width, image.height)
        image.load()
    except Image.DecompressionBombError as error:
        raise BadFile("image_too_large", f"At most {MAX_PIXELS // 1_000_000} million pixels are read.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BadFile("image_unreadable", "The file is not a readable PNG or JPEG picture.") from error
    return ("image/png" if image.format == "PNG" else "image/jpeg"), image


def _render_page(raw: bytes, page: int) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
        if not 1 <= page <= min(count, MAX_PAGES):
            raise BadFile("pdf_page_missing", f"The document has {count} pages; there is no page {page}.")
        sheet = document[page - 1]
        width, height = (math.ceil(side * PDF_DPI / 72) for side in sheet.get_size())
        _check_size(width, height)
        image: Image.Image = sheet.render(scale=PDF_DPI / 72, may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError as error:
        raise BadFile("pdf_unreadable", "The document is damaged, or needs a password.") from error
    return image


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or not width or not height:
        raise BadFile("image_too_large", f"{width} by {height} pixels; at most {MAX_PIXELS // 1_000_000} million.")


def _draw_backdrop(
    media_type: str, page: int, image: Image.Image, placement: Placement, points: Sequence[ControlPoint]
) -> Backdrop:
    corners = [placement.place(x, y) for x in (0, image.width) for y in (0, image.height)]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    bounds = (min(lons), min(lats), max(lons), max(lats))
    return Backdrop(
        media_type=media_type,
        page=page,
        width_px=image.width,
        height_px=image.height,
        transform=placement.transform,
        control_points=tuple((one.x, one.y, one.lon, one.lat) for one in points),
        residuals_m=placement.residuals_m,
        rms_m=placement.rms_m,
        bounds=bounds,
        north_up_png=_north_up(image, placement, bounds),
    )


def _north_up(image: Image.Image, placement: Placement, bounds: tuple[float, float, float, float]) -> bytes:
    """Return the picture turned so that north is up, cut at its bounds, clear where there is no picture.

    Over a school the map's projection is straight enough: at 60° a kilometer bends by less than 5 cm.
    """
    west, south, east, north = bounds
    shrink = math.cos(math.radians((south + north) / 2))
    across_m, along_m = (east - west) * shrink * 111_320, (north - south) * 111_320
    if not 0 < max(across_m, along_m) <= MAX_SIDE_M:
        raise BadFile("plan_too_large", f"Placed like this the picture is {max(across_m, along_m) / 1000:.0f} km wide.")
    longer_px = min(SHOWN_PX, 2 * max(image.width, image.height))
    width = max(1, round(longer_px * across_m / max(across_m, along_m)))
    height = max(1, round(longer_px * along_m / max(across_m, along_m)))
    a, b, c, d, e, f = placement.transform
    determinant = a * e - b * d
    if determinant == 0:
        raise BadFile("control_points_collinear", "The control points squeeze the picture to a line.")
    # From a pixel of the result to a place, and from the place back to the pixel of the scan.
    lon_step, lat_step = (east - west) / width, (south - north) / height
    back = (
        e * lon_step / determinant,
        -b * lat_step / determinant,
        (e * (west - c) - b * (north - f)) / determinant,
        -d * lon_step / determinant,
        a * lat_step / determinant,
        (a * (north - f) - d * (west - c)) / determinant,
    )
    shown = image.convert("RGBA").transform(
        (width, height), Image.Transform.AFFINE, back, resample=Image.Resampling.BICUBIC
    )
    buffer = io.BytesIO()
    shown.save(buffer, "PNG")
    return buffer.getvalue()
