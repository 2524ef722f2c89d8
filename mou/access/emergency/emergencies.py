"""Write down that an incident begins or ends, in the transaction that opens or closes it."""

from datetime import datetime
from uuid import UUID

from mou.models import Emergency


def begin_emergency(
    *,
    incident_id: UUID,
    district_id: UUID,
    site_id: UUID,
    incident_type: str,
    is_exercise: bool,
    at: datetime,
    is_elsewhere: bool = False,
) -> None:
    """An incident is open at a site from now on. Begun already, nothing happens."""
    if Emergency.objects.filter(incident_id=incident_id, site_id=site_id, ended_at__isnull=True).exists():
        return
    Emergency.objects.create(
        incident_id=incident_id,
        district_id=district_id,
        site_id=site_id,
        incident_type=incident_type,
        is_exercise=is_exercise,
        is_elsewhere=is_elsewhere,
        begun_at=at,
    )


def type_of_emergency(incident_id: UUID) -> str | None:
    """Return as which type an incident opened agreements when it was open last; None for one that never was."""
    rows = Emergency.objects.filter(incident_id=incident_id).order_by("-begun_at", "-pk")
    return rows.values_list("incident_type", flat=True).first()


def end_emergency(*, incident_id: UUID, at: datetime, site_id: UUID | None = None) -> None:
    """An incident is open no longer, at one of its sites or at all.

    With two clocks a little apart, it never ends before it begins.
    """
    rows = Emergency.objects.filter(incident_id=incident_id, ended_at__isnull=True)
    for row in rows if site_id is None else rows.filter(site_id=site_id):
        Emergency.objects.filter(pk=row.pk).update(ended_at=max(at, row.begun_at))
