"""Another school with an agreement about the site: a partner that opens its doors, and no pupil of its own is here."""

from datetime import date

from coordination.models import User
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.cast import Cast
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user


def make_partner_principal(cast: Cast) -> User:
    """Write a school of another district whose agreement opens room and plan, and return its administrator."""
    river = make_agency(AgencyKind.DISTRICT, name="Riverside Schools")
    school = make_agency(AgencyKind.SCHOOL, name="Riverside Middle", parent=river)
    grants = [TermKind.ROOM_ACCESS, TermKind.FLOORPLAN_ACCESS]
    make_memorandum(cast.district, school, sites=[cast.site.id], grants=grants, expires_on=date(2999, 1, 1))
    user = make_user(username="partner_principal")
    return make_member(school, user=user, role=MemberRole.ADMINISTRATOR).user
