"""Write an architect's drawing package: DWG drawings of two floors with a manifest, as facility mapping asks for.

The format of DWG is not public, and nothing that may be shipped here writes it. So a drawing is what every program
looks at first, the head of a file of that version, and behind it bytes that mean nothing: enough for all that is done
with a version that is not read, which is to say so.
"""

import json
import struct
from random import Random

from tests.factories.files.plan_files import zipped

BODY_BYTES = 4000


def dwg_of(version: str) -> bytes:
    """Return a drawing of a version by its head, such as AC1032, which is of 2018."""
    # Six bytes that name the version, five zeros, the release, a one, and where the preview picture begins.
    head = version.encode() + bytes(5) + b"\x00\x03" + struct.pack("<I", 0x1C0) + b"\x21\x00\x1e\x00"
    return head.ljust(128, b"\x00") + Random(version).randbytes(BODY_BYTES)


def drawing_package() -> bytes:
    """Return the archive: two drawings of version 2018, and the manifest that says which floor each is."""
    levels = [
        {"filename": "Ground.dwg", "levelName": "level 1", "ordinal": 0},
        {"filename": "Upper_Floor.dwg", "levelName": "level 2", "ordinal": 1},
    ]
    rooms = {
        "featureClassName": "room",
        "dwgLayers": ["RM$"],
        "featureClassProperties": [{"featureClassPropertyName": "name", "dwgLayers": ["A-IDEN-NUMR"]}],
    }
    manifest = {
        "version": "2.0",
        "facilityName": "Prairie View Annex",
        "buildingLevels": {"dwgLayers": ["GROS$"], "levels": levels},
        "georeference": {"lat": 46.2217, "lon": -99.3412, "angle": 0},
        "featureClasses": [rooms, {"featureClassName": "wall", "dwgLayers": ["A-WALL"]}],
    }
    drawings = {str(level["filename"]): dwg_of("AC1032") for level in levels}
    return zipped({**drawings, "manifest.json": json.dumps(manifest, indent=2).encode()})
