"""Time decisions and lists in a process with a database of many sites and agreements: prints JSON.

Run as `python -m tests.bench.rig.access SITES AGREEMENTS`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.services import ServiceError, app_environment

ROUNDS, LISTS = 2000, 7


def timed(database_url: str, *, var: Path, sites: int, agreements: int) -> dict[str, float]:
    """Write everything into a migrated, empty database and return seconds by name."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.access", str(sites), str(agreements)],
        env=app_environment(database_url, None, var=var),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceError(f"access could not be timed:\n{done.stderr[-4000:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


# --- in the process of its own ----------------------------------------------------------------------------------------
def measure(sites: int, agreements: int) -> dict[str, float]:
    """Return the median seconds of each, taken in turns so that a busy moment meets all alike."""
    from django.db import connection

    from coordination.room.access import rooms_by_id
    from coordination.room.people.grants import Grants
    from mapping.access import sites_for
    from mapping.models import Site
    from mou.access import policy
    from mou.access.epoch import access_epoch
    from mou.access.facts import agreements_at
    from mou.models import AgencyMember
    from mou.vocabulary import AgencyKind
    from tests.factories.cast import asks, join, make_cast, open_room

    now = datetime.now(UTC)
    cast = make_cast()
    room = open_room(cast, at=now)
    join(cast.officer, room, at=now)
    asker = asks(cast.officer, at=now)
    grants = Grants(rooms_by_id([room.id]), epoch=access_epoch())
    grants.look_up([(asker, room.id)])
    place = policy.Place(cast.district.id, cast.school.id, cast.site.id)
    facts = agreements_at(place, now, agency_ids=[cast.police.id])
    member = AgencyMember.objects.get(user=cast.officer)
    reader = write_world(sites, agreements)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def lookup() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT head_seq FROM room_room WHERE id = %s", [room.id])
            cursor.fetchone()

    def decide() -> None:
        policy.decide_access(
            agency_id=member.agency_id,
            kind=AgencyKind.POLICE,
            place=place,
            agreements=facts,
            emergencies=(),
            taken=frozenset(),
            at=now,
        )

    visible = [one.pk for one in sites_for(reader, now)]
    assert len(visible) == sites, f"{len(visible)} sites are visible, not {sites}"
    every = Site.objects.filter(pk__in=[])
    assert not every
    return {
        "lookup": median_of(lookup, ROUNDS),
        "decide": median_of(decide, ROUNDS),
        "remembered": median_of(lambda: grants.of(asker, room.id), ROUNDS),
        **in_turns(
            {
                "rows_without": lambda: list(Site.objects.all()),
                "rows_with": lambda: list(sites_for(reader, now)),
                "ids_without": lambda: list(Site.objects.values_list("pk")),
                "ids_with": lambda: list(sites_for(reader, now).values_list("pk")),
            }
        ),
    }


def median_of(work: Callable[[], object], rounds: int) -> float:
    times = sorted(once(work) for _ in range(rounds))
    return times[len(times) // 2]


def in_turns(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(LISTS):
        for name, work in works.items():
            times[name].append(once(work))
    return {name: sorted(found)[LISTS // 2] for name, found in times.items()}


def once(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def write_world(sites: int, agreements: int) -> int:
    """Write districts with sites and one agency with an agreement with each; return the id of a member of it.

    Every second agreement covers all sites of its district, the others name each site.
    """
    from django.contrib.gis.geos import Point

    from mapping.models import Site
    from mou.models import Agency
    from mou.vocabulary import AgencyKind
    from tests.factories.mou import make_agency, make_member, make_memorandum

    agency = make_agency(AgencyKind.SHERIFF)
    districts = Agency.objects.bulk_create(
        [
            Agency(kind="district", name=f"District {number}", short_name=f"D{number}", time_zone="America/New_York")
            for number in range(agreements)
        ]
    )
    rows = Site.objects.bulk_create(
        [
            Site(
                name=f"Site {number}",
                district=districts[number % agreements],
                time_zone="America/New_York",
                location=Point(-98 + number / 1e4, 39, srid=4326),
                created_at=datetime.now(UTC),
            )
            for number in range(sites)
        ]
    )
    named: dict[object, list[Site]] = {}
    for row in rows:
        named.setdefault(row.district_id, []).append(row)
    for number, district in enumerate(districts):
        only = None if number % 2 else [one.pk for one in named[district.pk]]
        make_memorandum(district, agency, sites=only, expires_on=date(2999, 1, 1))
    return make_member(agency).user_id


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
