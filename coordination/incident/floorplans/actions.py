"""Pin the plans an incident opens with."""

from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.room.models import Incident
from mapping.plans.queries import published_floorplans


def pin_floorplans(incident: Incident) -> None:
    """Note which version of each floor is in force now, inside the transaction that opens the incident.

    None of one away from its site: the school's floors are not where it is.
    """
    if incident.place is not None:
        return
    IncidentFloorplan.objects.bulk_create(
        IncidentFloorplan(incident=incident, level_id=plan.floor_id, floorplan=plan)
        for plan in published_floorplans(incident.site)
    )
