"""The typeface that pages load has what styles ask for, and every letter that it came with."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from coordination.setup.face_folders import face_folders
from coordination.web.typeface import HEAVIEST, LIGHTEST, TYPEFACE, shrink_typeface
from tests.support.processes import ROOT

SOURCE = ROOT / "node_modules" / "@fontsource-variable" / "inter" / "files" / Path(TYPEFACE).name


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("typeface") / "served.woff2"
    shrink_typeface(SOURCE, to=to)
    return to


def styles() -> str:
    return "\n".join(path.read_text() for folder in face_folders(ROOT, "static") for path in folder.rglob("*.css"))


def test_the_typeface_has_every_weight_that_a_style_asks_for(served: Path) -> None:
    weights = {int(one) for one in re.findall(r"font-weight:\s*(\d+);", styles())}
    (axis,) = TTFont(served)["fvar"].axes

    assert (axis.minValue, axis.maxValue) == (LIGHTEST, HEAVIEST)
    assert len(weights) > 3
    assert [one for one in weights if not LIGHTEST <= one <= HEAVIEST] == []


def test_the_typeface_has_numerals_of_one_width_as_styles_ask_for_them(served: Path) -> None:
    asked = set(re.findall(r"font-(?:variant-numeric|feature-settings):\s*([^;]+);", styles()))

    assert asked == {"tabular-nums"}
    assert "tnum" in {record.FeatureTag for record in TTFont(served)["GSUB"].table.FeatureList.FeatureRecord}


def test_the_typeface_has_every_letter_that_it_came_with_and_is_much_smaller(served: Path) -> None:
    assert set(TTFont(served).getBestCmap()) == set(TTFont(SOURCE).getBestCmap())
    assert served.stat().st_size < 0.65 * SOURCE.stat().st_size


def test_each_server_makes_the_same_typeface(served: Path, tmp_path: Path) -> None:
    shrink_typeface(SOURCE, to=tmp_path / "again.woff2")

    assert (tmp_path / "again.woff2").read_bytes() == served.read_bytes()
