"""The stage in a database that the pool's threads see, and the hub of the test's loop, ended with it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import connections

from coordination.sockets.room_socket import forget_hub
from tests.stage.full_room import Stage, set_stage
from tests.support.database.kept import Kept


@pytest.fixture(scope="module")
def kept_stage() -> Iterator[Kept[Stage]]:
    """The stage of a file's tests, written for the first of them."""
    with closing(Kept(set_stage)) as kept:
        yield kept


@pytest.fixture
def stage(transactional_db: None, kept_stage: Kept[Stage]) -> Stage:
    return kept_stage.put()


@pytest_asyncio.fixture(autouse=True)
async def hub_ends_with_the_test() -> AsyncIterator[None]:
    yield
    await forget_hub()
    # What the test's HTTP client opened in the thread that runs plain views; the server would close it by itself.
    await sync_to_async(connections.close_all)()
