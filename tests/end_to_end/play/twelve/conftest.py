"""The server of the play with twelve browsers, on each of the two databases."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.play.twelve.people import Twelve
from tests.stage.devices.phones import phones
from tests.stage.devices.windows import watched_windows
from tests.stage.incident.twelve import set_twelve_stage
from tests.stage.live_room import LiveRoom
from tests.stage.maps.drawn_floors import draw_floors
from tests.stage.served import Stage
from tests.support.services import AppServer, PostgisServer, ValkeyServer


@pytest.fixture
def twelve_on_spatialite(spatialite_template: Path, tmp_path: Path, browser: Browser) -> Iterator[Twelve]:
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    with twelve_at(f"spatialite://{tmp_path / 'app.sqlite3'}", None, tmp_path, browser) as opened:
        yield opened


@pytest.fixture
def twelve_on_postgis(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path: Path, browser: Browser
) -> Iterator[Twelve]:
    database_url = postgis.url(postgis.create_database(template=postgis_template))
    with twelve_at(database_url, valkey.url, tmp_path, browser) as opened:
        yield opened


@contextmanager
def twelve_at(database_url: str, redis_url: str | None, folder: Path, browser: Browser) -> Iterator[Twelve]:
    with phones() as devices:
        env = devices.env(folder)
        with AppServer(database_url, redis_url, env=env, var=folder, with_worker=True) as server:
            stage = set_twelve_stage(server.env)
            draw_floors(stage.site_id, env=server.env, more="115")
            room = LiveRoom(server, Stage(stage.site_id, "", "", "", "", tokens=stage.tokens, crowd=()))
            with watched_windows(browser, server.url) as windows:
                yield Twelve(room, windows)
