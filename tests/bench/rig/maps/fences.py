"""Time which fences posts lie in, by the product's door and by SQL by hand, in a process of its own: prints JSON.

Run as `python -m tests.bench.rig.maps.fences POSTS PARCELS`.
"""

import json
import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.processes import ROOT
from tests.support.services import ServiceError, app_environment

if TYPE_CHECKING:
    from coordination.prevention.social_alerts.models import AlertDesk

ROUNDS = 7
# Degrees: a parcel of some 300 m, one every three kilometres.
HALF, APART, ROW, CORNERS = 0.0015, 0.03, 20, 14
WEST, SOUTH, BUFFER_M = -98.5, 39.0, 150
# Of the posts so many are written within a kilometre of a parcel; the rest anywhere between.
NEAR = 0.4
type Points = Sequence[tuple[float, float]]
IN_GIST = """
SELECT p.n, f.id FROM unnest(%s::float8[], %s::float8[]) WITH ORDINALITY AS p(lon, lat, n)
  JOIN social_alerts_alertfence f ON ST_Covers(f.area, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326))
 WHERE f.desk_id = %s AND f.retired_at IS NULL
"""
IN_RTREE = """
SELECT p.key + 1, f.id FROM json_each(%s) p
 CROSS JOIN idx_social_alerts_alertfence_area box
    ON box.xmin <= p.value ->> 0 AND box.xmax >= p.value ->> 0
   AND box.ymin <= p.value ->> 1 AND box.ymax >= p.value ->> 1
 CROSS JOIN social_alerts_alertfence f ON f.ROWID = box.pkid
 WHERE f.desk_id = %s AND f.retired_at IS NULL AND ST_Covers(f.area, MakePoint(p.value ->> 0, p.value ->> 1, 4326))
"""


def timed(database_url: str, *, var: Path, posts: int, parcels: int) -> dict[str, float]:
    """Write the fences into a migrated, empty database; return seconds by name, and how many pairs there are."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.maps.fences", str(posts), str(parcels)],
        env=app_environment(database_url, None, var=var),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceError(f"fences could not be timed:\n{done.stderr[-4000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


# --- in the process of its own ----------------------------------------------------------------------------------------
def measure(posts: int, parcels: int) -> dict[str, float]:
    """Return the median seconds of each, taken in turns so that a busy moment meets both alike."""
    from coordination.prevention.social_alerts.work.fences import index_of

    dice = random.Random(7)
    desk = _desk(parcels, dice)
    points = [_point(parcels, dice) for _ in range(posts)]

    def ours() -> set[tuple[int, str]]:
        # From the database each time, as for a delivery.
        return {(number, str(fence_id)) for number, fence_id in index_of(desk).pair_points(points)}

    def by_hand() -> set[tuple[int, str]]:
        return _rows_by_hand(desk, points)

    asks: dict[str, Callable[[], set[tuple[int, str]]]] = {"ours": ours, "by_hand": by_hand}
    times: dict[str, list[float]] = {name: [] for name in asks}
    found = {}
    for _ in range(ROUNDS):
        for name, ask in asks.items():
            began = time.perf_counter()
            found[name] = ask()
            times[name].append(time.perf_counter() - began)
    # Both find the same, but for points on the very edge of a fence.
    assert len(found["ours"] ^ found["by_hand"]) <= len(found["by_hand"]) // 1000, "they do not find the same"
    return {**{name: statistics.median(one) for name, one in times.items()}, "pairs": len(found["ours"])}


def _desk(parcels: int, dice: random.Random) -> "AlertDesk":
    """Write a district with a fence around each of its parcels, under a spatial index."""
    from django.contrib.gis.geos import MultiPolygon, Polygon
    from django.db import connection

    from coordination.prevention.social_alerts.models import AlertFence
    from coordination.prevention.social_alerts.work.fences import buffer_ground
    from mou.vocabulary import AgencyKind
    from tests.factories.mapping import make_site
    from tests.factories.mou import make_agency, make_user
    from tests.factories.prevention.social_alerts import make_alert_desk

    district, user = make_agency(AgencyKind.DISTRICT), make_user()
    desk, now = make_alert_desk(district), datetime.now(UTC)
    for number in range(parcels):
        lon, lat = _middle(number)
        ring = []
        for corner in range(CORNERS):
            angle, far = 2 * math.pi * corner / CORNERS, HALF * dice.uniform(0.6, 1.0)
            ring.append((lon + far * math.cos(angle), lat + far * math.sin(angle)))
        ground = MultiPolygon(Polygon([*ring, ring[0]]), srid=4326)
        site = make_site(district, name=f"School {number:03}", at_lonlat=(lon, lat))
        AlertFence.objects.create(
            desk=desk, site=site, buffer_m=BUFFER_M, area=buffer_ground(ground, BUFFER_M), made_by=user, made_at=now
        )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT CreateSpatialIndex('social_alerts_alertfence', 'area')")
            cursor.fetchall()
        else:
            cursor.execute("CREATE INDEX measured_fences ON social_alerts_alertfence USING gist (area)")
        cursor.execute("ANALYZE")
    return desk


def _middle(number: int) -> tuple[float, float]:
    return WEST + number % ROW * APART, SOUTH + number // ROW * APART


def _point(parcels: int, dice: random.Random) -> tuple[float, float]:
    if dice.random() < NEAR:
        lon, lat = _middle(dice.randrange(parcels))
        return lon + dice.uniform(-0.01, 0.01), lat + dice.uniform(-0.01, 0.01)
    return dice.uniform(WEST, WEST + ROW * APART), dice.uniform(SOUTH, SOUTH + (parcels / ROW) * APART)


def _rows_by_hand(desk: "AlertDesk", points: Points) -> set[tuple[int, str]]:
    """Return the same with SQL that knows the index; posts come over the line in both."""
    from uuid import UUID

    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(IN_RTREE, (json.dumps(points), desk.pk.hex))
            return {(number - 1, str(UUID(pk))) for number, pk in cursor.fetchall()}
        lons, lats = zip(*points, strict=True)
        cursor.execute(IN_GIST, (list(lons), list(lats), desk.pk))
        return {(number - 1, str(pk)) for number, pk in cursor.fetchall()}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
