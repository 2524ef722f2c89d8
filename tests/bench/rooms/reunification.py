"""How a reunification of a large school is borne: children handed over at two servers, one of which is killed.

Nothing may be lost, doubled or handed to the wrong adult, whatever is sent; and what one act costs must not grow with
the number of students and of adults who wait.
"""

import argparse
import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.rig.bounds import bounded, migrated_postgis, served
from tests.bench.rig.meters import Result, counted, median, run_bench, say
from tests.bench.rig.reuniting.drill import PICK_UPS, STUDENTS, Drill, play
from tests.bench.rig.reuniting.scene import Family, Scene, fill_queue, set_scene
from tests.bench.rig.reuniting.staff import Staff
from tests.support.services import PostgisServer, ValkeyServer

OPTIONS = {"students": 1200, "few": 120, "staff": 12, "acts": 40}
# A program, its log and its trail beside three statements. Measured 0.024, on two cores that were busy besides.
MUST_OF_PLAIN, MUST_PER_S, MUST_GROW = 0.01, 20.0, 1.3
WARM = 5


def measure(chosen: argparse.Namespace) -> Sequence[Result]:
    """Play the drill, then do single acts at both sizes in turns."""
    with migrated_postgis() as (postgis, empty, folder), ValkeyServer() as valkey:
        many = postgis.create_database(template=empty)
        scene = set_scene(postgis.url(many), var=folder, students=chosen.students, staff=chosen.staff)
        say(f"{len(scene.codes):,} students and {len(scene.families):,} guardians are there")
        few = postgis.create_database(template=empty)
        small = set_scene(postgis.url(few), var=folder, students=chosen.few, staff=1)
        queued = postgis.create_database(template=many)
        drill = _drill(postgis, many, scene, folder, valkey.url)
        say(f"{drill.released:,} released at {drill.releases_per_s:.0f}/s: {dict(drill.answers)}")
        costs = _costs(postgis, folder, {queued: scene, few: small}, acts=chosen.acts)
    grown = [
        bounded(
            f"one {act}, {len(scene.codes):,} students beside {len(small.codes):,}",
            took[queued],
            "ms",
            baseline=took[few],
            at_most=MUST_GROW,
        )
        for act, took in costs.items()
    ]
    return [*results_of(drill, scene), *grown]


def _drill(postgis: PostgisServer, database: str, scene: Scene, folder: Path, broker: str) -> Drill:
    url = postgis.url(database)
    with (
        served(url, var=folder, redis_url=broker, core=None) as first,
        served(url, var=folder, redis_url=broker, core=None) as second,
    ):
        return play(Staff(scene, [first.url, second.url]), second, partial(postgis.connect, database))


def results_of(drill: Drill, scene: Scene) -> list[Result]:
    """Return what is asked of a drill."""
    return [
        counted("children handed over", drill.released, must_be=len(scene.codes) - len(scene.held)),
        counted("lost", drill.lost, must_be=0),
        counted("doubled", drill.doubled, must_be=0),
        counted("handed to an adult who was held, refused or never cleared", drill.wrong, must_be=0),
        counted("the sum closes, and the reunification with it", int(drill.is_whole and drill.is_closed), must_be=1),
        counted("answers that were lost with the server, and are stored", drill.unsaid),
        bounded(
            "releases beside plain updates under the same lock",
            drill.releases_per_s,
            "per s",
            baseline=drill.plain_per_s,
            at_least=MUST_OF_PLAIN,
        ),
        bounded("releases, one of two servers killed", drill.releases_per_s, "per s", at_least=MUST_PER_S),
        Result("check-ins", drill.check_ins_per_s, "per s"),
    ]


# --- what one act costs -----------------------------------------------------------------------------------------------
@dataclass
class Side:
    """A reunification of one size, with the families whose adults do not wait yet."""

    postgis: PostgisServer
    database: str
    staff: Staff
    free: Iterator[Family]

    def __post_init__(self) -> None:
        # A line each, for all acts: what a new one costs does not depend on the size.
        self.greeter, self.reunifier = self.staff.client("greeter"), self.staff.client("reunifier")

    def acts(self, family: Family) -> dict[str, Callable[[], str]]:
        """Return what is done for a family, in its order; the last is for one of its children."""
        staff, codes, greeter, reunifier = self.staff, family.codes, self.greeter, self.reunifier
        return {
            "check-in": partial(staff.check_in, greeter, family.adult, codes),
            "step to fetch": partial(staff.step, reunifier, "pull", codes),
            "step to bring": partial(staff.step, reunifier, "bring", codes),
            "release": lambda: staff.release(reunifier, codes[0], self._pick_up_of(codes[0])),
        }

    def _pick_up_of(self, code: str) -> str:
        with self.postgis.connect(self.database) as line:
            asked = f"SELECT p.id FROM {PICK_UPS} p JOIN {STUDENTS} s ON s.id = p.student_id WHERE s.code = %s"
            found = line.execute(asked, [code]).fetchone()
        if found is None:
            raise RuntimeError(f"no one was checked in for {code}")
        return str(found[0])


def _costs(postgis: PostgisServer, folder: Path, scenes: dict[str, Scene], *, acts: int) -> dict[str, dict[str, float]]:
    """Return the median of each act, ms, by act and database: all other adults are checked in and wait."""
    took: dict[str, dict[str, list[float]]] = {}
    with contextlib.ExitStack() as stack:
        sides = []
        for database, scene in scenes.items():
            fill_queue(postgis.url(database), var=folder, but=acts + WARM)
            server = stack.enter_context(served(postgis.url(database), var=folder, core=None))
            free = iter([one for one in scene.families[-acts - WARM :] if not one.held])
            staff = stack.enter_context(contextlib.closing(Staff(scene, [server.url])))
            sides.append(Side(postgis, database, staff, free))
        # In turns, as long as both have a family.
        for number, found in enumerate(zip(*(side.free for side in sides), strict=False)):
            for side, family in zip(sides, found, strict=True):
                for act, ms in _timed(side.acts(family)).items():
                    if number >= WARM:
                        took.setdefault(act, {}).setdefault(side.database, []).append(ms)
    return {act: {name: median(ms) for name, ms in by.items()} for act, by in took.items()}


def _timed(acts: dict[str, Callable[[], str]]) -> dict[str, float]:
    """Do acts one after the other; return how long each took, ms. Raises: RuntimeError: one was refused."""
    took = {}
    for act, work in acts.items():
        began = time.perf_counter()
        said = work()
        took[act] = (time.perf_counter() - began) * 1000
        if said not in ("200", "204"):
            raise RuntimeError(f"{act} was refused: {said}")
    return took


if __name__ == "__main__":
    sys.exit(run_bench("reunification", measure, options=OPTIONS, arguments=sys.argv[1:]))
