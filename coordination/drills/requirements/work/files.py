"""Bring past drills in from a file, whole or not at all; and write what a state asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from coordination.drills.requirements.access import reader_of
from coordination.drills.requirements.errors import DrillNotAllowed
from coordination.drills.requirements.models import Drill, DrillNotice
from coordination.drills.requirements.rules.drill_file import (
    COLUMNS,
    DrillFile,
    DrillRow,
    DrillRowDefect,
    SchoolOfFile,
    read_drills,
    table_of,
)
from coordination.drills.requirements.vocabulary import NoticeChannel
from coordination.drills.requirements.work.records import made_drill
from mapping.models import Site

# Columns of the file that are no fields of a drill.
OF_FILE = frozenset(("school", "date", "start", "end", "parents_told_at"))


@dataclass(frozen=True, slots=True)
class DrillsBrought:
    """What became of a file: with a defect nothing was taken. `known` were written down before."""

    is_taken: bool
    taken: int
    known: int
    defect_count: int
    defects: list[DrillRowDefect]
    ignored_columns: list[str]


def bring_drills(*, actor_id: int, content: bytes, at: datetime) -> DrillsBrought:
    """Write down the drills of a file at schools that the person keeps, in one durable transaction.

    What is there already, of the same school, type and start, is left as it is: a file sent twice does no harm.
    Raises: DrillNotAllowed: they keep no school. BadDrillFile: nothing of it can be read.
    """
    with transaction.atomic(durable=True):
        sites = kept_sites(actor_id, at)
        if not sites:
            raise DrillNotAllowed
        schools = [SchoolOfFile(n, one.name, one.source_ref, one.time_zone) for n, one in enumerate(sites)]
        file = read_drills(content, schools, at=at)
        if file.defect_count:
            return _drills_brought(file, taken=None)
        new = _not_known(file.rows, sites)
        drills = [made_drill(sites[row.school.index], row.given, actor_id=actor_id, at=at) for row in new]
        Drill.objects.bulk_create(drills, batch_size=500)
        DrillNotice.objects.bulk_create(
            DrillNotice(
                drill=drill, sent_at=row.told_parents_at, channel=NoticeChannel.OTHER.value, by_id=actor_id, at=at
            )
            for row, drill in zip(new, drills, strict=True)
            if row.told_parents_at is not None
        )
    return _drills_brought(file, taken=len(new))


def _drills_brought(file: DrillFile, *, taken: int | None) -> DrillsBrought:
    return DrillsBrought(
        is_taken=taken is not None,
        taken=taken or 0,
        known=0 if taken is None else len(file.rows) - taken,
        defect_count=file.defect_count,
        defects=list(file.defects),
        ignored_columns=list(file.ignored),
    )


def kept_sites(user_id: int, at: datetime) -> list[Site]:
    """Return the schools whose drills a person keeps, by name."""
    return list(
        Site.objects.filter(reader_of(user_id, at).kept_sites(), district__is_active=True).order_by("name", "id")
    )


def _not_known(rows: tuple[DrillRow, ...], sites: list[Site]) -> list[DrillRow]:
    here = Drill.objects.filter(site__in=[one.pk for one in sites])
    known: set[tuple[UUID, str, datetime]] = set(here.values_list("site_id", "type", "starts_at"))
    found = []
    for row in rows:
        key = (sites[row.school.index].pk, row.given.type.value, row.given.starts_at)
        if key not in known:
            known.add(key)
            found.append(row)
    return found


def drills_csv(rows: QuerySet[Drill]) -> str:
    """Return drills as a table for the state, the oldest first: dates as ISO 8601, nothing that a spreadsheet runs."""
    return table_of(_drill_lines(rows))


def _drill_lines(rows: QuerySet[Drill]) -> Iterator[Mapping[str, object]]:
    told = DrillNotice.objects.filter(drill=OuterRef("pk")).order_by("sent_at").values("sent_at")[:1]
    found = rows.select_related("site").annotate(told_at=Subquery(told)).order_by("site__name", "starts_at", "id")
    for drill in found.iterator(chunk_size=1000):
        zone = ZoneInfo(drill.site.time_zone)
        starts_at = drill.starts_at.astimezone(zone)
        told_at = drill.told_at
        yield {
            "school": drill.site.name,
            "date": starts_at.date(),
            "start": f"{starts_at:%H:%M}",
            "end": f"{drill.ends_at.astimezone(zone):%H:%M}" if drill.ends_at else "",
            "parents_told_at": told_at.astimezone(zone) if told_at else None,
            **{name: getattr(drill, name) for name in COLUMNS if name not in OF_FILE},
        }
