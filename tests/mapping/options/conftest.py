"""A school with a floor of three rooms, a hall and a police whose agreement opens the floor plans."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    rooms = [draw_space(number=one, name="") for one in ("9", "10", "2A")]
    make_plan(cast.site, draw_level(*rooms, draw_space(number="H1", name="", category="walkway")))
    return cast
