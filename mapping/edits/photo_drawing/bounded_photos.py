"""Draw a photo anew in a bounded process. Starts a process and waits for it, in the lane for photos."""

from django.conf import settings

from mapping.edits.photo_drawing.photo_process import LONGEST_SIDE_PX, PHOTO, DrawnPhoto
from mapping.errors import BadPhoto, ReadersNotConfined, TooManyPhotos
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.connections import let_go_of_connections
from mou.foundation.bounded_process.runner import ProcessFailed, ProcessNotConfined, Program, done_apart
from mou.foundation.lanes import Lane, LaneFull, Turns

# Fifty million pixels with four channels take 200 MiB, and their colors alone 150 more.
DRAWER = Program(
    "mapping.edits.photo_drawing.photo_process",
    Bounds(memory_bytes=1024**3, cpu_s=20, wall_s=40.0, written_bytes=32 * 1024**2),
)
# A waiting caller holds only a thread.
PHOTOS = Turns(settings.LANES[Lane.PHOTOS])
JPEG = b"\xff\xd8\xff"


def photo_drawn_apart(body: bytes) -> DrawnPhoto:
    """Return a photo that was drawn anew, or why it was refused.

    Raises: TooManyPhotos. BadPhoto: it takes too long or too much. ReadersNotConfined.
    """
    let_go_of_connections()
    try:
        with PHOTOS.turn():
            drawn = PHOTO.validate_json(done_apart(DRAWER, body))
    except LaneFull as full:
        raise TooManyPhotos("Others are bringing photos; try again in a moment.") from full
    except ProcessNotConfined as unsafe:
        raise ReadersNotConfined("This server cannot read files of others safely; ask its operator.") from unsafe
    except ProcessFailed as failed:
        raise BadPhoto("Drawing this picture takes more time or memory than it may.") from failed
    if not drawn.refusal and not (drawn.jpeg.startswith(JPEG) and 0 < max(_photo_sides(drawn)) <= LONGEST_SIDE_PX):
        raise BadPhoto("This is no JPEG, PNG or WebP picture that can be read.")
    return drawn


def _photo_sides(drawn: DrawnPhoto) -> tuple[int, int]:
    return drawn.width_px, drawn.height_px
