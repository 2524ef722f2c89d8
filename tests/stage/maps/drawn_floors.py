"""Draw two floors for a site of a live room: `python -m tests.stage.maps.drawn_floors SITE_ID [NUMBER]`."""

import sys
from dataclasses import replace

from tests.support.processes import run_program


def draw_floors(site_id: str, *, env: dict[str, str], more: str = "") -> None:
    """Store and publish two floors: rooms 112 and 113, one more by its number if wanted, and Stair B on both."""
    run_program("tests.stage.maps.drawn_floors", site_id, *([more] if more else []), env=env)


def main(site_id: str, more: str = "") -> None:
    from mapping.models import Site
    from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, make_plan, square

    lon, lat = CENTRE
    room = draw_space(number="112", name="Biology")
    beside = replace(draw_space(number="113", name="Art"), polygons=(square((lon + STEP, lat)),))
    stair = replace(draw_space(number="", name="Stair B", category="stairs"), polygons=(square((lon, lat + STEP)),))
    added = replace(draw_space(number=more), polygons=(square((lon + 2 * STEP, lat)),))
    upper = replace(draw_level(replace(stair, source_ref="space/upper-stair"), ordinal="1"), openings=())
    make_plan(Site.objects.get(pk=site_id), draw_level(room, beside, stair, *([added] if more else [])), upper)


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    main(*sys.argv[1:])
