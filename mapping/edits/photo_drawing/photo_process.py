"""The program that draws a photo anew in a bounded process: the pixels alone, upright, of bounded size."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter

from mapping.errors import BadPhoto

MAX_PIXELS = 50_000_000
# Enough to read a door's number on a phone; a print of a page needs no more.
LONGEST_SIDE_PX = 2048
FORMATS = ("JPEG", "PNG", "WEBP")
# What can be made smaller as it is; everything else is turned into colors first.
SHRINKABLE = ("RGB", "RGBA", "L")


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """A JPEG that was drawn anew; with a refusal, there is none."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    jpeg: bytes = b""
    width_px: int = 0
    height_px: int = 0
    refusal: str = ""


PHOTO: TypeAdapter[DrawnPhoto] = TypeAdapter(DrawnPhoto)


def main(_folder: Path, order: bytes) -> bytes:
    """Draw the picture that is the order; a refusal is an answer too."""
    try:
        return PHOTO.dump_json(drawn_anew(order))
    except BadPhoto as refusal:
        return PHOTO.dump_json(DrawnPhoto(refusal=refusal.detail))


def drawn_anew(body: bytes) -> DrawnPhoto:
    """Return a JPEG of the same picture, without EXIF or any other note. Raises: BadPhoto."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - libraries when they are needed

    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture that would fill the memory.
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(body), formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise BadPhoto("The picture has more than 50 million pixels.")
                # A JPEG is unpacked at an eighth, a quarter or half of its size where that is enough.
                opened.draft("RGB", (LONGEST_SIDE_PX, LONGEST_SIDE_PX))
                picture = opened if opened.mode in SHRINKABLE else opened.convert("RGB")
                # Smaller first, upright second: what is turned is a copy.
                picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise BadPhoto("This is no JPEG, PNG or WebP picture that can be read.") from error
    # A new picture of the pixels alone: nothing that came with the file can come along.
    clean = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = io.BytesIO()
    clean.save(out, format="JPEG", quality=85, optimize=True)
    return DrawnPhoto(out.getvalue(), clean.width, clean.height)
