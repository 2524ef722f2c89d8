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
