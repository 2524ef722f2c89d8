"""Write what the map is measured with, and time what needs no server: in a process of its own, prints JSON.

Run as `python -m tests.bench.rig.maps.floors WHAT`:

floor     writes a floor of 400 rooms and someone who may see it
district  writes a district of 125 schools with 400 rooms each, then times a viewport and offline packs
small     writes one of 13 schools and times the viewport
import    times the import of a real building beside GDAL
"""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.services import ServiceError, app_environment

ROOMS, ROW = 400, 40
SCHOOLS = 125
ROUNDS = 15
PACKS = 100


@dataclass(frozen=True)
class Floor:
    """A floor, its site, and the session of an officer who may see both."""

    site_id: str
    level_id: str
    token: str


def write_floor(database_url: str, *, var: Path) -> Floor:
    """Write one floor into a migrated, empty database."""
    return Floor(**json.loads(_run("floor", database_url, var)))


def timed(what: str, database_url: str, *, var: Path) -> dict[str, float]:
    """Time something in a migrated, empty database; return seconds, and how much there was, by name."""
    found: dict[str, float] = json.loads(_run(what, database_url, var))
    return found


def timed_imports(database_url: str, *, var: Path) -> dict[str, dict[str, float]]:
    """Time imports into a migrated, empty database; return seconds and sizes by the plans' names."""
    found: dict[str, dict[str, float]] = json.loads(_run("import", database_url, var))
    return found


def _run(what: str, database_url: str, var: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.maps.floors", what],
        env=app_environment(database_url, None, var=var),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceError(f"the map could not be measured ({what}):\n{done.stderr[-4000:]}")
    return done.stdout.splitlines()[-1]


# --- in the process of its own ----------------------------------------------------------------------------------------
def floor() -> dict[str, str]:
    """Write the cast, and a floor of 400 rooms in ten rows at its school."""
    from tests.factories.cast import make_cast
    from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, make_plan, square
    from tests.stage.served import session_of

    cast = make_cast()
    lon, lat = CENTRE
    rooms = [
        replace(
            draw_space(number=str(100 + number), name=f"Room {100 + number}"),
            polygons=(square((lon + number % ROW * STEP, lat + number // ROW * STEP)),),
        )
        for number in range(ROOMS)
    ]
    stored = make_plan(cast.site, draw_level(*rooms))
    return asdict(Floor(str(cast.site.pk), str(stored.levels[0].level_id), session_of(cast.officer)))


def district() -> dict[str, float]:
    """Time a viewport of officers whose agreement covers a district, and the packs of its schools."""
    from mapping.exports.packs.pack import PackOrder, pack_of
    from mapping.models import Site
    from tests.bench.rig.access import once

    found = _viewport(SCHOOLS)
    order = PackOrder(at=datetime.now(UTC), includes_roster=True, agreements=())
    sites = list(Site.objects.select_related("district", "school").order_by("name")[:PACKS])
    sizes: list[int] = []
    packs_s = once(lambda: sizes.extend(len(pack_of(site, order).closed()) for site in sites))
    return found | {"packs": packs_s, "pack_bytes": statistics.median(sizes)}


def small_district() -> dict[str, float]:
    """Time the same viewport where there are a tenth of the schools."""
    return _viewport(SCHOOLS // 10 + 1)


def _viewport(schools: int) -> dict[str, float]:
    from mapping.access import sites_for
    from mapping.ogc.queries import page_of
    from mapping.ogc.question import Question
    from mapping.vocabulary import MapCollection, SiteNeed
    from tests.bench.rig.access import once
    from tests.bench.rig.maps.district import rows_by_hand, viewport, write_district

    officer_ids = write_district(schools=schools, rooms=ROOMS, row=ROW, officers=ROUNDS + 1)
    box, now, seen = viewport(schools), datetime.now(UTC), dict[str, int]()

    def ours(user_id: int) -> None:
        sites = sites_for(user_id, now, need=SiteNeed.FLOORPLAN)
        page = page_of(MapCollection.SPACES, sites, Question(limit=1000, boxes=(box,), after=None))
        seen["ours"] = len(page.features)

    def theirs() -> None:
        seen["theirs"] = len(rows_by_hand(box, limit=1000))

    def round_of(newcomer: int) -> tuple[float, float, float]:
        # In turns, so that a busy moment meets all alike. A newcomer is someone of whom nothing is remembered yet.
        return once(theirs), once(lambda: ours(officer_ids[0])), once(lambda: ours(newcomer))

    times = [round_of(newcomer) for newcomer in officer_ids[1:]]
    assert seen["ours"] == seen["theirs"] > 0, seen
    by_hand, known, first = (statistics.median(column) for column in zip(*times, strict=True))
    return {"by_hand": by_hand, "ours": known, "first": first, "found": seen["ours"], "of": schools * ROOMS}


def building() -> dict[str, dict[str, float]]:
    """Time the import of large buildings, and GDAL writing the same files."""
    from tests.bench.rig.maps.imports import import_ratios

    return {name: asdict(ratio) for name, ratio in import_ratios().items()}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    print(
        json.dumps({"floor": floor, "district": district, "small": small_district, "import": building}[sys.argv[1]]())
    )
