from mapping.models.building import Building
from mapping.models.facility import Facility
from mapping.models.floorplan import Floorplan
from mapping.models.import_run import ImportDefect, ImportRun
from mapping.models.level import Level
from mapping.models.opening import Opening
from mapping.models.plan_object import PlanObject
from mapping.models.site import Site
from mapping.models.space import Space

__all__ = [
    "Building",
    "Facility",
    "Floorplan",
    "ImportDefect",
    "ImportRun",
    "Level",
    "Opening",
    "PlanObject",
    "Site",
    "Space",
]
