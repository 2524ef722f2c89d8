"""How a school's staff stands before the courses that it is asked to have. Counts for the district, no names."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.training.work.officers import course_name
from mou.access.fetch import kept_districts
from mou.access.policy import local_date
from mou.errors import AgencyNotFound
from mou.models import Agency
from mou.officers.access import led_agency
from mou.officers.queries import StaffCoverage, schools_of, staff_coverage


def coverage_of_district(user_id: int, district_id: UUID, at: datetime) -> list[StaffCoverage]:
    """Return the coverage of a district's own people and of each school. Five queries. Raises: AgencyNotFound."""
    if district_id not in kept_districts(user_id, at):
        raise AgencyNotFound("There is no such district.")
    district = Agency.objects.only("time_zone").get(pk=district_id)
    return staff_coverage(schools_of([district_id]), local_date(at, district.time_zone), at)


def coverage_of_own(user_id: int, agency_id: UUID, at: datetime) -> StaffCoverage:
    """Return the coverage of an agency for those who lead it. Raises: AgencyNotFound."""
    agency = led_agency(user_id=user_id, agency_id=agency_id, at=at)
    (found,) = staff_coverage(Agency.objects.filter(pk=agency.pk), local_date(at, agency.time_zone), at)
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """A course in the reader's language, how many have it, how many lack it, and the share in percent."""

    name: str
    trained: int
    missing: int
    percent: int | None


def shares_of_staff(found: StaffCoverage) -> list[Share]:
    """Return how much of a school's staff has each course; without staff there is no share."""
    return [
        Share(
            name=course_name(one.course),
            trained=one.trained,
            missing=found.people - one.trained,
            percent=round(100 * one.trained / found.people) if found.people else None,
        )
        for one in found.courses
    ]


def districts_counted(user_id: int, at: datetime) -> list[Agency]:
    """Return the districts whose schools' training a person counts, by name."""
    return list(Agency.objects.filter(pk__in=kept_districts(user_id, at)).order_by("name"))


def district_named(district_id: UUID) -> Agency:
    """Return a district whose counts the reader was given, with its name alone."""
    return Agency.objects.only("name").get(pk=district_id)
