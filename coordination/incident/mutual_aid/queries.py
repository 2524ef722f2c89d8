"""By what right somebody is in the room who came by mutual aid."""

from coordination.room.access import RoomGrant
from mou.models import MutualAid


def my_aid(grant: RoomGrant) -> MutualAid | None:
    """Return the mutual aid by which the reader takes part; None for everybody else. One query, for them only."""
    if not grant.by_mutual_aid():
        return None
    rows = MutualAid.objects.filter(member_id=grant.joined().member_id, incident_id=grant.incident.pk)
    return rows.filter(ended_at__isnull=True).first()
