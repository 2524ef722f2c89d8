"""A published floor is written once and kept; who may have it is asked each time."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mapping.plans.plan_bytes import KeptPlans, Key
from tests.factories.cast import make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan


def key(number: int) -> Key:
    return (UUID(int=number), "published", None, "Floor", "1", Decimal(0))


def test_the_floors_not_asked_for_the_longest_make_room() -> None:
    kept = KeptPlans(max_bytes=20)
    for number in (1, 2):
        kept.put(key(number), b"0123456789")

    kept.get(key(1))
    kept.put(key(3), b"01234")

    assert [kept.get(key(number)) is not None for number in (1, 2, 3)] == [True, False, True]


def test_a_floor_put_twice_counts_once() -> None:
    kept = KeptPlans(max_bytes=10)

    for _ in range(3):
        kept.put(key(1), b"0123456789")

    assert kept.get(key(1)) == b"0123456789"


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
