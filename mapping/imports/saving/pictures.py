"""Keep the pictures that lie under floorplans: the scan as it came, and the one that is shown."""

from collections.abc import Mapping
from uuid import UUID

from mapping.errors import BadFile
from mapping.imports.saving.record import Source
from mapping.interchange.drawing import LevelDrawing, PlanDrawing
from mapping.models import PlanImage
from mapping.plans.files import keep_file

MAX_SHOWN_BYTES = 200 * 1024 * 1024


def keep_pictures(drawing: PlanDrawing) -> Mapping[int, str]:
    """Write the pictures for display to the disk, before any transaction; return their hashes by the level's place."""
    return {
        index: keep_file([level.backdrop.north_up_png], max_bytes=MAX_SHOWN_BYTES).sha256
        for index, level in enumerate(drawing.levels)
        if level.backdrop is not None
    }


def note_picture(floorplan_id: UUID, drawing: LevelDrawing, *, source: Source, shown_sha256: str) -> None:
    """Store how a scan lies under its floorplan, in the caller's transaction.

    Raises: BadFile: picture_missing: the drawing has none.
    """
    backdrop = drawing.backdrop
    if backdrop is None:
        raise BadFile("picture_missing", "This level has no picture under it.")
    PlanImage.objects.create(
        floorplan_id=floorplan_id,
        original_sha256=source.sha256,
        media_type=backdrop.media_type,
        page=backdrop.page,
        width_px=backdrop.width_px,
        height_px=backdrop.height_px,
        transform=list(backdrop.transform),
        control_points=[list(point) for point in backdrop.control_points],
        residuals_m=list(backdrop.residuals_m),
        rms_m=backdrop.rms_m,
        bounds=list(backdrop.bounds),
        shown_sha256=shown_sha256,
    )
