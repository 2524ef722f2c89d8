"""The closed lists of emergency operations plans. Values are what travels and is stored; docs/vocabulary.md. Pure."""

from enum import StrEnum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class EmergencyPlanState(Labelled):
    """How far a version of an emergency operations plan is. An adopted one changes no more."""

    DRAFT = "draft", pgettext("emergency plan", "Draft")
    IN_REVIEW = "in_review", pgettext("emergency plan", "Before the planning team")
    ADOPTED = "adopted", pgettext("emergency plan", "Adopted")
    SUPERSEDED = "superseded", pgettext("emergency plan", "Superseded by a newer version")

    @property
    def is_sealed(self) -> bool:
        """Tell whether its text is fixed for good."""
        return self in (EmergencyPlanState.ADOPTED, EmergencyPlanState.SUPERSEDED)


class EmergencyPlanStep(Labelled):
    """What moves a version of a plan."""

    SUBMIT = "submit", _("Lay it before the planning team")
    TAKE_BACK = "take_back", _("Take it back to change it")
    ADOPT = "adopt", _("Adopt the plan")


class PlanPart(Labelled):
    """The three parts of a plan (Guide for Developing High-Quality School Emergency Operations Plans, 2013)."""

    BASIC = "basic", _("Basic plan")
    FUNCTIONAL = "functional", _("Functional annexes")
    HAZARD = "hazard", _("Threat and hazard annexes")


class PlanTopic(Labelled):
    """What a section of the library is about: the parts of the guide, and the functions and hazards it names."""

    INTRODUCTION = "introduction", _("Introduction and approval")
    PURPOSE = "purpose", _("Purpose, scope and situation")
    CONCEPT = "concept", _("How we respond")
    ORGANIZATION = "organization", _("Who does what")
    DIRECTION = "direction", _("Command and coordination")
    INFORMATION = "information", _("Information before, during and after")
    TRAINING = "training", _("Training and exercises")
    ADMINISTRATION = "administration", _("Records, money and supplies")
    MAINTENANCE = "maintenance", _("How the plan stays current")
    AUTHORITIES = "authorities", _("Laws and references")
    EVACUATION = "evacuation", pgettext("annex", "Evacuation")
    LOCKDOWN = "lockdown", pgettext("annex", "Lockdown")
    SHELTER = "shelter", pgettext("annex", "Shelter in place")
    ACCOUNTABILITY = "accountability", _("Accounting for everyone")
    REUNIFICATION = "reunification", pgettext("annex", "Reunification with families")
    COMMUNICATIONS = "communications", _("Communications and warning")
    FAMILY_NOTIFICATION = "family_notification", _("Telling families of an injury or a death")
    CONTINUITY = "continuity", _("Continuity of operations")
    RECOVERY = "recovery", pgettext("annex", "Recovery")
    PUBLIC_HEALTH = "public_health", _("Public health and medical care")
    BEHAVIORAL_HEALTH = "behavioral_health", _("Behavioral health")
    SECURITY = "security", pgettext("annex", "Security")
    FIRE = "fire", pgettext("hazard", "Fire")
    SEVERE_WEATHER = "severe_weather", _("Severe weather and tornado")
    EARTHQUAKE = "earthquake", pgettext("hazard", "Earthquake")
    FLOOD = "flood", pgettext("hazard", "Flood")
    HAZARDOUS_MATERIALS = "hazardous_materials", pgettext("hazard", "Hazardous materials")
    UTILITY_FAILURE = "utility_failure", _("Failure of power, gas or water")
    INFECTIOUS_DISEASE = "infectious_disease", _("Infectious disease")
    ACTIVE_THREAT = "active_threat", pgettext("hazard", "Active threat")
    BOMB_THREAT = "bomb_threat", pgettext("hazard", "Bomb threat")
    MISSING_STUDENT = "missing_student", _("Missing or abducted student")
    TRANSPORTATION = "transportation", _("Bus or trip emergency")


class Discipline(Labelled):
    """Whom a member of the planning team speaks for."""

    SCHOOL = "school", _("School")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    FIRE = "fire", pgettext("agency", "Fire")
    EMS = "ems", _("EMS")
    MENTAL_HEALTH = "mental_health", _("Mental health")
    PUBLIC_HEALTH = "public_health", _("Public health")
    EMERGENCY_MANAGEMENT = "emergency_management", _("Emergency management")
    PARENTS = "parents", pgettext("planning team", "Parents")


class PlanPlaceKind(Labelled):
    """What a place of the plan is for."""

    ASSEMBLY = "assembly", _("Assembly place outside")
    SHELTER = "shelter", _("Shelter from weather or gas")
    REUNIFICATION = "reunification", _("Reunification site")
    COMMAND_POST = "command_post", _("Command post")
    FIRST_AID = "first_aid", _("First aid")
    MEDIA = "media", _("Place for reporters")
    GAS = "gas", _("Gas shut-off")
    WATER = "water", _("Water shut-off")
    POWER = "power", _("Power shut-off")
    VENTILATION = "ventilation", _("Ventilation shut-off")
    FIRE_PANEL = "fire_panel", _("Fire panel")
    KEYS = "keys", _("Keys for responders")


class PlanPlaceSource(StrEnum):
    """By what a place is known to the product, if it is: what is gone from there is found by it."""

    NONE = "none"
    ROOM = "room"
    OBJECT = "object"
    AREA = "area"
    REUNIFICATION_SITE = "reunification_site"


class PlanNeed(Labelled):
    """Why people need help in an emergency: counted, never named."""

    MOBILITY = "mobility", _("Help with moving or stairs")
    SIGHT = "sight", _("Help with seeing")
    HEARING = "hearing", _("Help with hearing")
    MEDICATION = "medication", _("Medication at hand")
    DEVICE = "device", _("A device that needs power")
    COMMUNICATION = "communication", _("Help with being understood")
    CALM = "calm", _("Someone who keeps them calm")
    LANGUAGE = "language", _("Another language")


class RemarkState(StrEnum):
    """What became of a remark on a section."""

    OPEN = "open"
    CLOSED = "closed"


class PlanFindingKind(Labelled):
    """What a plan's check of itself has found."""

    NOT_ADOPTED = "not_adopted", _("No version was adopted yet")
    RENEWAL_DUE = "renewal_due", _("The plan has to be renewed")
    SECTION_MISSING = "section_missing", _("A section is missing that the district asks for")
    SECTION_EMPTY = "section_empty", _("A section says nothing")
    BLANK_LEFT = "blank_left", _("Blanks are left open")
    PERSON_LEFT = "person_left", _("A person with a role is here no more")
    ROLE_OPEN = "role_open", _("A role has no person")
    DEPUTY_MISSING = "deputy_missing", _("A role has too few deputies")
    PLACE_GONE = "place_gone", _("A place is no longer on the floor plan")
    PLACE_MISSING = "place_missing", _("A place is missing that the district asks for")
    DISCIPLINE_MISSING = "discipline_missing", _("A discipline is missing on the planning team")
    MEMBER_LEFT = "member_left", _("A member of the planning team is here no more")
    NOT_DRILLED = "not_drilled", _("No drill has tried this annex within its time")
    ACTION_OPEN = "action_open", _("A corrective action touches this annex")
    ASSESSMENT_FOUND = "assessment_found", _("The site assessment found something that is not mended")
    ROOM_WITHOUT_OPTION = "room_without_option", _("Rooms or other places have no option: no one should wait there")
    ROOMS_NOT_WALKED = "rooms_not_walked", _("What rooms and other places offer was not walked, or too long ago")
