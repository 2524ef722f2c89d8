"""A site that goes out as IMDF and comes in again goes out the same, byte for byte, and nothing of it is a defect."""

import json
from datetime import timedelta

import pytest

from mapping.exports.site_plan import site_plan
from mapping.exports.writers.archive import zip_of
from mapping.exports.writers.imdf import imdf_files
from mapping.imports.readers.imdf.reading import read_imdf
from mapping.imports.readers.osm.indoor import read_plan
from mapping.imports.saving.record import Source
from mapping.imports.saving.store import import_floorplan
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.models import Site
from mapping.vocabulary import FloorplanState
from mou.vocabulary import OPERATOR
from tests.factories.cast import make_cast
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.factories.files.plan_files import SCHOOL
from tests.factories.mapping import make_site
from tests.factories.mou import NOW
from tests.mapping.exports.imdf_check import imdf_findings
from tests.mapping.exports.plans import hostile_plan
from tests.support.public_data import BARRACKS, FACULTY, public

pytestmark = pytest.mark.django_db(transaction=True)


def stored(site: Site, drawing: PlanDrawing, ledger: Ledger, *, later: int = 0) -> dict[str, bytes]:
    """Store a drawing as the published plan of a site and return the site as IMDF."""
    import_floorplan(
        actor_id=OPERATOR,
        site_id=site.pk,
        building_name="Main building",
        drawing=drawing,
        ledger=ledger,
        source=Source("plan", "0" * 64),
        state=FloorplanState.PUBLISHED,
        at=NOW + timedelta(minutes=later),
    )
    return imdf_files(site_plan(Site.objects.select_related("district").get(pk=site.pk)))


@pytest.mark.parametrize(
    "plan",
    [
        pytest.param(None, id="demo school"),
        FIRE_STATION,
        # The largest take their time, and what the smaller ones prove of one database they prove of both.
        pytest.param(HIGH_SCHOOL, marks=pytest.mark.postgis),
        public(BARRACKS, name="barracks"),
        pytest.param(FACULTY, marks=[pytest.mark.postgis, pytest.mark.public_data]),
    ],
    ids=str,
)
def test_what_went_out_comes_back_and_goes_out_the_same(plan: IndoorPlan | None) -> None:
    site = make_site(make_cast().district, at_lonlat=SCHOOL.location if plan is None else plan.at_lonlat)
    drawing = SCHOOL.plan if plan is None else read_plan(plan.raw(), Ledger())
    first, ledger = stored(site, drawing, Ledger()), Ledger()

    second = stored(site, read_imdf(zip_of(first), ledger), ledger, later=1)

    assert [one for one in imdf_findings(first) if not one.is_hint] == []
    assert ledger.defects == []
    assert sorted(first) == sorted(second)
    assert [file for file in first if file != "manifest.json" and first[file] != second[file]] == []
    dates = ({**json.loads(files["manifest.json"]), "created": ""} for files in (first, second))
    assert next(dates) == next(dates)


def test_a_door_that_is_a_point_and_half_a_floor_come_back_as_they_were() -> None:
    ledger = Ledger()

    (level,) = read_imdf(zip_of(imdf_files(hostile_plan())), ledger).levels

    was = hostile_plan().levels[0]
    assert (level.ordinal, level.short_name) == (was.ordinal, was.short_name)
    assert level.openings[0].line == was.openings[0].line
    assert (level.openings[0].number, level.openings[0].is_exterior) == ("7", True)
    assert (level.spaces[0].number, level.spaces[0].is_lockable) == ("1", True)
    assert level.objects[0].kind.value == "key_box"
