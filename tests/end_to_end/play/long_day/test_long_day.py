"""A long incident of forty people and 600 entries: at thirty checkpoints all that is shown of it agrees.

Written after the public record of how such days go; every name in it is made up. It goes as fast as the server answers;
MUSTERPOINT_TEST_PLAY_SPEED=20 plays the hour in three minutes, and 1 as it was.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.play.long_day.checkpoints import Checkpoints
from tests.end_to_end.play.long_day.playing import Day, day_at, read_people, read_steps, wait_for_its_time
from tests.end_to_end.play.long_day.truth import Told
from tests.stage.incident.long_day import set_long_day_stage
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
PEOPLE, ENTRIES, CHECKPOINTS = 40, 600, 30
SPEED = float(os.environ.get("MUSTERPOINT_TEST_PLAY_SPEED", "0"))


def test_a_long_day_agrees_with_itself(spatialite_template: Path, tmp_path: Path) -> None:
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    with long_day(f"spatialite://{tmp_path / 'app.sqlite3'}", None, tmp_path) as day:
        play(day)


def test_a_long_day_agrees_with_itself_on_postgis(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path: Path
) -> None:
    url = postgis.url(postgis.create_database(template=postgis_template))
    with long_day(url, valkey.url, tmp_path) as day:
        play(day)


@contextmanager
def long_day(database_url: str, redis_url: str | None, folder: Path) -> Iterator[Day]:
    people = read_people()
    assert len(people) == PEOPLE
    with (
        AppServer(database_url, redis_url, var=folder) as server,
        day_at(server, set_long_day_stage(json.dumps(people), server.env)) as day,
    ):
        yield day


def play(day: Day) -> None:
    told = Told()
    checkpoints = Checkpoints(day, told)
    began = time.monotonic()
    for step in read_steps():
        wait_for_its_time(step, began, SPEED)
        day.act(step)
        told.take(step)
        if day.head >= (len(checkpoints.taken) + 1) * ENTRIES // CHECKPOINTS:
            checkpoints.take()

    assert (day.head, len(checkpoints.taken), len(told.people)) == (ENTRIES, CHECKPOINTS, PEOPLE)
    checkpoints.compare_again()
