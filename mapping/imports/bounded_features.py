"""Read the features of a Shapefile, GeoPackage, FileGDB or KML in a bounded process. Starts a process and waits."""

from mapping.errors import BadFile, TooManyLooks
from mapping.imports.bounded_reading import BOUNDS, LOOK_WALL_S, LOOKS, answer_apart
from mapping.imports.readers.features_process import FEATURES, FeatureRead
from mapping.imports.readers.reading_process import SOURCE
from mou.foundation.bounded_process.runner import Program, go_on
from mou.foundation.lanes import LaneFull

FEATURE_READER = Program("mapping.imports.readers.features_process", BOUNDS).within(wall_s=LOOK_WALL_S)
# How such files begin: a zip archive of a Shapefile or FileGDB, a GeoPackage, KML.
ZIP, SQLITE, XML = b"PK\x03\x04", b"SQLite format 3\x00", b"<"


def is_gis_file(content: bytes) -> bool:
    """Tell whether a file begins as one that is read here."""
    return content.startswith((ZIP, SQLITE)) or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(XML)


def read_features_apart(content: bytes) -> tuple[FeatureRead, ...]:
    """Return the features of a file, in WGS 84. Starts a process and waits for it, in the lane for looks.

    Raises: BadFile: it cannot be read. TooManyLooks. ReadersNotConfined.
    """
    try:
        with LOOKS.turn():
            read = FEATURES.validate_json(answer_apart(FEATURE_READER, b"", {SOURCE: content}, go_on))
    except LaneFull as full:
        raise TooManyLooks("Others are having their files looked at; try again in a moment.") from full
    if read.code:
        raise BadFile(read.code, read.detail)
    return read.features
