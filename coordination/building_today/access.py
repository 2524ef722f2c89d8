"""Who is the office of a site: who gives cards, checks visitors in, and says what is otherwise today."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from coordination.building_today.errors import TodayNotFound
from coordination.incident.staff_roles.models import RolePlace
from coordination.incident.staff_roles.vocabulary import StaffRole
from mapping.models import Site
from mou.access.fetch import active_memberships, members_who_count
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole

HAVE_OFFICES = frozenset({AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value})
# Besides administrators: who is named for one of these at the school.
OFFICE_ROLES = (StaffRole.PRINCIPAL, StaffRole.OFFICE)


@dataclass(frozen=True, slots=True)
class Office:
    """A site, for one of its office."""

    site: Site

    @property
    def agency(self) -> Agency:
        """The school; of a district's own site, the district."""
        return self.site.school or self.site.district

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the site."""
        return ZoneInfo(self.site.time_zone)


def office_for(*, user_id: int, site_id: UUID, at: datetime, lock: bool = False) -> Office:
    """Return the site if the person is of its office. With `lock`, its row is held. Raises: TodayNotFound."""
    rows = sites_of_office(user_id, at)
    site = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=site_id).first()
    if site is None:
        raise TodayNotFound
    return Office(site)


def sites_of_office(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose office a person is of, by name: administrators, and who is named for the office."""
    mine = members_who_count(at).filter(user_id=user_id)
    administered = mine.filter(role=MemberRole.ADMINISTRATOR.value).values("agency_id")
    roles = [one.value for one in OFFICE_ROLES]
    named = RolePlace.objects.filter(role__in=roles, member__in=mine.values("pk")).values("agency_id")
    own = Q(school__in=administered) | Q(district__in=administered) | Q(school__in=named)
    own |= Q(school__isnull=True, district__in=named)
    return Site.objects.filter(own).select_related("school", "district").order_by("name", "id")


def is_of_an_office(user_id: int, at: datetime) -> bool:
    """Tell whether a person is of the office of any site."""
    # Most who ask are of no school: their memberships are read once for a whole page.
    kinds = {one.agency.kind for one in active_memberships(user_id, at)}
    return not kinds.isdisjoint(HAVE_OFFICES) and sites_of_office(user_id, at).exists()
