"""Who is given all that is held about a person: they, and who administers their account and all their agencies."""

from datetime import datetime
from uuid import UUID

from coordination.administration.access import PersonGrant, person_for
from coordination.records.errors import NotAllTheirs
from mou.models import AgencyMember


def person_to_export(*, user_id: int, person_id: UUID, at: datetime) -> PersonGrant:
    """Return a person whose data the asker may take out.

    An administrator of one agency alone does not get what the person did for another.
    Raises: PersonNotFound, NotAllTheirs.
    """
    grant = person_for(user_id=user_id, person_id=person_id, at=at, lock=False)
    if grant.is_self:
        return grant
    elsewhere = AgencyMember.objects.filter(user=grant.person, ended_at__isnull=True)
    if (
        not grant.keeps_account
        or not grant.members
        or elsewhere.exclude(pk__in=[one.pk for one in grant.members]).exists()
    ):
        raise NotAllTheirs
    return grant
