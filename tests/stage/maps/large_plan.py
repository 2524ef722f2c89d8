"""Store a plan of very many rooms in a process of its own, while people press the panic alarm of a real server.

Run as `python -m tests.stage.maps.large_plan people COUNT`: writes the cast and so many teachers, prints the site with
their sessions as JSON; `… store SITE ROOMS` stores a plan of so many rooms as an import does.
"""

import json
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.support.processes import ROOT, ChildProcess

COMMAND = (sys.executable, "-m", "tests.stage.maps.large_plan")
TEACHERS = 100
# A room takes 600 presses a minute, and each finger 30.
EVERY_S = 0.12
ROW = 500


@dataclass(frozen=True)
class School:
    """A site, and the sessions of its teachers."""

    site_id: str
    tokens: Sequence[str]


def write_school(env: Mapping[str, str]) -> School:
    """Write the cast and its teachers into a migrated, empty database."""
    done = subprocess.run([*COMMAND, "people", str(TEACHERS)], env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return School(**json.loads(done.stdout))


def store_rooms(env: Mapping[str, str], school: School, *, rooms: int, log: Path) -> ChildProcess:
    """Begin to store a plan of so many rooms."""
    child = ChildProcess(name="a large plan", log=log)
    child.launch([*COMMAND, "store", school.site_id, str(rooms)], env=env)
    return child


def presses_s(server_url: str, school: School, *, go_on: Callable[[int], bool]) -> list[float]:
    """Press in turns as long as one is to go on; return how long each press waited for its acknowledgement."""
    waited: list[float] = []
    while go_on(len(waited)):
        began = time.perf_counter()
        _press(server_url, school.tokens[len(waited) % len(school.tokens)], school.site_id)
        waited.append(time.perf_counter() - began)
        time.sleep(max(0.0, EVERY_S - waited[-1]))
    return waited


def _press(server_url: str, token: str, site_id: str) -> None:
    told = {"id": str(uuid.uuid4()), "type": "raise_panic", "site_id": site_id, "is_exercise": False}
    request = urllib.request.Request(
        f"{server_url}/api/v1/panics",
        data=json.dumps(told | {"kind": "medical"}).encode(),
        headers={"X-Session-Token": token, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        response.read()


# --- the other process ------------------------------------------------------------------------------------------------
def people(count: int) -> dict[str, object]:
    """Write the cast and so many teachers."""
    from tests.factories.cast import make_cast
    from tests.factories.mou import make_member, make_user
    from tests.stage.served import session_of

    cast = make_cast()
    teachers = [make_member(cast.school, user=make_user(username=f"teacher{number}")).user for number in range(count)]
    return {"site_id": str(cast.site.pk), "tokens": [session_of(one) for one in teachers]}


def store(site_id: str, rooms: int) -> None:
    """Store a plan of so many rooms in long rows on one floor, as a draft."""
    from mapping.imports.saving.record import Source
    from mapping.imports.saving.store import import_floorplan
    from mapping.interchange.drawing import PlanDrawing
    from mapping.interchange.ledger import Ledger
    from mapping.vocabulary import FloorplanState
    from mou.vocabulary import OPERATOR
    from tests.factories.mapping import CENTRE, draw_level, draw_space, square

    (lon, lat), side = CENTRE, 0.00001
    one = draw_space()
    drawn = (
        replace(
            one,
            number=str(number),
            source_ref=f"space/{number}",
            polygons=(square((lon + number % ROW * side, lat + number // ROW * side), steps=0.1),),
        )
        for number in range(rooms)
    )
    import_floorplan(
        actor_id=OPERATOR,
        site_id=uuid.UUID(site_id),
        building_name="Main building",
        drawing=PlanDrawing(outline=(), levels=(draw_level(*drawn),)),
        ledger=Ledger(),
        source=Source("drawn in a test", "0" * 64),
        state=FloorplanState.DRAFT,
        at=datetime.now(UTC),
    )


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    if sys.argv[1] == "people":
        print(json.dumps(people(int(sys.argv[2]))))
    else:
        store(sys.argv[2], int(sys.argv[3]))
