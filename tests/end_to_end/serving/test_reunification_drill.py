"""A small round of the drill of `bench reunification`: two servers, one killed, and each child with the right adult."""

from functools import partial
from pathlib import Path

import pytest

from tests.bench.rig.reuniting.drill import play
from tests.bench.rig.reuniting.scene import set_scene
from tests.bench.rig.reuniting.staff import Staff
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
STUDENTS, STAFF = 40, 3


def test_none_is_lost_doubled_or_handed_to_the_wrong_adult_while_a_server_is_killed(
    postgis: PostgisServer, postgis_template: str, tmp_path: Path
) -> None:
    database = postgis.create_database(template=postgis_template)
    url = postgis.url(database)
    scene = set_scene(url, var=tmp_path, students=STUDENTS, staff=STAFF)
    assert (len(scene.codes), len(scene.families), len(scene.held)) == (40, 30, 1)

    with (
        ValkeyServer() as broker,
        AppServer(url, broker.url, var=tmp_path) as first,
        AppServer(url, broker.url, var=tmp_path) as second,
    ):
        drill = play(Staff(scene, [first.url, second.url]), second, partial(postgis.connect, database))
        assert not second.process.is_running

    assert (drill.released, drill.lost, drill.doubled, drill.wrong) == (39, 0, 0, 0)
    assert drill.is_whole
    assert drill.is_closed
    # What was sent twice, to the adult who is held, and to the strangers: all refused.
    assert set(drill.answers) == {"200", "409 student_released", "409 pick_up_not_cleared"}
