"""Who waits for whom on PostgreSQL: for no other lane's connections, and not for the map of a site."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from mapping.access import site_to_draw_for
from mou.foundation.lanes import Lane, work_in
from mou.vocabulary import OPERATOR
from tests.factories.cast import make_cast, open_room
from tests.factories.mou import NOW

pytestmark = [pytest.mark.postgis, pytest.mark.django_db(transaction=True)]


def one() -> int:
    """Ask the database for a number and let it go again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return int(cursor.fetchone()[0])
    finally:
        connection.close()


def in_lane[R](lane: Lane, work: Callable[[], R]) -> R:
    with ThreadPoolExecutor(1, initializer=work_in, initargs=(lane,)) as thread:
        return thread.submit(work).result(60)


@pytest.fixture
def all_taken() -> Iterator[None]:
    """Requests hold every connection that they may have."""
    count = settings.LANES[Lane.REQUESTS].connections
    begun, over = Barrier(count + 1, timeout=60), Event()

    def hold() -> None:
        with connection.cursor():
            begun.wait()
            over.wait(60)
        connection.close()

    with ThreadPoolExecutor(count, initializer=work_in, initargs=(Lane.REQUESTS,)) as threads:
        held = [threads.submit(hold) for _ in range(count)]
        begun.wait()
        try:
            yield
        finally:
            over.set()
        for thread in held:
            thread.result(60)


@pytest.mark.usefixtures("all_taken")
@pytest.mark.parametrize("lane", [one for one, size in settings.LANES.items() if size.connections])
def test_a_lane_without_a_free_connection_takes_none_of_another(lane: Lane) -> None:
    if lane is Lane.REQUESTS:
        with pytest.raises(OperationalError):
            in_lane(lane, one)
    else:
        assert in_lane(lane, one) == 1


def test_the_first_to_ask_after_all_connections_were_ended_is_answered() -> None:
    """Each of a lane's connections was one error, or a wait of a second and more, after a crash of the database."""
    count = 3
    together = Barrier(count, timeout=60)

    def process_id() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            together.wait()
            ended = int(cursor.fetchone()[0])
        connection.close()
        return ended

    with ThreadPoolExecutor(count, initializer=work_in, initargs=(Lane.URGENT,)) as threads:
        ended = [one.result(60) for one in [threads.submit(process_id) for _ in range(count)]]
    assert len(set(ended)) == count
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s) AS pid", [ended])

    for _ in range(count):
        assert in_lane(Lane.URGENT, one) == 1


def test_an_incident_is_opened_while_the_map_of_its_site_is_being_changed() -> None:
    """A lock of the site's whole row keeps out all that only name the site: alarms waited for an import."""
    cast = make_cast()
    locked, over = Event(), Event()

    def change_the_map() -> None:
        with transaction.atomic():
            site_to_draw_for(actor_id=OPERATOR, site_id=cast.site.pk, at=NOW)
            locked.set()
            over.wait(60)
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        changing = thread.submit(change_the_map)
        assert locked.wait(60)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '3s'")
        try:
            room = open_room(cast)
        finally:
            over.set()
            connection.close()
        changing.result(60)

    assert room.incident.site_id == cast.site.pk
