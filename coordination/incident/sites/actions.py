"""Say where an incident is that is away from its site."""

from coordination.errors import NotAllowed
from coordination.incident.lifecycle.capability import IncidentFacts
from coordination.incident.sites.capability import ChangePlace, PlaceChanged
from coordination.incident.sites.errors import IncidentIsAtSite, PlaceUnchanged
from coordination.room.log import CommandContext
from coordination.room.models import Incident
from coordination.room.objects import patch_to_change


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
    patch = patch_to_change(
        IncidentFacts,
        incident.pk,
        site=incident.shown_place(),
        place=incident.place,
        place_lon=incident.place_lon,
        place_lat=incident.place_lat,
    )
    context.append(PlaceChanged(incident_id=incident.pk, before=before), patch=patch)
