"""Write a room whose plans have scans under them: `python -m tests.stage.maps.scanned_floors`, prints JSON."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.processes import run_program
from tests.support.services import app_environment


@dataclass(frozen=True)
class ScannedRoom:
    """Sessions of the officer and of one whose agreement has no floorplans, both in the room; and its plans."""

    incident_id: str
    officer: str
    firefighter: str
    pinned_id: str
    newer_id: str
    bare_id: str


def write_scanned_room(database_url: str, *, var: Path) -> ScannedRoom:
    """Write a room on a floor with rooms and one without, each over a scan; the first has a newer version by now."""
    told = run_program("tests.stage.maps.scanned_floors", env=app_environment(database_url, None, var=var))
    return ScannedRoom(**json.loads(told.splitlines()[-1]))


def main() -> ScannedRoom:
    from mapping.models import Floorplan, Level
    from mou.vocabulary import AgencyKind, TermKind
    from tests.factories.cast import join, make_cast, open_room
    from tests.factories.mapping import draw_level, lay_scan_under, make_plan
    from tests.factories.mou import make_agency, make_member, make_memorandum
    from tests.stage.served import session_of

    now, cast = datetime.now(UTC), make_cast()
    # An upper floor of which there is nothing but the scan.
    upper = replace(draw_level(ordinal="1"), spaces=(), openings=(), objects=())
    make_plan(cast.site, draw_level(), upper)
    drawn_id, bare_id = (lay_scan_under(level) for level in Level.objects.order_by("ordinal"))
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire, grants=[TermKind.ROOM_ACCESS], expires_on=date(2999, 1, 1))
    firefighter = make_member(fire).user
    room = open_room(cast, at=now)
    for user in (cast.officer, firefighter):
        join(user, room, at=now)
    make_plan(cast.site, draw_level())
    newer = Floorplan.objects.get(level__ordinal=0, version=2)
    return ScannedRoom(
        str(room.incident_id),
        session_of(cast.officer),
        session_of(firefighter),
        str(drawn_id),
        str(newer.pk),
        str(bare_id),
    )


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(asdict(main())))
