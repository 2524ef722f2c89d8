"""Read who a person is: their name and the agencies they belong to now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import UUIDField

from coordination.models import User
from mou.access.fetch import members_who_count
from mou.foundation.database.prepared import PreparedRows
from mou.foundation.value_of import ValueOf
from mou.vocabulary import AgencyKind, MemberRole

to_uuid = UUIDField().to_python


@dataclass(frozen=True, slots=True)
class MembershipView:
    """One agency a person belongs to."""

    agency_id: UUID
    agency: str
    kind: Annotated[str, ValueOf(AgencyKind)]
    role: Annotated[str, ValueOf(MemberRole)]


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as others see them."""

    user_id: UUID
    name: str
    memberships: list[MembershipView]


_MINE = PreparedRows(
    lambda user_id, at: (
        members_who_count(at)
        .filter(user_id=user_id)
        .order_by("id")
        .values_list("agency_id", "agency__name", "agency__kind", "role")
    )
)


def person_of(user: User, at: datetime) -> PersonView:
    """Return a signed-in person with the memberships that count now. One query."""
    return PersonView(
        user_id=user.public_id,
        name=user.shown_name(),
        memberships=[MembershipView(to_uuid(agency_id), *told) for agency_id, *told in _MINE.of(user.pk, at)],
    )
