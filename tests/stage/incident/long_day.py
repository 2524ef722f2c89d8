"""Forty people of a long incident and a school of 69 rooms, written into the database of a real server.

Run as `python -m tests.stage.incident.long_day`: reads the people as JSON and prints ids and tokens.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from mapping.interchange.drawing import LevelDrawing
from tests.support.processes import run_program

FLOORS = {"0": range(101, 141), "1": range(201, 230)}
ROW = 20
NAMES = {
    "district": "Cedar Fork Schools",
    "school": "Maple Hollow School",
    "police": "Cedar Fork Police",
    "sheriff": "Tansy County Sheriff",
    "fire": "Cedar Fork Fire Rescue",
    "ems": "Tansy County EMS",
    "dispatch": "Tansy County Dispatch",
    "emergency_management": "Tansy County Emergency Management",
}


@dataclass(frozen=True)
class LongDayStage:
    """`tokens`: of sessions, by who; `rooms`: the ids of spaces by their numbers; `levels`: of floors by ordinal."""

    site_id: str
    tokens: dict[str, str]
    rooms: dict[str, str]
    levels: dict[str, str]


def set_long_day_stage(people: str, env: Mapping[str, str]) -> LongDayStage:
    """Write everything into the migrated, empty database of these settings, in a process of its own."""
    return LongDayStage(**json.loads(run_program("tests.stage.incident.long_day", people, env=env)))


def write_stage(people: list[dict[str, str]]) -> dict[str, object]:
    """Write the people, their agencies and agreements, and the floors; return ids and tokens."""
    from datetime import date

    from mapping.models import Level, Space
    from mou.vocabulary import AgencyKind, MemberRole, TermKind
    from tests.factories.mapping import make_plan, make_site
    from tests.factories.mou import make_agency, make_member, make_memorandum, make_term, new_user
    from tests.stage.incident.command import ORDER
    from tests.stage.served import session_of

    district = make_agency(AgencyKind.DISTRICT, name=NAMES["district"])
    agencies = {"district": district}
    for kind, name in NAMES.items():
        if kind != "district":
            parent = district if kind == "school" else None
            agencies[kind] = make_agency(AgencyKind(kind), name=name, parent=parent)
    site = make_site(district, school=agencies["school"], name=NAMES["school"])
    for kind, agency in agencies.items():
        if kind not in ("district", "school"):
            agreement = make_memorandum(district, agency, expires_on=date(2999, 1, 1))
            if kind == "police":
                assert agreement.current_version is not None
                make_term(agreement.current_version, TermKind.COMMAND_TRANSFER_TO, value=ORDER)
    make_plan(site, *(_floor(ordinal, numbers) for ordinal, numbers in FLOORS.items()))
    users = {}
    for one in people:
        agency = agencies[one["agency"]]
        user = new_user(username=one["who"], home=agency)
        user.display_name = one["name"]
        user.save(force_insert=True)
        users[one["who"]] = make_member(agency, user=user, role=MemberRole(one["role"]), title=one["title"]).user
    return {
        "site_id": str(site.pk),
        "tokens": {who: session_of(user) for who, user in users.items()},
        "rooms": {number: str(pk) for number, pk in Space.objects.values_list("number", "pk")},
        "levels": {f"{level.ordinal:.0f}": str(level.pk) for level in Level.objects.filter(site=site)},
    }


def _floor(ordinal: str, numbers: range) -> LevelDrawing:
    from dataclasses import replace

    from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, square

    lon, lat = CENTRE
    rooms = (
        replace(
            draw_space(number=str(number), name=f"Room {number}"),
            polygons=(square((lon + place % ROW * STEP / 4, lat + place // ROW * STEP / 4), steps=0.25),),
        )
        for place, number in enumerate(numbers)
    )
    # Without doors of its own, a room's door goes by the room.
    return replace(draw_level(*rooms, ordinal=ordinal), openings=(), objects=())


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_stage(json.loads(sys.argv[1]))))
