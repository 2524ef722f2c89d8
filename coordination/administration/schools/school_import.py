"""Add the schools of a register to a district: looked at first, then all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import MultiPolygon as Area
from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from coordination.administration.accounts.people_file import RowDefect
from coordination.administration.errors import SchoolsDefects
from coordination.administration.schools.school_file import SchoolRow, SchoolTable, mapped_rows
from mapping.access import district_to_draw_for
from mapping.interchange.ledger import Ledger
from mapping.models import Site
from mapping.sites.boundaries.valid_geometry import SRID, mended_of, valid_area
from mapping.sites.time_zone_of_place import zone_of_place
from mou.agencies.actions import write_agency
from mou.models import Agency
from mou.vocabulary import ActorId, AgencyKind

SHORT_NAME_MAX_CHARS = 40
SOURCE = "register"


@dataclass(frozen=True, slots=True)
class SchoolsLook:
    """What a file would do. Nothing is done while there are defects."""

    new: int
    changed: int
    unchanged: int
    defects: tuple[RowDefect, ...]
    rows: tuple[SchoolRow, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    row: SchoolRow
    site: Site | None
    columns: Mapping[str, object]

    @property
    def is_changed(self) -> bool:
        return self.site is not None and any(getattr(self.site, name) != value for name, value in self.columns.items())


def look_at_schools(
    *, actor_id: ActorId, district_id: UUID, table: SchoolTable, mapping: Mapping[str, str], at: datetime
) -> SchoolsLook:
    """Return what a file would do, without doing it. Raises: DistrictNotFound."""
    district = district_to_draw_for(actor_id=actor_id, district_id=district_id, at=at)
    planned, rows, defects = _plan_import(district, table, mapping)
    return _look_of_plan(planned, rows, defects)


def import_schools(
    *, actor_id: ActorId, district_id: UUID, table: SchoolTable, mapping: Mapping[str, str], at: datetime
) -> SchoolsLook:
    """Add or bring up to date every school of a file, each an agency and its site, in one durable transaction.

    A school is known again by its number in the register, else by its name.
    Raises: DistrictNotFound, NotAllowed: the actor does not administer the district. SchoolsDefects: nothing was done.
    """
    with transaction.atomic(durable=True):
        district = district_to_draw_for(actor_id=actor_id, district_id=district_id, at=at)
        planned, rows, defects = _plan_import(district, table, mapping)
        if defects:
            raise SchoolsDefects
        schools = {one.name: one for one in district.schools.all()}
        for one in planned:
            _store_school(one, district, schools, actor_id, at)
    return _look_of_plan(planned, rows, defects)


def _look_of_plan(planned: Sequence[_Planned], rows: Sequence[SchoolRow], defects: Sequence[RowDefect]) -> SchoolsLook:
    new, changed = sum(one.site is None for one in planned), sum(one.is_changed for one in planned)
    return SchoolsLook(new, changed, len(planned) - new - changed, tuple(defects), tuple(rows))


def _plan_import(
    district: Agency, table: SchoolTable, mapping: Mapping[str, str]
) -> tuple[list[_Planned], list[SchoolRow], list[RowDefect]]:
    rows, defects = mapped_rows(table, mapping)
    sites = list(Site.objects.filter(district=district))
    by_ref, by_name = {one.source_ref: one for one in sites if one.source_ref}, {one.name: one for one in sites}
    mended = mended_of(row.boundary for row in rows)
    seen: dict[str, int] = {}
    planned = []
    for row in rows:
        key = row.ref or row.name
        if seen.setdefault(key, row.number) != row.number:
            same = _("%(text)s: the same as in row %(row)s.") % {"text": key, "row": seen[key]}
            defects.append(RowDefect(row.number, same))
            continue
        area = valid_area(row.boundary, ref=row.name, ledger=Ledger(), mended=mended) if row.boundary else None
        planned.append(_Planned(row, by_ref.get(_source_ref(row)) or by_name.get(row.name), _known_columns(row, area)))
    return planned, rows, sorted(defects, key=lambda one: one.number)


def _source_ref(row: SchoolRow) -> str:
    return f"{SOURCE}:{row.ref}" if row.ref else ""


def _known_columns(row: SchoolRow, area: Area | None) -> dict[str, object]:
    """Return what the register says of a site; of what it does not know, what is known stays."""
    known = {"enrollment": row.enrollment, "boundary": area, "address": row.address or None}
    return {
        "name": row.name,
        "location": Point(row.location, srid=SRID),
        **({"source_ref": _source_ref(row)} if row.ref else {}),
        **{name: value for name, value in known.items() if value is not None},
    }


def _store_school(one: _Planned, district: Agency, schools: dict[str, Agency], actor_id: ActorId, at: datetime) -> None:
    if one.site is not None:
        if one.is_changed:
            Site.objects.filter(pk=one.site.pk).update(**one.columns)
        return
    school, zone = schools.get(one.row.name), zone_of_place(one.row.location) or district.time_zone
    if school is None:
        school = schools[one.row.name] = write_agency(
            actor_id=actor_id,
            kind=AgencyKind.SCHOOL,
            name=one.row.name,
            short_name=one.row.name[:SHORT_NAME_MAX_CHARS],
            time_zone=zone,
            parent_id=district.pk,
            at=at,
        )
    Site.objects.create(district=district, school=school, time_zone=zone, created_at=at, **one.columns)
