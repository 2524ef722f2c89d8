"""Who decides on a district's panic buttons."""

from datetime import datetime
from uuid import UUID

from coordination.errors import IntakeNotFound, NotAllowed
from coordination.incident.panic.tier_rules import district_kept_by
from coordination.incident.panic_buttons.models import PanicIntake
from mou import errors as mou_errors


def intake_for(*, user_id: int, intake_id: UUID, at: datetime) -> PanicIntake:
    """Return an intake that is not revoked, of a district whose administrator the person is. Raises: IntakeNotFound."""
    intake = PanicIntake.objects.filter(pk=intake_id, revoked_at__isnull=True).first()
    if intake is None:
        raise IntakeNotFound
    try:
        district_kept_by(user_id=user_id, district_id=intake.district_id, at=at)
    except mou_errors.NotAllowed as refused:
        raise NotAllowed("Only the district's administrators decide on its panic buttons.") from refused
    except IntakeNotFound as missing:
        # The same words as for what does not exist.
        raise IntakeNotFound from missing
    return intake
