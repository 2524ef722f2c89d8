"""Pin the plans an incident opens with, and those of a site that joins it."""

from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.room.models import Incident
from mapping.models import Site
from mapping.plans.queries import published_floorplans


def pin_floorplans(incident: Incident, site: Site) -> None:
    """Note which version of each floor of a site is in force now, in the transaction in which it opens or joins.

    None of an incident away from its site: the school's floors are not where it is. A site that joins again keeps the
    plans that it had: what was said by door numbers stays true.
    """
    if not incident.is_at(site.pk):
        return
    IncidentFloorplan.objects.bulk_create(
        (
            IncidentFloorplan(incident=incident, level_id=plan.floor_id, floorplan=plan)
            for plan in published_floorplans(site)
        ),
        ignore_conflicts=True,
    )
