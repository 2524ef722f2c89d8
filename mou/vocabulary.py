"""The words of agencies and agreements. Pure: no Django."""

import enum
from typing import Final


class AgencyKind(enum.StrEnum):
    """What an organisation is; only a district can grant rights over sites."""

    DISTRICT = "district"
    SCHOOL = "school"
    POLICE = "police"
    SHERIFF = "sheriff"
    FIRE = "fire"
    EMS = "ems"
    DISPATCH = "dispatch"
    EMERGENCY_MANAGEMENT = "emergency_management"
    OTHER = "other"


class MemberRole(enum.StrEnum):
    """What a person does in an agency."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    COMMANDER = "commander"
    DISPATCHER = "dispatcher"
    ADMINISTRATOR = "administrator"
    STAFF = "staff"
    PLANNER = "planner"


class TermKind(enum.StrEnum):
    """What a memorandum can grant over the sites it covers."""

    FLOORPLAN_ACCESS = "floorplan_access"
    ROOM_ACCESS = "room_access"
    ROSTER_ACCESS = "roster_access"


class Topic(enum.StrEnum):
    """What a clause is about: the twenty things that published school policing agreements speak of."""

    PARTIES = "parties"
    PURPOSE_GOALS = "purpose_goals"
    ROLES = "roles"
    CHAIN_OF_COMMAND = "chain_of_command"
    DUTY = "duty"
    SELECTION = "selection"
    TRAINING = "training"
    INFO_SHARING = "info_sharing"
    TECHNOLOGY = "technology"
    RESPONSE = "response"
    ENFORCEMENT = "enforcement"
    DISCIPLINE_BOUNDARY = "discipline_boundary"
    THREAT_ASSESSMENT = "threat_assessment"
    CRISIS_PLANNING = "crisis_planning"
    FUNDING = "funding"
    DATA_REPORTING = "data_reporting"
    EVALUATION_COMPLAINTS = "evaluation_complaints"
    LIABILITY = "liability"
    CIVIL_RIGHTS = "civil_rights"
    MISCELLANEOUS = "miscellaneous"


class TemplateKind(enum.StrEnum):
    """What kind of agreement it is; the words a planner starts from stand in mou.templates_of_text."""

    SRO = "sro"
    FIRE_EMS = "fire_ems"
    REUNIFICATION_HOST = "reunification_host"
    MUTUAL_AID = "mutual_aid"
    OTHER = "other"


class MemorandumState(enum.StrEnum):
    """Where a memorandum is in its life; the allowed steps stand in mou.lifecycle."""

    DRAFT = "draft"
    SIGNED = "signed"
    TERMINATED = "terminated"


class Operator(enum.Enum):
    """The person at the server's own console, who loads data and founds the first agencies; never a web client."""

    CONSOLE = "console"


OPERATOR: Final = Operator.CONSOLE
type ActorId = int | Operator
