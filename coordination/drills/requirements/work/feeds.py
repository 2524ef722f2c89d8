"""What is taken away of drills: calendars and tables, each as its reader may have it."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.drills.requirements.access import (
    DrillReader,
    SchoolGrant,
    may_see_page,
    reader_of,
    schools_for,
    visible_drills,
)
from coordination.drills.requirements.errors import DrillSchoolNotFound
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.rules.record import day_at
from coordination.drills.requirements.vocabulary import DrillState
from coordination.drills.requirements.work.files import drills_csv
from coordination.drills.requirements.work.queries import drills_of_year, school_state, year_of
from coordination.room.access import Asker
from mapping.models import Site
from mou.models import Agency


def school_calendar(asker: Asker, grant: SchoolGrant) -> bytes:
    """Return a school's drills as an iCalendar; for its keepers with the days by which the law asks for more."""
    # Imported when a calendar is asked for: all other requests do without it.
    from coordination.drills.requirements.work.calendars import calendar_of  # noqa: PLC0415

    site = grant.site
    rows = visible_drills(reader_of(asker.user_id, asker.at)).filter(site=site)
    states = [school_state(grant, year=None, at=asker.at)] if grant.keeps else []
    name = _("Drills: {name}").format(name=site.name)
    return calendar_of(name, rows, states, kept=frozenset({site.pk} if grant.keeps else ()), at=asker.at)


def district_calendar(asker: Asker, district: Agency) -> bytes:
    """Return the drills of all schools of a district as an iCalendar; due days stand in those of the schools."""
    from coordination.drills.requirements.work.calendars import calendar_of  # noqa: PLC0415

    reader = reader_of(asker.user_id, asker.at)
    rows = visible_drills(reader).filter(site__district=district)
    name = _("Drills: {name}").format(name=district.name)
    return calendar_of(name, rows, [], kept=_kept_sites(reader, district), at=asker.at)


def own_calendar(asker: Asker) -> bytes:
    """Return the drills of all schools that a person reads, for a program that follows them.

    Due days stand in it of the schools that they keep as people of the school; of a district's there are too many.
    Raises: DrillSchoolNotFound: they read none.
    """
    from coordination.drills.requirements.work.calendars import calendar_of  # noqa: PLC0415

    if not may_see_page(asker.user_id, asker.at):
        raise DrillSchoolNotFound
    reader = reader_of(asker.user_id, asker.at)
    own = schools_for(reader).filter(school__in=reader.kept_schools)
    states = [school_state(SchoolGrant(site, keeps=True), year=None, at=asker.at) for site in own]
    rows, kept = (
        visible_drills(reader),
        frozenset(Site.objects.filter(reader.kept_sites()).values_list("pk", flat=True)),
    )
    return calendar_of(_("Drills"), rows, states, kept=kept, at=asker.at, is_followed=True)


def _kept_sites(reader: DrillReader, district: Agency) -> frozenset[UUID]:
    return frozenset(Site.objects.filter(reader.kept_sites(), district=district).values_list("pk", flat=True))


def school_drills_csv(asker: Asker, grant: SchoolGrant, *, year: int | None) -> str:
    """Return what a school held in a school year as a table."""
    site = grant.site
    return _held_csv(site.district_id, day_at(asker.at, site.time_zone), year, site_id=site.pk)


def district_drills_csv(asker: Asker, district: Agency, *, year: int | None) -> str:
    """Return what all schools of a district held in a school year as a table."""
    return _held_csv(district.pk, day_at(asker.at, district.time_zone), year, site_id=None)


def _held_csv(district_id: UUID, today: date, year: int | None, *, site_id: UUID | None) -> str:
    rows = Drill.objects.filter(state=DrillState.HELD.value, site__district=district_id)
    if site_id is not None:
        rows = rows.filter(site=site_id)
    return drills_csv(drills_of_year(rows, year_of(district_id, year, today)))
