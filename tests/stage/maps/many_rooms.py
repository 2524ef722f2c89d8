"""Draw a school of 69 rooms on three floors: `python -m tests.stage.maps.many_rooms SITE_ID`."""

import sys
from dataclasses import replace

from tests.support.processes import run_program

FLOORS, ON_EACH, IN_A_ROW = 3, 23, 5


def draw_many_rooms(site_id: str, *, env: dict[str, str]) -> None:
    """Store and publish them: rooms 101 to 123, 201 to 223, 301 to 323."""
    run_program("tests.stage.maps.many_rooms", site_id, env=env)


def main(site_id: str) -> None:
    from mapping.models import Site
    from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, make_plan, square

    lon, lat = CENTRE
    levels = []
    for floor in range(1, FLOORS + 1):
        rooms = []
        for place in range(ON_EACH):
            corner = (lon + place % IN_A_ROW * STEP, lat + place // IN_A_ROW * STEP)
            number = f"{floor}{place + 1:02}"
            rooms.append(replace(draw_space(number=number, name=""), polygons=(square(corner),)))
        levels.append(replace(draw_level(*rooms, ordinal=str(floor - 1)), openings=(), objects=()))
    make_plan(Site.objects.get(pk=site_id), *levels)


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    main(*sys.argv[1:])
