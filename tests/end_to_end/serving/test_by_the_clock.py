"""What an idle server asks its database: by PostgreSQL's own count, and no more with each new thing to watch."""

import time

import pytest

from coordination.management.clockwork import ASK_EVERY_S
from tests.support.processes import wait_until
from tests.support.services import AppServer, PostgisServer

pytestmark = [pytest.mark.e2e, pytest.mark.postgis]
WATCHED_S = 2 * ASK_EVERY_S
MOST = WATCHED_S / ASK_EVERY_S + 1


def transactions(postgis: PostgisServer, database_url: str) -> int:
    """Return how many transactions a database has ended, each statement by itself one."""
    with postgis.connect("postgres") as connection:
        query = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = %s"
        (row,) = connection.execute(query, [database_url.rpartition("/")[2].partition("?")[0]]).fetchall()
        return int(str(row[0]))


def test_an_idle_server_asks_one_statement_every_five_seconds(
    postgis: PostgisServer, migrated_postgis_url: str
) -> None:
    """Slow: the clock has to pass. What a start and the upkeep of a minute bring falls into other windows."""

    def ended_within(seconds: float) -> int:
        before = transactions(postgis, migrated_postgis_url)
        time.sleep(seconds)
        return transactions(postgis, migrated_postgis_url) - before

    with AppServer(migrated_postgis_url):
        what = f"there were at most {MOST:g} statements in {WATCHED_S:g} s"
        wait_until(lambda: 1 <= ended_within(WATCHED_S) <= MOST, timeout_s=9 * WATCHED_S, what=what)
