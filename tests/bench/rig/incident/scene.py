"""An incident that has gone on for an hour, and one that has just begun, written in a process of its own.

`python -m tests.bench.rig.incident.scene UNITS ROOMS CASUALTIES ENTRIES` writes both into a migrated, empty database
and prints JSON.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from tests.support.processes import run_program
from tests.support.services import app_environment

MODULE = "tests.bench.rig.incident.scene"
WENT_ON = timedelta(hours=1)
# No answer is missing while it is measured: the server would report each.
PAR_EVERY_MIN = 120
TOGETHER, ROW = 50, 40
CATEGORIES = ("immediate", "delayed", "delayed", "minimal", "minimal", "minimal")
KINDS = ("PatrolUnit", "GroundALSAmbulance", "StructureFireEngineType1", "SWAT")


@dataclass(frozen=True)
class Side:
    """A room of the scene, and what commands there are about: a unit, a casualty, and rooms that are not searched."""

    incident_id: str
    room_id: str
    unit_id: str
    casualty_id: str
    spaces: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """`tokens`: of a commander, an officer, a medic and a teacher, who are in both rooms. `head`: of the full one."""

    full: Side
    empty: Side
    tokens: dict[str, str]
    head: int
    rooms: int


def set_scene(database_url: str, *, var: Path, units: int, rooms: int, casualties: int, entries: int) -> Scene:
    """Write it into a migrated, empty database; the full room's log has `entries` entries."""
    asked = [str(one) for one in (units, rooms, casualties, entries)]
    told: dict[str, Any] = json.loads(run_program(MODULE, *asked, env=app_environment(database_url, None, var=var)))
    sides = {one: Side(**{**told[one], "spaces": tuple(told[one]["spaces"])}) for one in ("full", "empty")}
    return Scene(**sides, tokens=told["tokens"], head=told["head"], rooms=rooms)


# --- in the process of its own ----------------------------------------------------------------------------------------
type Said = tuple[str, str, dict[str, Any]]


