"""A verified plan is never overwritten: the database itself refuses."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from mapping.models import Floorplan, Level, Opening, PlanArea, PlanImage, PlanObject, PlanPhoto, Space
from mapping.vocabulary import FloorplanState
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import lay_scan_under, make_plan
from tests.stage.maps.plan_client import POINT, PlanClient

pytestmark = pytest.mark.django_db
DRAWN = (Space, Opening, PlanObject, PlanArea, PlanPhoto)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


def refused(change: object) -> None:
    """Run a change that must not pass."""
    assert callable(change)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change()


@pytest.mark.parametrize("model", [Space, Opening, PlanObject])
def test_what_is_drawn_on_a_published_plan_cannot_be_changed(
    cast: Cast, model: type[Space | Opening | PlanObject]
) -> None:
    rows = model.objects.filter(floorplan__state=FloorplanState.PUBLISHED)
    assert rows.exists()

    refused(lambda: rows.update(source_ref="other"))


def test_a_version_keeps_who_verified_it_and_never_goes_back(cast: Cast) -> None:
    level = Level.objects.get(site=cast.site)
    first = Floorplan.objects.get(level=level)
    editor = PlanClient(cast.insider)
    editor.next_version(level.pk)
    second = Floorplan.objects.get(level=level, version=2)

    for change in (
        lambda: Floorplan.objects.filter(pk=second.pk).update(verified_on="2026-02-02"),
        lambda: Floorplan.objects.filter(pk=second.pk).update(version=F("version") + 5),
        lambda: Floorplan.objects.filter(pk=second.pk).update(state="draft"),
        lambda: Floorplan.objects.filter(pk=first.pk).update(state="published"),
    ):
        refused(change)

    second.refresh_from_db()
    assert (second.state, second.version) == ("published", 2)


def test_a_draft_is_still_drawn_on_and_given_up(cast: Cast) -> None:
    editor = PlanClient(cast.insider)
    draft_id = editor.start(Level.objects.get(site=cast.site).pk)

    editor.ask("POST", f"/floorplans/{draft_id}/features", {"kind": "object", "category": "aed", "geometry": POINT})
    changed = editor.status
    Space.objects.filter(floorplan_id=draft_id).update(name="Other")
    editor.ask("DELETE", f"/floorplans/{draft_id}")

    assert (changed, editor.status) == (201, 204)
    assert not Floorplan.objects.filter(pk=draft_id).exists()


def test_the_scan_under_a_published_plan_stays_where_it_lies(cast: Cast) -> None:
    plan_id = lay_scan_under(Level.objects.get(site=cast.site))

    refused(lambda: PlanImage.objects.filter(floorplan_id=plan_id).update(rms_m=0))


def test_every_table_of_a_plan_is_guarded(cast: Cast) -> None:
    expected = {f"{model._meta.db_table}_is_for_ever" for model in (*DRAWN, PlanImage)} | {"floorplan_is_for_ever"}
    source = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else TRIGGERS_OF_SQLITE

    with connection.cursor() as cursor:
        cursor.execute(source)
        found = {name for (name,) in cursor.fetchall()}

    assert expected <= found


TRIGGERS_OF_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
