"""Delete notices of drills after a year: they belong to no incident, with which the others go."""

from datetime import datetime, timedelta

from coordination.family_messages.models import FamilyMessage

RETAINED = timedelta(days=365)


def delete_old_notices(at: datetime) -> None:
    """Delete notices of drills of more than a year ago, with what became of them."""
    # No hold is asked: a notice is the same words for each family, and its deliveries name no one.
    FamilyMessage.objects.filter(room__isnull=True, made_at__lt=at - RETAINED).delete()