def write_scene(units: int, rooms: int, casualties: int, entries: int) -> dict[str, object]:
    """Write everything and return it."""
    from coordination.room.models import Room
    from mapping.models import Level, Space
    from tests.factories.cast import open_room
    from tests.factories.mapping import make_plan
    from tests.factories.mou import make_member, make_user
    from tests.stage.incident.command import make_people
    from tests.stage.served import session_of

    people, began = make_people(), datetime.now(UTC) - WENT_ON
    make_plan(people.site, _floor(rooms))
    spaces = [str(one) for one in Space.objects.order_by("number").values_list("pk", flat=True)]
    # The rooms that are marked while it is measured: of the same floor in both incidents.
    kept, searched = spaces[: rooms // 10], spaces[rooms // 10 :]
    opener = make_member(people.cast.school, user=make_user(username="opener")).user
    full, empty = (open_room(people.cast, by=one, at=began) for one in (people.principal, opener))
    users = {"chief": people.chief, "officer": people.officer, "captain": people.captain, "teacher": people.teacher}
    beginning: list[Said] = [*((who, "join_room", {}) for who in users), ("chief", "claim_command", {})]
    first: dict[str, Any] = {"unit": "Adam 1", "casualty_id": uuid4(), "space": searched[0]}
    sides = {}
    for name, room in {"full": full, "empty": empty}.items():
        _say(room, users, [*beginning, *_of_one(**first)], began=began, lasts=timedelta(0))
        sides[name] = _side(room, first, kept)
    level = str(Level.objects.get(site=people.site).pk)
    told = [
        *_of_units(full.pk, units - 1),
        *_of_search(searched[1:], level),
        *_of_reports([*searched, *kept]),
        *_of_casualties(casualties - 1, searched),
        ("chief", "ask_par", {"every_min": PAR_EVERY_MIN}),
        *_answers(full.pk, units - 1, first["unit"]),
    ]
    _say(full, users, told, began=began, lasts=WENT_ON / 2)
    lacks = entries - Room.objects.get(pk=full.pk).head_seq
    if lacks < 0:
        raise ValueError(f"the scene alone has {-lacks} entries more than {entries}")
    _say(full, users, _messages(lacks), began=began + WENT_ON / 2, lasts=WENT_ON / 2)
    head = Room.objects.get(pk=full.pk).head_seq
    return {**sides, "tokens": {name: session_of(user) for name, user in users.items()}, "head": head}


def _floor(rooms: int) -> Any:
    from dataclasses import replace

    from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, square

    lon, lat = CENTRE
    return draw_level(
        *(
            replace(
                draw_space(number=str(100 + number), name=f"Room {100 + number}"),
                polygons=(square((lon + number % ROW * STEP, lat + number // ROW * STEP)),),
            )
            for number in range(rooms)
        )
    )


def _side(room: Any, first: dict[str, Any], spaces: list[str]) -> dict[str, object]:
    return {
        "incident_id": str(room.incident_id),
        "room_id": str(room.pk),
        "unit_id": str(_unit_id(room.pk, first["unit"])),
        "casualty_id": str(first["casualty_id"]),
        "spaces": spaces,
    }


def _unit_id(room_id: UUID, callsign: str) -> UUID:
    from coordination.incident.units.actions import id_of_unit

    return id_of_unit(room_id, "Fairview Police", callsign)


def _say(room: Any, users: dict[str, Any], told: list[Said], *, began: datetime, lasts: timedelta) -> None:
    """Carry commands out, evenly over a time. Raises: the first refusal."""
    from coordination.errors import CoordinationError
    from coordination.room.dispatch import RoomCommand, execute_all
    from coordination.room.registry import command_adapter
    from tests.factories.cast import asks

    asked = []
    for number, (who, word, fields) in enumerate(told):
        at = began + lasts * number / len(told)
        command = command_adapter().validate_python({"id": uuid4(), "type": word, **fields})
        asked.append(RoomCommand(asks(users[who], at=at), room.pk, command))
    for batch in batched(asked, TOGETHER):
        for answer in execute_all(batch):
            if isinstance(answer, CoordinationError):
                raise answer


# --- what is told -----------------------------------------------------------------------------------------------------
def _of_one(*, unit: str, casualty_id: UUID, space: str) -> list[Said]:
    """Return one of each kind: an object that is there costs its first reading, how many others there are or not."""
    return [
        ("officer", "check_in_unit", {"callsign": unit, "kind": KINDS[0], "people": 2}),
        ("captain", "open_casualty", {"casualty_id": casualty_id, "category": "delayed"}),
        ("officer", "mark_space", {"space_id": space, "step": "clear", "team": "Contact 1"}),
    ]


def _of_units(room_id: UUID, units: int) -> Iterator[Said]:
    for number in range(units):
        callsign = f"Unit {number}"
        kind = KINDS[number % len(KINDS)]
        yield "officer", "check_in_unit", {"callsign": callsign, "kind": kind, "people": 1 + number % 4}
        status = {"primary": "NotAvailable", "secondary": "OnScene", "place": f"Room {100 + number % 300}"}
        yield "officer", "set_unit_status", {"unit_id": _unit_id(room_id, callsign), **status}


def _answers(room_id: UUID, units: int, first: str) -> Iterator[Said]:
    """Return the answer of each unit: the server would report one that is missing, and the log would grow."""
    yield "officer", "answer_par", {"unit_id": _unit_id(room_id, first), "people": 2}
    for number in range(units):
        yield "officer", "answer_par", {"unit_id": _unit_id(room_id, f"Unit {number}"), "people": 1 + number % 4}


def _of_search(spaces: list[str], level_id: str) -> Iterator[Said]:
    for number in range(4):
        name = {"name": f"Wing {number}", "team": f"Contact {number}", "level_id": level_id}
        yield "officer", "assign_search_area", {"area_id": uuid4(), **name}
    for number, space in enumerate(spaces):
        step = ("begin", "clear", "secure", "clear")[number % 4]
        yield "officer", "mark_space", {"space_id": space, "step": step, "team": f"Contact {number % 4}"}


def _of_reports(spaces: list[str]) -> Iterator[Said]:
    for number, space in enumerate(spaces):
        state = "need_help" if number % 40 == 0 else "ok"
        yield "teacher", "report_room", {"space_id": space, "state": state, "students": 20 + number % 10, "adults": 1}


def _of_casualties(casualties: int, spaces: list[str]) -> Iterator[Said]:
    for number in range(casualties):
        one = uuid4()
        category = CATEGORIES[number % len(CATEGORIES)]
        yield "captain", "open_casualty", {"casualty_id": one, "category": category}
        yield "captain", "place_casualty", {"casualty_id": one, "space_id": spaces[number % len(spaces)]}
        if number % 2:
            yield "captain", "note_injury", {"casualty_id": one, "injury": "limb"}
        if number % 3 == 0:
            step = {"step": "transport", "hospital": f"Hospital {number % 4}", "unit": f"Medic {number}"}
            yield "captain", "move_casualty", {"casualty_id": one, **step}


def _messages(number: int) -> list[Said]:
    return [
        ("officer", "post_message", {"text": f"Contact {one % 4}: {one} ".ljust(120, "x")}) for one in range(number)
    ]


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_scene(*(int(one) for one in sys.argv[1:]))))
