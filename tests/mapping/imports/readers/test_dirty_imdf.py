"""Every fault that IMDF archives have in the wild: named, with the feature it is on, and the rest comes in."""

import pytest

from mapping.imports.readers.imdf.reading import read_imdf
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger, Outcome
from tests.factories.files.dirty_imdf import dirty_imdf
from tests.factories.files.plan_files import identity, imdf_files, imdf_zip


@pytest.fixture(scope="module")
def reading() -> tuple[PlanDrawing, Ledger]:
    ledger = Ledger()
    return read_imdf(dirty_imdf(), ledger), ledger


EXPECTED = [
    ("opening/multi-line", "multi_line", Outcome.REPAIRED),
    ("unit/multi-polygon", "multi_polygon", Outcome.IMPORTED),
    ("unit/category", "category_unknown", Outcome.REPAIRED),
    ("unit/no-level", "level_missing", Outcome.REFUSED),
    ("unit/no-level", "reference_dangling", Outcome.REFUSED),
    ("unit/point-array", "display_point_as_array", Outcome.IMPORTED),
    ("unit/nan", "coordinate_not_finite", Outcome.REFUSED),
    ("unit/swapped", "axes_swapped", Outcome.REFUSED),
    ("unit/markup", "markup_in_label", Outcome.IMPORTED),
    ("amenity/array", "point_as_array", Outcome.REPAIRED),
    ("amenity/nowhere", "level_missing", Outcome.REFUSED),
    ("occupant/occupant", "reference_dangling", Outcome.IGNORED),
    ("level/outdoor twin", "ordinal_shared", Outcome.IMPORTED),
]


@pytest.mark.parametrize(("where", "code", "outcome"), EXPECTED, ids=[f"{where}-{code}" for where, code, _ in EXPECTED])
def test_each_fault_is_named_with_its_feature(
    reading: tuple[PlanDrawing, Ledger], where: str, code: str, outcome: Outcome
) -> None:
    _, ledger = reading
    kind, key = where.split("/")
    ref = f"{kind}/{identity(key)}"

    assert code in {one.code for one in ledger.defects if one.feature_ref == ref}
    assert ledger.outcome(ref) is outcome


@pytest.mark.parametrize(
    ("name", "code"),
    [("extension.geojson", "extension_file"), ("read me.txt", "extra_file"), ("unit.geojson", "byte_order_mark")],
)
def test_faults_of_files_are_named_with_the_file(reading: tuple[PlanDrawing, Ledger], name: str, code: str) -> None:
    _, ledger = reading

    assert (name, code) in {(one.feature_ref, one.code) for one in ledger.defects}


def test_every_feature_of_the_archive_is_accounted_for(reading: tuple[PlanDrawing, Ledger]) -> None:
    drawing, ledger = reading
    counts = ledger.counts()

    assert counts["read"] == counts["imported"] + counts["repaired"] + counts["refused"] + counts["ignored"]
    clean = Ledger()
    plain = read_imdf(imdf_zip(imdf_files()), clean)
    # What was good before the faults were added is still there.
    assert {space.source_ref for level in plain.levels for space in level.spaces} <= {
        space.source_ref for level in drawing.levels for space in level.spaces
    }


def test_two_levels_of_one_ordinal_are_both_kept_apart(reading: tuple[PlanDrawing, Ledger]) -> None:
    drawing, _ = reading

    ground = [level for level in drawing.levels if level.ordinal == 0]
    assert [level.is_outdoor for level in ground] == [False, True]


def test_markup_in_a_name_stays_the_text_it_is(reading: tuple[PlanDrawing, Ledger]) -> None:
    drawing, _ = reading

    assert "<script>alert(1)</script>" in {space.name for level in drawing.levels for space in level.spaces}
