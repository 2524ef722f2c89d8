"""Read who somebody is: their name and the agencies they belong to now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.models import User
from mou.access.fetch import active_memberships


@dataclass(frozen=True, slots=True)
class MembershipView:
    """One agency a person belongs to."""

    agency_id: UUID
    agency: str
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as others see them."""

    user_id: UUID
    name: str
    memberships: list[MembershipView]


def person_of(user_id: int, at: datetime) -> PersonView:
    """Return a signed-in person with the memberships that count now. Two queries."""
    user = User.objects.get(pk=user_id)
    return PersonView(
        user_id=user.public_id,
        name=user.shown_name(),
        memberships=[
            MembershipView(one.agency_id, one.agency.name, one.agency.kind, one.role)
            for one in active_memberships(user.pk, at)
        ],
    )
