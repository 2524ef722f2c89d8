"""A long incident of forty people and 600 entries: at thirty checkpoints all that is shown of it agrees.

Four people watch it in their windows; each checkpoint holds what their pages show against the count, too.

Written after the public record of how such days go; every name in it is made up. It goes as fast as the server answers;
MUSTERPOINT_TEST_PLAY_SPEED=20 plays the hour in three minutes, and 1 as it was.
"""

import copy
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.play.long_day.checkpoints import Checkpoints
from tests.end_to_end.play.long_day.playing import Day, day_at, read_people, read_steps, wait_for_its_time
from tests.end_to_end.play.long_day.truth import Told
from tests.end_to_end.play.long_day.watching import WATCHING, Watchers
from tests.stage.devices.windows import watched_windows
from tests.stage.incident.long_day import set_long_day_stage
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
PEOPLE, ENTRIES, CHECKPOINTS = 40, 600, 30
SPEED = float(os.environ.get("MUSTERPOINT_TEST_PLAY_SPEED", "0"))


def test_a_long_day_agrees_with_itself(spatialite_template: Path, tmp_path: Path, browser: Browser) -> None:
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    with long_day(f"spatialite://{tmp_path / 'app.sqlite3'}", None, tmp_path) as day:
        play(day, browser)


def test_a_long_day_agrees_with_itself_on_postgis(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path: Path, browser: Browser
) -> None:
    url = postgis.url(postgis.create_database(template=postgis_template))
    with long_day(url, valkey.url, tmp_path) as day:
        play(day, browser)


@contextmanager
def long_day(database_url: str, redis_url: str | None, folder: Path) -> Iterator[Day]:
    people = read_people()
    assert len(people) == PEOPLE
    with (
        AppServer(database_url, redis_url, var=folder) as server,
        day_at(server, set_long_day_stage(json.dumps(people), server.env)) as day,
    ):
        yield day


def play(day: Day, browser: Browser) -> None:
    told = Told()
    checkpoints = Checkpoints(day, told)
    told_at: dict[int, Told] = {}
    began = time.monotonic()
    with watched_windows(browser, day.server.url) as windows:
        watchers = Watchers(windows, day)
        for step in read_steps():
            wait_for_its_time(step, began, SPEED)
            day.act(step)
            told.take(step)
            if day.head >= (len(checkpoints.taken) + 1) * ENTRIES // CHECKPOINTS:
                checkpoints.take()
                watchers.look(told)
                told_at[day.head] = copy.deepcopy(told)

        assert (day.head, len(checkpoints.taken), len(told.people)) == (ENTRIES, CHECKPOINTS, PEOPLE)
        assert set(watchers.pages) == set(WATCHING)
        checkpoints.compare_again()
        watchers.replay(told_at)
