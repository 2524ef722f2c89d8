"""The grid of a stored site: from its boundary, told to every application, and none where no boundary is known."""

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client

from mapping.geometry.grid import CELL_M
from mapping.models import Site
from mapping.sites.grid_queries import cell_at, site_grid
from mou.vocabulary import AgencyKind
from tests.factories.cast import make_cast
from tests.factories.mapping import CENTRE, STEP, make_plan, make_site
from tests.factories.mou import make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return make_site(make_agency(AgencyKind.DISTRICT))


def test_a_site_s_grid_begins_in_the_north_west_of_its_boundary(site: Site) -> None:
    grid = site_grid(site)

    assert grid is not None
    assert (grid.west, grid.north, grid.cell_m) == (CENTRE[0] - 20 * STEP, CENTRE[1] + 20 * STEP, CELL_M)
    assert cell_at(site, lon=grid.west, lat=grid.north) == "A1"
    assert cell_at(site, lon=grid.west - STEP, lat=grid.north) == ""


def test_a_site_without_a_boundary_has_no_grid_even_with_plans(site: Site) -> None:
    make_plan(site)
    site.boundary = None

    assert site_grid(site) is None
    assert cell_at(site, lon=CENTRE[0], lat=CENTRE[1]) == ""


def test_a_boundary_around_half_the_world_has_no_grid(site: Site) -> None:
    site.boundary = MultiPolygon(Polygon.from_bbox((-170, -60, 170, 60)), srid=4326)

    assert site_grid(site) is None


def test_the_grid_is_told_to_whoever_sees_the_site_and_not_to_strangers(client: Client) -> None:
    cast = make_cast()
    grid = site_grid(cast.site)
    assert grid is not None

    client.force_login(cast.officer)
    told = client.get(f"/api/v1/sites/{cast.site.id}").json()["grid"]
    client.force_login(cast.stranger)
    refused = client.get(f"/api/v1/sites/{cast.site.id}")

    assert (told["west"], told["north"], told["columns"], told["rows"]) == (
        grid.west,
        grid.north,
        grid.columns,
        grid.rows,
    )
    assert told["cell_m"] == CELL_M
    assert refused.status_code == 404
