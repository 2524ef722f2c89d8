"""What tests of plans may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.files.city_register import write_city_register
from tests.factories.files.drawing_package import drawing_package
from tests.support.elsewhere import Elsewhere, elsewhere_in
from tests.support.public_data import CITY, DRAWING_PACKAGE, public, public_path


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """A file and an address that must stay untouched."""
    with elsewhere_in(Path(tmp_path_factory.mktemp("elsewhere"))) as found:
        yield found


@pytest.fixture(params=["made", public("real", name="Washington")])
def city(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with the register of a whole city: 122 schools, 173 grounds, 67 stations and hospitals."""
    return write_city_register(tmp_path / "city") if request.param == "made" else public_path(CITY)


@pytest.fixture(params=["made", public("real", name="Contoso")])
def drawings(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An archive of DWG drawings of version 2018 with their manifest."""
    if request.param == "real":
        return public_path(DRAWING_PACKAGE)
    path = tmp_path / "drawing_package.zip"
    path.write_bytes(drawing_package())
    return path
