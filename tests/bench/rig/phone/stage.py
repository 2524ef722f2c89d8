"""A school with a floor of 400 rooms and one room full of people and entries: written in a process of its own.

Run as `python -m tests.bench.rig.phone.stage PEOPLE ENTRIES`; prints JSON.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.rig.crowd import Person
from tests.support.processes import ROOT
from tests.support.services import ServiceError, app_environment

ROOMS, ROW = 400, 40


@dataclass(frozen=True)
class PhoneStage:
    """The incident that is looked at, and by whom; `people` are in its room too."""

    incident_id: str
    token: str
    people: tuple[Person, ...]
    lon: float
    lat: float


def set_phone_stage(database_url: str, *, var: Path, people: int, entries: int) -> PhoneStage:
    """Write it into a migrated, empty database; the log has `entries` messages after everybody has joined."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.phone.stage", str(people), str(entries)],
        env=app_environment(database_url, None, var=var),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceError(f"the stage could not be set:\n{done.stderr[-4000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    return PhoneStage(**{**told, "people": tuple(Person(*one) for one in told["people"])})


def write(people: int, entries: int) -> dict[str, object]:
    """Write everything and return it."""
    from dataclasses import replace

    from coordination.room.models import Room
    from mapping.models import Site
    from tests.bench.rig.crowd import write_crowd
    from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, make_plan, square

    crowd = write_crowd(1, people, entries)
    lon, lat = CENTRE
    rooms = [
        replace(
            draw_space(number=str(100 + number), name=f"Room {100 + number}"),
            polygons=(square((lon + number % ROW * STEP, lat + number // ROW * STEP)),),
        )
        for number in range(ROOMS)
    ]
    make_plan(Site.objects.get(), draw_level(*rooms))
    seated = crowd["people"]
    assert isinstance(seated, list)
    return {
        "incident_id": str(Room.objects.get().incident_id),
        "token": seated[0][1],
        "people": seated[1:],
        "lon": lon,
        "lat": lat,
    }


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    print(json.dumps(write(int(sys.argv[1]), int(sys.argv[2]))))
