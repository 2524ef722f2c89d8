from mapping.models.building import Building
from mapping.models.distribution_record import DistributionRecord
from mapping.models.district_rules import DistrictRules
from mapping.models.facility import Facility
from mapping.models.floorplan import Floorplan
from mapping.models.floorplan_acknowledgement import FloorplanAcknowledgement
from mapping.models.floorplan_step import FloorplanStep
from mapping.models.import_job import ImportJob
from mapping.models.import_run import ImportDefect, ImportRun
from mapping.models.learned_words import LearnedWord
from mapping.models.level import Level
from mapping.models.opening import Opening
from mapping.models.plan_area import PlanArea
from mapping.models.plan_edit import PlanEdit
from mapping.models.plan_image import PlanImage
from mapping.models.plan_object import PlanObject
from mapping.models.plan_photo import PlanPhoto
from mapping.models.reunification_site import ReunificationArea, ReunificationRoute, ReunificationSite
from mapping.models.rule_attestation import RuleAttestation
from mapping.models.site import Site
from mapping.models.space import Space
from mapping.models.walk_through import WalkThrough

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
    "ReunificationArea",
    "ReunificationRoute",
    "ReunificationSite",
    "RuleAttestation",
    "Site",
    "Space",
    "WalkThrough",
]
