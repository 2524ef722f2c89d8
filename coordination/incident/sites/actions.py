"""Let sites join an incident and leave it, and say where one is that is away from its site."""

from collections.abc import Sequence

from coordination.errors import NotAllowed, SiteNotInIncident
from coordination.incident.emergency_access.actions import narrow_access_at, widen_access_at
from coordination.incident.floorplans.actions import pin_floorplans
from coordination.incident.lifecycle.capability import IncidentFacts
from coordination.incident.sites.capability import (
    ChangePlace,
    IncidentSite,
    JoinSite,
    LeaveSite,
    PlaceChanged,
    SiteJoined,
    SiteLeft,
)
from coordination.incident.sites.errors import IncidentIsAtSite, PlaceUnchanged, SiteIsIn, TooManySites
from coordination.incident.sites.telling import told_of_site
from coordination.room.access import site_to_open_at
from coordination.room.entry.patch import joined_patch
from coordination.room.log import CommandContext
from coordination.room.models import Incident, JoinedSite
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.model import JsonObject
from mapping.models import Site
from mou.access.emergency.emergencies import end_emergency, type_of_emergency
from mou.access.epoch_change import bump_access_epoch

__all__ = ["told_of_site"]
# Every access decision of the room asks about each of them.
MOST_JOINED = 20


def join_site(*, context: CommandContext, command: JoinSite) -> None:
    """Let a site join. The incident's row is held: of two at once, the second finds it in.

    Raises: RoomNotFound: no site at which the asker might open an incident. SiteIsIn, TooManySites.
    """
    incident = context.incident
    site, _standings = site_to_open_at(user_id=context.participant.user_id, site_id=command.site_id, at=context.at)
    if incident.is_at(site.pk):
        raise SiteIsIn(pointer="/site_id")
    if len(incident.joined or ()) >= MOST_JOINED:
        raise TooManySites(pointer="/site_id")
    JoinedSite.objects.create(incident=incident, site=site, joined_at=context.at)
    _keep_joined(incident, [*(incident.joined or ()), _place_kept(site)])
    pin_floorplans(incident, site)
    patch = joined_patch(_patch_of_words(incident), _patch_of_joined(context, site))
    context.append(SiteJoined(site_id=site.pk), patch=patch)
    opens_as = type_of_emergency(incident.pk) or incident.incident_type
    # Of an incident that was away from this very site: from now on it is there, too.
    end_emergency(incident_id=incident.pk, at=context.at, site_id=site.pk)
    widen_access_at(context, site, incident_type=opens_as)


def leave_site(*, context: CommandContext, command: LeaveSite) -> None:
    """Let a site leave. Raises: SiteNotInIncident: it has not joined, or has left."""
    incident = context.incident
    left = [one for one in incident.joined or () if one["site_id"] == str(command.site_id)]
    if not left:
        raise SiteNotInIncident(pointer="/site_id")
    here = JoinedSite.objects.filter(incident=incident, site_id=command.site_id, left_at__isnull=True)
    here.update(left_at=context.at)
    _keep_joined(incident, [one for one in incident.joined or () if one not in left])
    patch = patch_to_change(IncidentSite, command.site_id, left_at=context.at_text)
    event = SiteLeft(site_id=command.site_id, reason=command.reason)
    context.append(event, patch=joined_patch(_patch_of_words(incident), patch))
    opens_as = type_of_emergency(incident.pk) or incident.incident_type
    site = Site.objects.get(pk=command.site_id)
    narrow_access_at(context, site)
    if site.pk == incident.site_id:
        widen_access_at(context, site, incident_type=opens_as, is_elsewhere=True)


def change_place(*, context: CommandContext, command: ChangePlace) -> None:
    """Say where it is now. Raises: IncidentIsAtSite, PlaceUnchanged. NotAllowed: neither command nor who opened it."""
    incident = context.incident
    if not (context.grant.may_command() or context.grant.opened_incident()):
        raise NotAllowed("Only command, or the person who opened the incident, says where it is now.")
    if incident.place is None:
        raise IncidentIsAtSite
    new = (command.place, command.place_lon, command.place_lat)
    before = incident.place
    if new == (before, incident.place_lon, incident.place_lat):
        raise PlaceUnchanged(pointer="/place")
    incident.place, incident.place_lon, incident.place_lat = new
    Incident.objects.filter(pk=incident.pk).update(place=new[0], place_lon=new[1], place_lat=new[2])
    facts = {"place": new[0], "place_lon": new[1], "place_lat": new[2]}
    patch = patch_to_change(IncidentFacts, incident.pk, site=incident.shown_place(), **facts)
    context.append(PlaceChanged(incident_id=incident.pk, before=before), patch=patch)


def _keep_joined(incident: Incident, joined: Sequence[JsonObject]) -> None:
    """Write which sites are in it now, where each access decision reads it. Who may enter has changed."""
    incident.joined = list(joined) or None
    Incident.objects.filter(pk=incident.pk).update(joined=incident.joined)
    bump_access_epoch()


def _place_kept(site: Site) -> JsonObject:
    return {
        "site_id": str(site.pk),
        "district_id": str(site.district_id),
        "school_id": str(site.school_id) if site.school_id else None,
    }


def _patch_of_words(incident: Incident) -> JsonObject:
    return patch_to_change(IncidentFacts, incident.pk, site=incident.shown_place())


def _patch_of_joined(context: CommandContext, site: Site) -> JsonObject:
    fields = {
        "site": site.name,
        "school_id": site.school_id,
        "joined_by": context.participant.id,
        "joined_at": context.at_text,
    }
    if context.objects.is_taken(IncidentSite, site.pk):
        return patch_to_change(IncidentSite, site.pk, **fields, left_at=None)
    return patch_to_create(IncidentSite, site.pk, **fields)
