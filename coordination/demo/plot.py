"""The fictional district's agencies, people and agreements, as data. No one here exists; every name says so. Pure."""

from dataclasses import dataclass

from coordination.prevention.cases.vocabulary import TeamRole
from mapping.assessments.vocabulary import AssessmentRole
from mapping.vocabulary import FacilityKind, UnitKind
from mou.vocabulary import AgencyKind, MemberRole, TermKind

TIME_ZONE = "America/Chicago"
DISTRICT = "Prairie Example Unified School District"
SCHOOLS = {
    "lincoln-high": "Lincoln High School (demo)",
    "cottonwood-elementary": "Cottonwood Elementary School (demo)",
    "bluestem-middle": "Bluestem Middle School (demo)",
    "meadowlark-elementary": "Meadowlark Elementary School (demo)",
}


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """An agency outside the district. `grants` None: it has no agreement at all; `reads_assessments`: of its sites.

    `has_sros`: its agreement speaks of school resource officers.
    """

    name: str
    short_name: str
    kind: AgencyKind
    grants: frozenset[TermKind] | None
    reads_assessments: bool = False
    has_sros: bool = False


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Someone who can sign in with the demo's password."""

    username: str
    display_name: str
    agency: str
    role: MemberRole
    title: str
    callsign: str = ""
    # The station or unit that they are on.
    unit: str = ""
    is_in_office: bool = False


@dataclass(frozen=True, slots=True)
class DemoStation:
    """A station, so many degrees east and north of the high school, with its units."""

    keeper: str
    agency: str
    kind: FacilityKind
    name: str
    east: float
    north: float
    units: tuple[tuple[UnitKind, str], ...]


EVERYTHING = frozenset({TermKind.FLOORPLAN_ACCESS, TermKind.ROOM_ACCESS, TermKind.ROSTER_ACCESS})
NO_ROSTER = EVERYTHING - {TermKind.ROSTER_ACCESS}
POLICE = "Exampleville Police Department"
SHERIFF = "Example County Sheriff"
FIRE = "Exampleville Fire Department"
EMS = "Example County EMS"
DISPATCH = "Example County 9-1-1"
EMERGENCY = "Example County Emergency Management"
STRANGERS = "Farther Valley Police (no agreement)"

AGENCIES = (
    DemoAgency(POLICE, "EPD", AgencyKind.POLICE, EVERYTHING, reads_assessments=True, has_sros=True),
    DemoAgency(SHERIFF, "ECSO", AgencyKind.SHERIFF, NO_ROSTER),
    DemoAgency(FIRE, "EFD", AgencyKind.FIRE, NO_ROSTER, reads_assessments=True),
    DemoAgency(EMS, "ECEMS", AgencyKind.EMS, NO_ROSTER),
    DemoAgency(DISPATCH, "EC911", AgencyKind.DISPATCH, NO_ROSTER),
    DemoAgency(EMERGENCY, "ECEM", AgencyKind.EMERGENCY_MANAGEMENT, NO_ROSTER),
    DemoAgency(STRANGERS, "FVPD", AgencyKind.POLICE, None),
)
# What an agreement says about each kind of right, granted or withheld: the words that explain an access later.
CLAUSES = {
    TermKind.FLOORPLAN_ACCESS: "The District shares current floor plans of all its sites with the Agency.",
    TermKind.ROOM_ACCESS: "The Agency's members may open, enter and work in incident rooms at the District's sites.",
    TermKind.ROSTER_ACCESS: "The District shares the names and roles of school staff for coordination.",
}
ASSESSMENTS = "The District shares the assessments of its sites with the Agency, whose people may be on a team."
EMERGENCY_PLANS = "The District shares its emergency plans with the Agency, whose people may be on the planning team."

