"""A stage that is built once for a file. Each test finds it as it was built, and what the test writes is taken back.

Building it costs a hundred times what most of the walk's requests do. A file whose tests commit builds its own
(ws/conftest.py).
"""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker

from tests.stage.full_room import Stage, set_stage
from tests.support.database.epochs import begin_new_epoch
from tests.support.database.undone import undone


@pytest.fixture(scope="module")
def built_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The stage of a file's tests, inside a transaction that is never committed."""
    with django_db_blocker.unblock(), undone():
        yield set_stage()


@pytest.fixture
def stage(built_stage: Stage, db: None) -> Stage:
    """The stage as it was built, at an access epoch of its own."""
    cache.clear()
    begin_new_epoch()
    return deepcopy(built_stage)
