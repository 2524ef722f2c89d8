"""Where real public data may lie. What is tested with it is tested with samples first: here it is only an addition.

A case that asks for it has the marker `public_data`. Where the data is, such cases run as all others do; where it is
not, they are not asked, and the run says how many. Any other test is refused the files, wherever it runs.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.factories.files.indoor.osm_file import IndoorPlan

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("MUSTERPOINT_DATA") or ROOT.parent / "shared" / "data")
# Set by tests/gates.py for a whole run: each case that was not asked adds its name, a line.
UNASKED = os.environ.get("MUSTERPOINT_TEST_UNASKED", "")


class NotMarked(Exception):
    """A test without the marker asked for public data: elsewhere it would fail."""


class Access:
    """Whether what runs now may read the data: all that is no test may, and of tests those with the marker."""

    is_open = True


def is_here() -> bool:
    return DATA.is_dir()


def may_be_asked() -> bool:
    """Tell whether what runs now has public data to add: for measurements, which take it where it is."""
    return Access.is_open and is_here()


def public_path(name: str) -> Path:
    """Return where a file or folder of the public data lies. Raises: NotMarked."""
    if not Access.is_open:
        raise NotMarked(f"{name}: mark this case `public_data`, and ask the same of a sample beside it")
    return DATA / name


def public(*values: object, name: str) -> pytest.ParameterSet:
    """Return a case with public data, to stand beside cases with samples."""
    return pytest.param(*values, id=name, marks=pytest.mark.public_data)


def unasked_sentence(count: int) -> str:
    """Return what a run says of the cases that it could not ask."""
    return f"Not asked for want of real public data: {count}. {missing_sentence()}"


def missing_sentence() -> str:
    return f"There is no folder {DATA}; MUSTERPOINT_DATA names another place of public data."


def _reader(name: str) -> Callable[[], bytes]:
    return lambda: public_path(name).read_bytes()


# A university's building, as large as a high school, and a fire station with a shopping arcade.
FACULTY = IndoorPlan("faculty", (13.7225, 51.0255), _reader("osm-indoor/apb.geojson"))
BARRACKS = IndoorPlan("barracks", (5.7247, 45.1832), _reader("osm-indoor/caserne.geojson"))
CITY = "us/dc"
DRAWING_PACKAGE = "dwg/contoso_drawing_package_2.0.zip"
NG911_TEMPLATE = "ng911/NG911_GISDataModelTemplate_v3.0.gpkg"
