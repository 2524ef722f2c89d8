"""By what right a mutual aid guest is in the room."""

from coordination.room.access import RoomGrant
from mou.models import MutualAid


def my_aid(grant: RoomGrant) -> MutualAid | None:
    """Return the mutual aid by which the reader takes part; None for all others. One query, for guests only."""
    if not grant.by_mutual_aid():
        return None
    rows = MutualAid.objects.filter(member_id=grant.joined().member_id, incident_id=grant.incident.pk)
    return rows.filter(ended_at__isnull=True).first()
