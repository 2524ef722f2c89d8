"""Many people press in the same instant, through several connections: the database decides, one incident opens."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from coordination.incident.panic.models import PanicPress
from coordination.room.models import Incident, LogEntry
from tests.factories.cast import make_cast
from tests.factories.mou import make_member, make_user
from tests.stage.incident.panic import press

PRESSERS = 8


@pytest.mark.postgis
@pytest.mark.django_db(transaction=True)
def test_eight_first_presses_in_the_same_instant_open_one_incident() -> None:
    cast = make_cast()
    people = [make_member(cast.school, user=make_user(username=f"t{number}")).user for number in range(PRESSERS)]
    ready = Barrier(PRESSERS)

    def press_together(number: int) -> object:
        try:
            ready.wait(timeout=20)
            return press(people[number], cast.site).room_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PRESSERS) as pool:
        rooms = set(pool.map(press_together, range(PRESSERS)))

    assert len(rooms) == 1
    assert (Incident.objects.count(), PanicPress.objects.count()) == (1, PRESSERS)
    seqs = list(LogEntry.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
