"""The server of the plays with eight browsers, on each of the two databases."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.play.eight.people import Eight
from tests.stage.devices.phones import phones
from tests.stage.devices.windows import watched_windows
from tests.stage.incident.three_schools import set_three_schools
from tests.stage.live_room import LiveRoom
from tests.stage.served import Stage
from tests.support.services import AppServer, PostgisServer, ValkeyServer


@pytest.fixture
def eight_on_spatialite(spatialite_template: Path, tmp_path: Path, browser: Browser) -> Iterator[Eight]:
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    with eight_at(f"spatialite://{tmp_path / 'app.sqlite3'}", None, tmp_path, browser) as opened:
        yield opened


@pytest.fixture
def eight_on_postgis(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path: Path, browser: Browser
) -> Iterator[Eight]:
    database_url = postgis.url(postgis.create_database(template=postgis_template))
    with eight_at(database_url, valkey.url, tmp_path, browser) as opened:
        yield opened


@contextmanager
def eight_at(database_url: str, redis_url: str | None, folder: Path, browser: Browser) -> Iterator[Eight]:
    with phones() as devices:
        env = devices.env(folder)
        with AppServer(database_url, redis_url, env=env, var=folder, with_worker=True) as server:
            schools = set_three_schools(server.env)
            stage = Stage(schools.sites["lincoln"], "", "", "", "", tokens=schools.tokens, crowd=())
            with watched_windows(browser, server.url) as windows:
                yield Eight(LiveRoom(server, stage), windows, schools.sites)
