"""Let a membership into one incident without an agreement, and end it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from mou.access.epoch import QUARTER_S, quarter_of
from mou.access.epoch_change import bump_access_epoch
from mou.models import AgencyMember, MutualAid

MUTUAL_AID_LASTS = timedelta(hours=12)


def end_of_mutual_aid(at: datetime) -> datetime:
    """Return until when mutual aid lasts that begins now: the last full quarter of an hour within twelve hours.

    Open sockets ask access again at each quarter, so its end by the clock is as sharp as any other.
    """
    return datetime.fromtimestamp(quarter_of(at + MUTUAL_AID_LASTS) * QUARTER_S, UTC)


def begin_mutual_aid(
    *,
    aid_id: UUID,
    member: AgencyMember,
    district_id: UUID,
    site_id: UUID,
    incident_id: UUID,
    incident: str,
    let_in_by_id: int,
    let_in_by_name: str,
    at: datetime,
) -> MutualAid:
    """Let a member into an incident from now on; in the caller's transaction, which has checked the code."""
    # An opening that ran out without being ended must not stand in the way of a new one.
    MutualAid.objects.filter(member=member, incident_id=incident_id, ended_at__isnull=True).update(ended_at=at)
    row = MutualAid.objects.create(
        id=aid_id,
        member=member,
        user_id=member.user_id,
        district_id=district_id,
        site_id=site_id,
        incident_id=incident_id,
        incident=incident,
        let_in_by_id=let_in_by_id,
        let_in_by_name=let_in_by_name,
        begun_at=at,
        ends_at=end_of_mutual_aid(at),
    )
    bump_access_epoch()
    return row


def end_mutual_aid(aid_ids: Collection[UUID], at: datetime) -> None:
    """End mutual aid now, in the caller's transaction; what had ended stays as it was."""
    rows = MutualAid.objects.filter(pk__in=list(aid_ids), ended_at__isnull=True)
    for row in rows:
        MutualAid.objects.filter(pk=row.pk).update(ended_at=max(at, row.begun_at))
    if rows:
        bump_access_epoch()
