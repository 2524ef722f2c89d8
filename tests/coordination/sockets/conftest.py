"""The stage in a database that the pool's threads see, and the hub of the test's loop, ended with it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import connections

from coordination.sockets.room_socket import forget_hub
from tests.stage.full_room import Stage, set_stage


@pytest.fixture
def stage(transactional_db: None) -> Stage:
    return set_stage()


@pytest_asyncio.fixture(autouse=True)
async def hub_ends_with_the_test() -> AsyncIterator[None]:
    yield
    await forget_hub()
    # What the test's HTTP client opened in the thread that runs plain views; the server would close it by itself.
    await sync_to_async(connections.close_all)()
