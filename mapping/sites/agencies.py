"""Find an agency by its name, or create it."""

from datetime import datetime
from uuid import UUID

from mou.agencies.actions import create_agency
from mou.models import Agency
from mou.vocabulary import ActorId, AgencyKind


def agency_named(
    *, actor_id: ActorId, kind: AgencyKind, name: str, time_zone: str, parent_id: UUID | None, at: datetime
) -> UUID:
    """Return the id of the agency of this kind and name; create it, in its own transaction, if there is none.

    Raises: NotAllowed and other errors of mou: the actor may not create it.
    """
    found = Agency.objects.filter(kind=kind, name=name, parent_id=parent_id).order_by("id").first()
    if found is not None:
        return found.pk
    return create_agency(
        actor_id=actor_id,
        kind=kind,
        name=name,
        short_name=name[:40],
        time_zone=time_zone,
        parent_id=parent_id,
        at=at,
    )
