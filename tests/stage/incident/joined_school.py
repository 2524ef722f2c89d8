"""A school of another district, which joins an incident with its people and its town's police."""

from coordination.models import User
from coordination.room.models import Room
from mapping.models import Site
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, join
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.stage.incident.panic import run


class Other:
    """A school of another district, its people, and its town's police, with an agreement about it alone."""

    def __init__(self, cast: Cast) -> None:
        self.district: Agency = make_agency(AgencyKind.DISTRICT, name="Hill Schools")
        self.school: Agency = make_agency(AgencyKind.SCHOOL, parent=self.district, name="Hill High")
        self.site: Site = make_site(self.district, school=self.school, name="Hill High School")
        make_plan(self.site, building="Hill building")
        self.principal: User = make_member(self.school, role=MemberRole.ADMINISTRATOR).user
        self.teacher: User = make_member(self.school, role=MemberRole.STAFF).user
        police = make_agency(AgencyKind.POLICE, name="Hill Police")
        make_memorandum(self.district, police, sites=[self.site.pk])
        self.chief: User = make_member(police, role=MemberRole.COMMANDER).user
        make_memorandum(self.district, cast.dispatch)
        # A school of the same county that has nothing to do with it.
        third = make_agency(AgencyKind.SCHOOL, parent=make_agency(AgencyKind.DISTRICT), name="Far High")
        self.hostile: User = make_member(third, role=MemberRole.ADMINISTRATOR).user


def joined(cast: Cast, other: Other, room: Room) -> Room:
    """Let the other school join, and three of its people come in."""
    run(cast.dispatcher, room.pk, "join_site", site_id=other.site.pk)
    for one in (other.principal, other.teacher, other.chief):
        join(one, room)
    return Room.objects.select_related("incident__site").get(pk=room.pk)
