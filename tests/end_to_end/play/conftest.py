"""What every play begins with: the server, the push worker, and everybody's phones and windows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.end_to_end.play.acting import Play
from tests.stage.devices.phones import phones
from tests.stage.devices.windows import watched_windows
from tests.stage.incident.lockdown import set_lockdown_stage
from tests.stage.live_room import LiveRoom
from tests.stage.maps.drawn_floors import draw_floors
from tests.stage.served import Stage
from tests.support.services import AppServer


@pytest.fixture
def play(spatialite_template: Path, tmp_path: Path, browser: Browser) -> Iterator[Play]:
    shutil.copy(spatialite_template, tmp_path / "app.sqlite3")
    with phones() as devices:
        env = devices.env(tmp_path)
        url = f"spatialite://{tmp_path / 'app.sqlite3'}"
        with AppServer(url, env=env, var=tmp_path, with_worker=True) as server:
            stage = set_lockdown_stage(server.env, subscription=devices.browser.subscription())
            draw_floors(stage.site_id, env=server.env)
            room = LiveRoom(server, Stage(stage.site_id, "", "", "", "", tokens=stage.tokens, crowd=()))
            with watched_windows(browser, server.url) as windows:
                yield Play(room, devices, windows)
