"""Tell which buildings of a site a plan is of: as a person said, else as its file says, else as is proposed."""

from collections.abc import Mapping

from django.contrib.gis.geos import MultiPolygon

from mapping.imports.saving.valid_plans import ValidPlan
from mapping.interchange.drawing import PlanDrawing
from mapping.models import Building, Site
from mapping.sites.queries import building_names
from mapping.vocabulary import FloorCounting

DEFAULT_BUILDING = "Main building"


def propose_building(site: Site) -> str:
    """Return the building that a plan is of which names none: the site's only one, else a first one. One query."""
    known = building_names(site)
    return known[0] if len(known) == 1 else DEFAULT_BUILDING


def names_of_houses(site: Site, told: str, drawing: PlanDrawing) -> dict[str, str]:
    """Return the names on the site of the buildings of a drawing, by what its file calls them; "" for one without.

    What a person said (`told`) names the one building of a file, or the one that it leaves without a name. A proposal
    never stands before what the file says.
    """
    named = [one.name for one in drawing.buildings]
    is_unnamed = any(not one.building and not one.is_outdoor for one in drawing.levels)
    if not is_unnamed and not named:
        # Grounds alone are of no building, unless the file draws one.
        is_unnamed = bool(drawing.outline)
    if told and len(named) == 1 and not is_unnamed:
        return {named[0]: told}
    found = {one: one for one in named}
    return found | {"": told or propose_building(site)} if is_unnamed else found


def store_houses(
    site: Site, told: str, plan: ValidPlan, counting: FloorCounting, *, changes_outline: bool
) -> dict[str, Building]:
    """Return the buildings by what the file calls them, in the caller's transaction; new ones are made."""
    outlines: Mapping[str, MultiPolygon | None] = {**plan.outlines, "": plan.outline}
    return {
        house: _store_building(site, name, outlines.get(house), counting, changes_outline=changes_outline)
        for house, name in names_of_houses(site, told, plan.drawing).items()
    }


def _store_building(
    site: Site, name: str, outline: MultiPolygon | None, counting: FloorCounting, *, changes_outline: bool
) -> Building:
    building, is_new = Building.objects.get_or_create(
        site=site, name=name, defaults={"outline": outline, "floor_counting": counting.value}
    )
    if building.closed_at is not None:
        # A file that draws it says that it is in use.
        Building.objects.filter(pk=building.pk).update(closed_at=None)
    if changes_outline and not is_new and outline is not None:
        Building.objects.filter(pk=building.pk).update(outline=outline)
    return building
