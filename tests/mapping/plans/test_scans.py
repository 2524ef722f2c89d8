"""A scan under a plan says where it lies and how well it fits, to readers of the plan."""

import pytest

from mapping.models import Floorplan, Level, PlanImage
from mapping.plans.scans import scan_under
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import lay_scan_under, make_plan
from tests.factories.mou import make_user
from tests.stage.maps.plan_client import PlanClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


def test_a_scan_says_its_corners_its_points_and_by_how_much_each_is_missed(cast: Cast) -> None:
    plan = Floorplan.objects.get()
    PlanImage.objects.create(
        floorplan=plan,
        original_sha256="ab" * 32,
        media_type="image/png",
        page=1,
        width_px=100,
        height_px=50,
        transform=[1e-6, 0, -98.5, 0, -1e-6, 39.8],
        control_points=[[0, 0, -98.5, 39.8], [100, 0, -98.4999, 39.8], [0, 50, -98.5, 39.79995]],
        residuals_m=[0.1, 0.2, 0.3],
        rms_m=0.22,
        bounds=[-98.5, 39.79995, -98.4999, 39.8],
        shown_sha256="cd" * 32,
    )
    officer = PlanClient(cast.officer)

    told = officer.ask("GET", f"/floorplans/{plan.pk}/scan")

    assert (told["bounds"], told["rms_m"]) == ([-98.5, 39.79995, -98.4999, 39.8], 0.22)
    assert told["corners"] == [
        pytest.approx(one) for one in ([-98.5, 39.8], [-98.4999, 39.8], [-98.4999, 39.79995], [-98.5, 39.79995])
    ]
    assert [one["residual_m"] for one in told["control_points"]] == [0.1, 0.2, 0.3]


def test_a_plan_without_a_scan_says_so_and_a_stranger_hears_nothing(cast: Cast) -> None:
    level = Level.objects.get()
    plan = Floorplan.objects.get()
    officer, stranger = PlanClient(cast.officer), PlanClient(make_user(username="nobody"))

    without = officer.ask("GET", f"/floorplans/{plan.pk}/scan")
    lay_scan_under(level)
    refused = stranger.ask("GET", f"/floorplans/{plan.pk}/scan")

    assert (without, officer.status) == (None, 200)
    assert (stranger.status, refused["code"]) == (404, "floorplan_not_found")
    assert scan_under(plan) is not None
