from mapping.models.distribution_record import DistributionRecord
from mapping.models.drawn_things import Opening, PlanArea, PlanImage, PlanObject, PlanPhoto, Space
from mapping.models.floorplans import Floorplan, FloorplanAcknowledgement, FloorplanStep, PlanEdit, WalkThrough
from mapping.models.imports import ImportDefect, ImportJob, ImportRun, LearnedWord
from mapping.models.map_laws import DistrictRules, RuleAttestation
from mapping.models.response_unit import ResponseUnit
from mapping.models.reunification_site import ReunificationArea, ReunificationRoute, ReunificationSite
from mapping.models.sites import Building, Facility, Level, Site

__all__ = [
    "Building",
    "DistributionRecord",
    "DistrictRules",
    "Facility",
    "Floorplan",
    "FloorplanAcknowledgement",
    "FloorplanStep",
    "ImportDefect",
    "ImportJob",
    "ImportRun",
    "LearnedWord",
    "Level",
    "Opening",
    "PlanArea",
    "PlanEdit",
    "PlanImage",
    "PlanObject",
    "PlanPhoto",
    "ResponseUnit",
    "ReunificationArea",
    "ReunificationRoute",
    "ReunificationSite",
    "RuleAttestation",
    "Site",
    "Space",
    "WalkThrough",
]
