"""What the tests of generated clients share: the clients, each generated once, and a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.serving.clients.generated.written import write_clients
from tests.end_to_end.serving.clients.test_python_client import give_password
from tests.stage.live_room import LiveRoom, room_on_copy


@pytest.fixture(scope="package")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    """A room whose teacher has a password."""
    folder = tmp_path_factory.mktemp("room")
    with room_on_copy(spatialite_template, folder) as opened:
        give_password(opened, folder)
        yield opened


@pytest.fixture(scope="package")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the clients of OpenAPI Generator, each under its generator's name."""
    folder = tmp_path_factory.mktemp("clients")
    write_clients(folder)
    return folder
