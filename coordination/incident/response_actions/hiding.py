"""Who hides at a school now: their devices make no sound until the release."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from coordination.incident.response_actions.models import ActionInForce
from coordination.room.models import Incident, Room
from coordination.vocabulary import IncidentStatus, IncidentType
from mapping.models import Site
from mou.agencies.memberships.queries import active_members

# What people hide from, before anybody has said so: a sounding phone could give them away.
LOCKDOWN_TYPES = frozenset(
    {IncidentType.PANIC_SILENT, IncidentType.ACTIVE_SHOOTER, IncidentType.SHOOTING, IncidentType.WEAPON}
)

# Of a silent alarm: it has one row, under the id of its room.
SILENT_ALARM = ""


def people_who_hide(*, incident: Incident, user_ids: Collection[int], at: datetime) -> set[int]:
    """Return those people who are of a school where people hide. One query, and another only where they do.

    The district's people elsewhere hear as ever. A real alert sounds during an exercise's lockdown.
    """
    if not user_ids:
        return set()
    hiding = _sites_that_hide(incident)
    people = people_at(incident.site, at) if incident.site_id in hiding else set()
    if others := hiding - {incident.site_id}:
        for site in Site.objects.filter(pk__in=others).select_related("school", "district"):
            people |= people_at(site, at)
    return set(user_ids) & people


def is_hiding_at(site_ids: Collection[UUID]) -> bool:
    """Tell whether people really hide at one of these sites now. Two queries, and more only where something is open."""
    now = ActionInForce.objects.filter(site_id__in=site_ids, hides=True, ended_at__isnull=True)
    if now.filter(is_exercise=False).exists():
        return True
    open_states = [one.value for one in IncidentStatus if one.is_open]
    feared = [one.value for one in LOCKDOWN_TYPES]
    rows = Incident.objects.filter(site_id__in=site_ids, status__in=open_states, is_exercise=False)
    return any(_sites_that_hide(one) for one in rows.filter(incident_type__in=feared))


def people_at(site: Site, at: datetime) -> set[int]:
    """Return who works at a site: its school's people; the district's where it is no school's. One query."""
    own = site.school or site.district
    return {one.user_id for one in active_members([own], at)}


def people_of_district(site: Site, at: datetime) -> set[int]:
    """Return who works for the district of a site. One query."""
    return {one.user_id for one in active_members([site.district], at)}


def _sites_that_hide(incident: Incident) -> set[UUID]:
    """Return at which of an incident's sites people hide now; at a bus's own, its people are where no plan shows."""
    sites = {incident.site_id, *incident.site_ids_now()}
    rows = ActionInForce.objects.filter(site_id__in=sites, hides=True, ended_at__isnull=True)
    hiding = {row.site_id for row in rows if incident.is_exercise or not row.is_exercise}
    if incident.site_id in hiding:
        return hiding
    # An active shooter was reported, and no response action has been called yet.
    is_feared = IncidentType(incident.incident_type) in LOCKDOWN_TYPES and IncidentStatus(incident.status).is_open
    own = ActionInForce.objects.filter(room__incident_id=incident.pk, site_id=incident.site_id, hides=True)
    return hiding | {incident.site_id} if is_feared and not own.exists() else hiding


def hush_school(room: Room, *, at: datetime) -> None:
    """Let the devices of a school be silent for an alarm that gives its people no directive. Writes a row once."""
    ActionInForce.objects.get_or_create(
        room=room,
        action_id=room.pk,
        defaults={
            "site_id": room.incident.site_id,
            "kind": SILENT_ALARM,
            "is_exercise": room.incident.is_exercise,
            "hides": True,
            "started_at": at,
        },
    )


def end_silence(room: Room, *, at: datetime) -> None:
    """End the silence of a room's alarm."""
    end_action(room, room.pk, at=at)


def end_action(room: Room, action_id: UUID, *, at: datetime) -> None:
    """Write down that an action is over."""
    ActionInForce.objects.filter(room=room, action_id=action_id, ended_at__isnull=True).update(ended_at=at)


def end_all_actions(room: Room, *, at: datetime) -> None:
    """Write down that whatever was in force in a room is over."""
    ActionInForce.objects.filter(room=room, ended_at__isnull=True).update(ended_at=at)


def people_who_really_hide(site: Site, user_ids: Collection[int], at: datetime) -> set[int]:
    """Return those people who are of a school where a real lockdown is in force, whichever incident asks."""
    rows = ActionInForce.objects.filter(site=site, hides=True, is_exercise=False, ended_at__isnull=True)
    return set(user_ids) & people_at(site, at) if rows.exists() else set()