LINCOLN = SCHOOLS["lincoln-high"]
COTTONWOOD = SCHOOLS["cottonwood-elementary"]
PEOPLE = (
    DemoPerson("planner", "Pat Planner-Example", DISTRICT, MemberRole.PLANNER, "Safety planner"),
    DemoPerson("superintendent", "Sam Super-Example", DISTRICT, MemberRole.ADMINISTRATOR, "Superintendent"),
    DemoPerson("principal", "Robin Principal-Example", LINCOLN, MemberRole.ADMINISTRATOR, "Principal"),
    DemoPerson("teacher", "Terry Teacher-Example", LINCOLN, MemberRole.STAFF, "Teacher, Room 112"),
    DemoPerson("nurse", "Noel Nurse-Example", LINCOLN, MemberRole.STAFF, "School nurse", is_in_office=True),
    DemoPerson("counselor", "Cory Counselor-Example", LINCOLN, MemberRole.STAFF, "School counselor", is_in_office=True),
    DemoPerson("cottonwood", "Casey Cottonwood-Example", COTTONWOOD, MemberRole.ADMINISTRATOR, "Principal"),
    DemoPerson(
        "sro", "Officer Alex Sample", POLICE, MemberRole.OFFICER, "School resource officer", "SRO 1", "SRO Lincoln"
    ),
    DemoPerson("patrol", "Officer Jo Sample", POLICE, MemberRole.OFFICER, "Patrol officer", "12-A", "Car 12"),
    DemoPerson(
        "sergeant", "Sergeant Kit Sample", POLICE, MemberRole.SUPERVISOR, "Patrol sergeant", "12-S", "Central station"
    ),
    DemoPerson("chief", "Chief Max Sample", POLICE, MemberRole.COMMANDER, "Chief of police", "Unit 1"),
    DemoPerson("deputy", "Deputy Lee Sample", SHERIFF, MemberRole.OFFICER, "Deputy", "C-7"),
    DemoPerson(
        "firefighter", "Firefighter Ash Sample", FIRE, MemberRole.OFFICER, "Firefighter", "Engine 3", "Engine 3"
    ),
    DemoPerson(
        "battalion", "Battalion Chief Ray Sample", FIRE, MemberRole.COMMANDER, "Battalion chief", "BC 1", "Battalion 1"
    ),
    DemoPerson("medic", "Paramedic Sky Sample", EMS, MemberRole.OFFICER, "Paramedic", "Medic 5"),
    DemoPerson("dispatcher", "Dispatcher Dee Sample", DISPATCH, MemberRole.DISPATCHER, "Telecommunicator", "Dispatch"),
    DemoPerson("emergency", "Coordinator Em Sample", EMERGENCY, MemberRole.SUPERVISOR, "Coordinator", "EOC"),
    DemoPerson("stranger", "Officer No one Sample", STRANGERS, MemberRole.OFFICER, "Officer", "FV 9"),
)
STATIONS = (
    DemoStation(
        "chief",
        POLICE,
        FacilityKind.POLICE_STATION,
        "Central station",
        0.021,
        0.008,
        ((UnitKind.PATROL, "Car 12"), (UnitKind.SCHOOL_OFFICER, "SRO Lincoln")),
    ),
    DemoStation(
        "battalion",
        FIRE,
        FacilityKind.FIRE_STATION,
        "Fire station 3",
        -0.018,
        -0.011,
        ((UnitKind.ENGINE, "Engine 3"), (UnitKind.LADDER, "Ladder 3"), (UnitKind.COMMAND, "Battalion 1")),
    ),
)
# Who assesses threats at the high school, the first two decide; the officer counts once an agreement says so.
CASE_TEAM = {
    "principal": TeamRole.ADMINISTRATOR,
    "counselor": TeamRole.COUNSELOR_OR_PSYCHOLOGIST,
    "nurse": TeamRole.OTHER,
    "sro": TeamRole.SCHOOL_RESOURCE_OFFICER,
}
# Who walks the high school, the first one leads.
ASSESSMENT_TEAM = {
    "planner": AssessmentRole.EMERGENCY_MANAGEMENT,
    "principal": AssessmentRole.SCHOOL_ADMINISTRATOR,
    "nurse": AssessmentRole.STAFF,
    "sro": AssessmentRole.LAW_ENFORCEMENT,
    "battalion": AssessmentRole.FIRE,
}
