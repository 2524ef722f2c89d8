"""Guests: people without an account, let into one incident. Their account opens nothing else and ends with it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password

from coordination.incident.mutual_aid.capability import MutualAid
from coordination.models import User
from coordination.room.models import Incident
from mou.models import Agency, AgencyMember
from mou.models import MutualAid as AidRow
from mou.vocabulary import MemberRole

SHORT_NAME_CHARS = 40


def new_guest(incident: Incident, named: MutualAid, at: datetime) -> AgencyMember:
    """Make an account without a way to sign in, for an agency by name only; in the caller's transaction.

    The agency is a row of its own even if one of that name is known: a name typed at a door must not give the
    rights, or the colleagues, of the real one.
    """
    agency, _is_new = Agency.objects.get_or_create(
        guest_of_incident_id=incident.pk,
        name=named.agency,
        kind=named.agency_kind.value,
        defaults={"short_name": named.agency[:SHORT_NAME_CHARS], "time_zone": incident.site.time_zone},
    )
    user = User.objects.create(username=f"guest-{uuid4().hex}", display_name=named.person, password=make_password(None))
    return AgencyMember.objects.create(
        agency=agency,
        user=user,
        role=MemberRole.OFFICER.value,
        title=named.title or "",
        callsign=named.callsign or "",
        started_at=at,
    )


def is_guest(member: AgencyMember) -> bool:
    """Tell whether a membership is a guest's, its agency fetched already."""
    return member.agency.guest_of_incident_id is not None


def retire_guests(aid_ids: Collection[UUID], at: datetime) -> None:
    """End the accounts of those who came by this aid as guests; people with an account of their own keep it."""
    members = AgencyMember.objects.filter(
        pk__in=AidRow.objects.filter(pk__in=list(aid_ids)).values("member_id"),
        agency__guest_of_incident_id__isnull=False,
    )
    user_ids = list(members.values_list("user_id", flat=True))
    members.update(ended_at=at)
    User.objects.filter(pk__in=user_ids).update(is_active=False)
