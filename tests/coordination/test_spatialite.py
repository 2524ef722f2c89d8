"""The connection to SpatiaLite, as it is and not as it was asked for: loading the extension changes settings."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest
from django.db import connections, transaction
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from coordination.environment import database_from_url
from coordination.room import entrance
from coordination.spatialite.base import DatabaseWrapper
from mou.models import Agency
from mou.vocabulary import AgencyKind


@pytest.fixture
def connection(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    """A connection to a file of its own, made as every connection of the project is."""
    handler = ConnectionHandler({"default": database_from_url(f"spatialite://{tmp_path / 'one.sqlite3'}")})
    with django_db_blocker.unblock():
        opened = cast("DatabaseWrapper", handler["default"])
        opened.cursor().execute("CREATE TABLE note (text TEXT)")
        yield opened
        opened.close()


def asked(connection: DatabaseWrapper, pragma: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {pragma}").fetchone()[0]


@pytest.mark.parametrize(
    ("pragma", "value"), [("busy_timeout", 15_000), ("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_every_connection_has_the_settings_in_effect_that_we_rely_on(
    connection: DatabaseWrapper, pragma: str, value: object
) -> None:
    first = asked(connection, pragma)
    connection.close()

    assert (first, asked(connection, pragma)) == (value, value)


@pytest.mark.django_db(transaction=True)
def test_an_instant_is_one_state_of_the_database_and_holds_nobody_up_who_writes() -> None:
    def write() -> None:
        """In a thread, and so over a connection of its own; it fails if it has to wait."""
        Agency.objects.create(kind=AgencyKind.POLICE, name="meanwhile", short_name="meanwhile")
        connections["default"].close()

    with entrance.one_instant():
        before = Agency.objects.count()
        with ThreadPoolExecutor(1) as thread:
            thread.submit(write).result(timeout=10)

        assert Agency.objects.count() == before
    assert Agency.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_an_instant_may_be_the_first_that_a_connection_is_used_for() -> None:
    def first_of_its_thread() -> int:
        with entrance.one_instant():
            count = Agency.objects.count()
        connections["default"].close()
        return count

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(first_of_its_thread).result(timeout=30) == Agency.objects.count()


@pytest.mark.django_db(transaction=True)
def test_after_an_instant_a_transaction_is_one_that_writes() -> None:
    with entrance.one_instant():
        Agency.objects.count()
    with transaction.atomic():
        # Read first: one that had begun as a reader could fail here, when someone else wrote meanwhile.
        before = Agency.objects.count()
        Agency.objects.create(kind=AgencyKind.POLICE, name="now", short_name="now")

    assert Agency.objects.count() == before + 1
    assert getattr(connections["default"], "transaction_mode", "IMMEDIATE") == "IMMEDIATE"


def test_a_connection_may_begin_by_reading(
    tmp_path: Path, connection: DatabaseWrapper, django_db_blocker: DjangoDbBlocker
) -> None:
    """Its handler is new: nothing has been asked of it before."""
    fresh = ConnectionHandler({"default": database_from_url(f"spatialite://{tmp_path / 'one.sqlite3'}")})
    reader = cast("DatabaseWrapper", fresh["default"])

    with django_db_blocker.unblock():
        for _ in ("new", "closed and taken again"):
            with reader.reading(), connection.cursor() as writer:
                writer.execute("INSERT INTO note VALUES ('meanwhile')")
            reader.close()
