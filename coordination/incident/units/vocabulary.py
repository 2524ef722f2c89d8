"""What units are, and what they do: EIDO's lists. Pure. Sources stand in docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import pgettext_noop as pgettext


class ResourceKind(Labelled):
    """What comes: emergency resource types of EIDO (NENA-STA-021.1a) that come to a school."""

    PATROL = "PatrolUnit", pgettext("unit", "Patrol unit")
    SCHOOL_OFFICER = "SchoolOfficer", pgettext("unit", "School officer")
    SWAT = "SWAT", pgettext("unit", "SWAT")
    LAW_COMMAND = "LawEnforcementCommandUnit", pgettext("unit", "Law enforcement command unit")
    BOMB_SQUAD = "BombSquad", pgettext("unit", "Bomb squad")
    CRISIS_INTERVENTION = "CrisisInterventionUnit", pgettext("unit", "Crisis intervention unit")
    ALS_AMBULANCE = "GroundALSAmbulance", pgettext("unit", "Ambulance, ALS")
    BLS_AMBULANCE = "GroundBLSAmbulance", pgettext("unit", "Ambulance, BLS")
    MEDICAL_TRANSPORT = "MedicalTransportVehicle", pgettext("unit", "Medical transport")
    ENGINE_1 = "StructureFireEngineType1", pgettext("unit", "Engine, type 1")
    ENGINE_2 = "StructureFireEngineType2", pgettext("unit", "Engine, type 2")
    LADDER = "FireTruckLadder", pgettext("unit", "Ladder truck")
    SAFETY_OFFICER = "SafetyOfficer", pgettext("unit", "Safety officer")
    COMMAND_1 = "CommandLevel1", pgettext("unit", "Command, level 1")
    COMMAND_2 = "CommandLevel2", pgettext("unit", "Command, level 2")
    COMMAND_3 = "CommandLevel3", pgettext("unit", "Command, level 3")
    COMMAND_4 = "CommandLevel4", pgettext("unit", "Command, level 4")
    CANINE = "CanineSearchandRescue", pgettext("unit", "Canine search and rescue")
    DRONE = "UnmannedAerialVehicle", pgettext("unit", "Unmanned aircraft")
    MANAGEMENT_TEAM = "IncidentManagementTeam", pgettext("unit", "Incident management team")
    VICTIM_ADVOCATE = "VictimAdvocate", pgettext("unit", "Victim advocate")


class UnitPrimary(Labelled):
    """EIDO's primary unit status: whether it can be given something to do."""

    AVAILABLE = "Available", pgettext("unit", "Available")
    CONDITIONALLY = "ConditionallyAvailable", pgettext("unit", "Conditionally available")
    NOT_AVAILABLE = "NotAvailable", pgettext("unit", "Not available")


class UnitSecondary(Labelled):
    """EIDO's secondary unit status: what it does (NENA-STA-021.1a §3.10, all values)."""

    ACKNOWLEDGED = "AcknowledgedTransmission", pgettext("unit", "Acknowledged")
    ALTERNATE = "AlternateLocation", pgettext("unit", "At an alternate location")
    ARRIVED = "Arrived", pgettext("unit", "Arrived")
    ASSIGNED = "Assigned", pgettext("unit", "Assigned")
    CANCELLED = "AssignmentCancelled", pgettext("unit", "Assignment cancelled")
    BACK = "BacktoAssignedArea", pgettext("unit", "Back to its area")
    BACKUP = "Backup", pgettext("unit", "Backup")
    BREAK = "Break", pgettext("unit", "On a break")
    CHECKED_IN = "CheckedIn", pgettext("unit", "Checked in")
    CLEARED = "Cleared", pgettext("unit", "Cleared the call")
    POST_OF_POLICE = "COP_or_POP", pgettext("unit", "Community or problem oriented policing")
    COURT = "Court", pgettext("unit", "At court")
    COVERING = "CoveringAlternateArea", pgettext("unit", "Covering another area")
    DELAYED = "Delayed", pgettext("unit", "Delayed")
    DEPARTED = "Departed", pgettext("unit", "Departed")
    DISPATCHED = "Dispatched", pgettext("unit", "Dispatched")
    EN_ROUTE = "EnRoute", pgettext("unit", "En route")
    EQUIPMENT = "EquipmentIssues", pgettext("unit", "Equipment issues")
    EVENT = "Event", pgettext("unit", "At an event")
    HOSPITAL = "Hospital", pgettext("unit", "At a hospital")
    IN_SERVICE = "InService", pgettext("unit", "In service")
    INVESTIGATION = "Investigation", pgettext("unit", "Investigating")
    LOCATION = "Location", pgettext("unit", "At a location")
    MEAL = "Meal", pgettext("unit", "At a meal")
    MEETING = "Meeting", pgettext("unit", "At a meeting")
    OFF_DUTY = "OffDuty", pgettext("unit", "Off duty")
    ON_DUTY = "OnDuty", pgettext("unit", "On duty")
    ON_SCENE = "OnScene", pgettext("unit", "On scene")
    OUT_OF_SERVICE = "OutofService", pgettext("unit", "Out of service")
    PATIENT = "PatientContact", pgettext("unit", "Patient contact")
    POST = "Post", pgettext("unit", "At its post")
    OWN_EVENT = "ResponderInitiatedEvent", pgettext("unit", "Event of its own")
    ROLL_CALL = "RollCall", pgettext("unit", "Roll call")
    ROSTER = "Roster", pgettext("unit", "On the roster")
    SHIFT_PENDING = "ShiftPending", pgettext("unit", "Shift pending")
    STAGING = "Staging", pgettext("unit", "Staging")
    STATION = "Station", pgettext("unit", "At its station")
    TRAFFIC_STOP = "TrafficStop", pgettext("unit", "Traffic stop")
    TRAINING = "Training", pgettext("unit", "Training")
    TRANSPORTING = "Transporting", pgettext("unit", "Transporting")
    UNMANNED = "Unmanned", pgettext("unit", "Unmanned")


class UnitTeam(Labelled):
    """As what units work together (NFPA 3000, ICS)."""

    CONTACT = "contact_team", pgettext("unit", "Contact team")
    RESCUE = "rescue_task_force", pgettext("unit", "Rescue task force")
    STRIKE = "strike_team", pgettext("unit", "Strike team")
    SINGLE = "single_resource", pgettext("unit", "Single resource")


class UnitZone(Labelled):
    """In which zone a unit works (NFPA 3000): hot is direct threat, warm indirect, cold none."""

    COLD = "cold", pgettext("unit", "Cold zone")
    WARM = "warm", pgettext("unit", "Warm zone")
    HOT = "hot", pgettext("unit", "Hot zone")


class UnitPlaceSource(Labelled):
    """Who says where a unit is: never the floor that a screen shows."""

    UNIT = "unit", pgettext("unit", "said by the unit")
    STICKER = "sticker", pgettext("unit", "by a scanned door sticker")
    DISPATCH = "dispatch", pgettext("unit", "said by dispatch")


class ParCause(Labelled):
    """Why units are asked whether all are accounted for."""

    COMMAND_ASKED = "asked", pgettext("par", "asked by command")
    NEW_COMMAND = "command", pgettext("par", "command changes")
    MAYDAY = "mayday", pgettext("par", "mayday")
