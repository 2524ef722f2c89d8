"""A published floor is written once and kept; who may have it is asked each time."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.cast import make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan


@pytest.mark.django_db
def test_a_floor_asked_for_again_is_not_read_again_but_access_is_asked(client: Client) -> None:
    cast = make_cast()
    stored = make_plan(cast.site)
    address = f"/api/v1/levels/{stored.levels[0].level_id}/plan"
    client.force_login(cast.officer)

    answers = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answers.append(client.get(address).content)
        drawn = [one for one in asked.captured_queries if "mapping_space" in one["sql"]]
    client.force_login(cast.stranger)

    assert answers[0] == answers[1]
    assert drawn == []
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_a_floor_that_is_published_anew_is_another_one(client: Client) -> None:
    cast = make_cast()
    level_id = make_plan(cast.site, draw_level(draw_space(number="101"))).levels[0].level_id
    client.force_login(cast.officer)
    client.get(f"/api/v1/levels/{level_id}/plan")

    make_plan(cast.site, draw_level(draw_space(number="102")))

    features = client.get(f"/api/v1/levels/{level_id}/plan").json()["features"]
    assert "102" in {one["properties"].get("number") for one in features}
