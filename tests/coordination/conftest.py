"""A stage that is built once for a file. Each test finds it as it was built, and what the test writes is taken back.

Building it costs a hundred times what most of the walk's requests do. A file whose tests commit builds its own
(ws/conftest.py).
"""

from collections.abc import Iterator
from copy import deepcopy
from itertools import count

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from mou.models import AccessEpoch
from tests.stage.full_room import Stage, set_stage

# Tests change access, and their changes are taken back, with the epoch that announced them. What a process remembers of
# one test's epoch must not answer another's.
EPOCHS = count(1_000_000, 1_000_000)


@pytest.fixture(scope="module")
def built_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The stage of a file's tests, inside a transaction that is never committed."""
    block = transaction.atomic()
    # As Django's own test cases do it: a durable block may stand inside this one.
    block._from_testcase = True  # type: ignore[attr-defined]
    with django_db_blocker.unblock(), block:
        yield set_stage()
        transaction.set_rollback(True)


@pytest.fixture
def stage(built_stage: Stage, db: None) -> Stage:
    """The stage as it was built, at an access epoch of its own."""
    cache.clear()
    AccessEpoch.objects.update(count=F("count") + next(EPOCHS))
    return deepcopy(built_stage)
