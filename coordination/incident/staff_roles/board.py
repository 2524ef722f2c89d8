"""All roles of a school or district as its page shows them: each with its card and its people."""

from dataclasses import dataclass
from datetime import datetime

from coordination.incident.staff_roles.access import CardsOf
from coordination.incident.staff_roles.queries import NamedPerson, cards_at, role_orders
from coordination.incident.staff_roles.rules import RoleCard
from coordination.incident.staff_roles.vocabulary import StaffRole
from mapping.models import Site
from mou.vocabulary import AgencyKind


@dataclass(frozen=True, slots=True)
class RoleAtPlace:
    """A role, its card as it holds now, and its people in their order."""

    role: StaffRole
    card: RoleCard
    people: list[NamedPerson]


def roles_at_place(place: CardsOf, at: datetime) -> list[RoleAtPlace]:
    """Return every role of a school or district. A constant number of queries."""
    cards = cards_at(place.school, place.district, at)
    is_school = place.agency.kind == AgencyKind.SCHOOL
    sites = (
        Site.objects.filter(school=place.agency)
        if is_school
        else Site.objects.filter(district=place.agency, school=None)
    )
    orders = role_orders(place.agency, place.district, sites=sites, at=at)
    return [RoleAtPlace(role, cards[role], orders.get(role, [])) for role in StaffRole]
