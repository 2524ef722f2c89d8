"""The field's words as closed lists. Pure. Sources stand in docs/vocabulary.md."""

from enum import StrEnum


class IncidentType(StrEnum):
    """What is happening: the school-relevant part of APCO 2.103.2-2019, as EIDO carries it."""

    ACTIVE_SHOOTER = "ACTSHOOT"
    SHOOTING = "SHOOT"
    STABBING = "STABBING"
    WEAPON = "WEAPON"
    THREATS = "THREATS"
    BOMB = "BOMB"
    PANIC_AUDIBLE = "ALRPANA"
    PANIC_SILENT = "ALRPANS"
    FIRE_ALARM = "ALRF"
    STRUCTURE_FIRE = "FSTRU"
    SMOKE = "FSMOKE"
    GAS_LEAK_INSIDE = "GASLEAKI"
    GAS_LEAK_OUTSIDE = "GASLEAKO"
    HAZMAT = "HAZMAT"
    SCHOOL_OFFENSE = "SCH"
    FIGHT = "FIGHT"
    ASSAULT = "ASSAULT"
    SUSPICIOUS_PERSON = "PERSUSP"
    MISSING_PERSON = "PERMISS"
    TRESPASS = "TRESPASS"
    SUICIDE_THREAT = "SUICTHRT"
    CARDIAC = "CARDIAC"
    SEIZURE = "SEIZURE"
    TRAUMA = "TRAUMA"
    MASS_CASUALTY = "MCI"
    STANDBY = "STDBY"
    INFORMATION = "INFO"


# What people hide from, before anybody has said so: a sounding phone could give them away.
LOCKDOWN_TYPES = frozenset(
    {IncidentType.PANIC_SILENT, IncidentType.ACTIVE_SHOOTER, IncidentType.SHOOTING, IncidentType.WEAPON}
)


class Severity(StrEnum):
    """CAP 1.2 severity, lower case."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"
    UNKNOWN = "unknown"


class IncidentStatus(StrEnum):
    """EIDO incident status, the three a room itself can reach."""

    ACTIVE = "Active"
    CLOSED = "Closed"
    REOPENED = "ReOpened"

    @property
    def is_open(self) -> bool:
        """Tell whether people may still act."""
        return self is not IncidentStatus.CLOSED


class Audience(StrEnum):
    """Who may read an entry. A participant belongs to everyone and to whatever their agency and role add."""

    EVERYONE = "everyone"
    RESPONDERS = "responders"
    COMMAND = "command"
    SCHOOL = "school"


class ResponderStatus(StrEnum):
    """A person's own status: EIDO secondary unit status (NENA-STA-021.1a), the part a person on foot needs."""

    ACKNOWLEDGED = "AcknowledgedTransmission"
    EN_ROUTE = "EnRoute"
    STAGING = "Staging"
    ON_SCENE = "OnScene"
    CHECKED_IN = "CheckedIn"
    PATIENT_CONTACT = "PatientContact"
    TRANSPORTING = "Transporting"
    IN_SERVICE = "InService"
    OUT_OF_SERVICE = "OutofService"
    DEPARTED = "Departed"


class MarkerKind(StrEnum):
    """What a marker stands for. ASHER terms from NFPA 3000; CP, staging and CCP as ICS and TAK users know them."""

    COMMAND_POST = "command_post"
    STAGING = "staging"
    CASUALTY_COLLECTION_POINT = "casualty_collection_point"
    AMBULANCE_EXCHANGE_POINT = "ambulance_exchange_point"
    CASUALTY = "casualty"
    HAZARD = "hazard"
    SUSPECT_LAST_SEEN = "suspect_last_seen"
    ENTRY_POINT = "entry_point"
    ASSEMBLY_POINT = "assembly_point"
    REUNIFICATION = "reunification"
    LANDING_ZONE = "landing_zone"
    OTHER = "other"


class ShapeKind(StrEnum):
    """Lines and zones. Hot, warm, cold and the perimeters as NFPA 3000 uses them."""

    LINE = "line"
    ROUTE = "route"
    HOT_ZONE = "hot_zone"
    WARM_ZONE = "warm_zone"
    COLD_ZONE = "cold_zone"
    INNER_PERIMETER = "inner_perimeter"
    OUTER_PERIMETER = "outer_perimeter"
    SEARCH_AREA = "search_area"
    OTHER_ZONE = "other_zone"

    @property
    def is_line(self) -> bool:
        """Tell whether its geometry is a line; every other kind is a closed ring."""
        return self in (ShapeKind.LINE, ShapeKind.ROUTE)


class PanicKind(StrEnum):
    """The tiers: what somebody who presses can say in one tap. Nobody has to know more than that help is needed."""

    EMERGENCY = "emergency"
    ACTIVE_THREAT = "active_threat"
    SECURE = "secure"
    FIRE = "fire"
    MEDICAL = "medical"
    STAFF_ASSIST = "staff_assist"

    @property
    def incident_type(self) -> IncidentType:
        """Return the type of the incident that such a press opens."""
        return INCIDENT_TYPE_OF[self]

    @property
    def opens_agreements_as(self) -> IncidentType:
        """Return the type by which agreements that name types open: a threat in the building as a shooter would."""
        return IncidentType.ACTIVE_SHOOTER if self is PanicKind.ACTIVE_THREAT else self.incident_type


INCIDENT_TYPE_OF = {
    PanicKind.EMERGENCY: IncidentType.PANIC_SILENT,
    # What is known is that somebody pressed: nobody has said that anybody shoots.
    PanicKind.ACTIVE_THREAT: IncidentType.PANIC_SILENT,
    PanicKind.SECURE: IncidentType.SUSPICIOUS_PERSON,
    PanicKind.MEDICAL: IncidentType.TRAUMA,
    PanicKind.STAFF_ASSIST: IncidentType.SCHOOL_OFFENSE,
    PanicKind.FIRE: IncidentType.STRUCTURE_FIRE,
}


class ToldGroup(StrEnum):
    """People of a school and its district whom a tier may tell."""

    OFFICE = "office"  # administrators of the school, its nurse, office and counselors
    STAFF = "staff"  # everybody else who works at the school
    DISTRICT = "district"  # the district's people, who are elsewhere


class FirstWord(StrEnum):
    """How the devices of people at the school tell of a tier."""

    ALOUD = "aloud"
    SILENT = "silent"  # the public address says it, or nobody may hear that help was called


class ResponseActionKind(StrEnum):
    """The five actions of the Standard Response Protocol ("I Love U Guys" Foundation)."""

    HOLD = "hold"
    SECURE = "secure"
    LOCKDOWN = "lockdown"
    EVACUATE = "evacuate"
    SHELTER = "shelter"


class ResponseActionStatus(StrEnum):
    """What has become of a response action."""

    IN_FORCE = "in_force"
    CHANGED = "changed"  # another took its place
    RELEASED = "released"
    ENDED = "ended"  # its incident ended, and it with it


class ShelterHazard(StrEnum):
    """What people shelter from (SRP)."""

    TORNADO = "tornado"
    HAZMAT = "hazmat"
    EARTHQUAKE = "earthquake"
    TSUNAMI = "tsunami"


class SafetyStrategy(StrEnum):
    """How they do it (SRP)."""

    SHELTER_AREA = "evacuate_to_shelter_area"
    SEAL_THE_ROOM = "seal_the_room"
    DROP_COVER_HOLD = "drop_cover_and_hold"
    HIGH_GROUND = "get_to_high_ground"


class ReleaseMode(StrEnum):
    """How a response action ends (SRP): nobody opens a door in a lockdown because a loudspeaker says so."""

    ALL_CLEAR = "all_clear"
    ROOM_BY_ROOM = "room_by_room"


class RoomReportState(StrEnum):
    """How a room says it stands: the green and red of the SRP's card, and medical help."""

    OK = "ok"
    NEED_HELP = "need_help"
    MEDICAL = "medical"


class DoorLock(StrEnum):
    """Whether the door of a room is locked."""

    LOCKED = "locked"
    UNLOCKED = "unlocked"


class RoomLead(StrEnum):
    """Who teaches in a room now: whom the schedule names, or somebody in their place."""

    SCHEDULED_TEACHER = "scheduled_teacher"
    SUBSTITUTE = "substitute"


class ReportSource(StrEnum):
    """How somebody heard what they pass on from a room."""

    RADIO = "radio"
    PHONE = "phone"
    CARD = "card"


class PressSource(StrEnum):
    """What was pressed: somebody's own page or app, or a badge or button of another system."""

    PERSON = "person"
    BUTTON = "button"


class DisclosureAuthority(StrEnum):
    """By what right student data is given to somebody: the part of 34 CFR 99, or consent."""

    EMERGENCY = "health_or_safety_emergency"
    SCHOOL_OFFICIAL = "school_official"
    DIRECTORY = "directory_information"
    COURT = "court_order_or_subpoena"
    CONSENT = "consent"
    PARENT = "parent_or_student"


class CommandOfferKind(StrEnum):
    """What is offered (ICS)."""

    TRANSFER = "transfer"
    UNIFIED = "unified"


class CommandOfferOutcome(StrEnum):
    """How an offer of command ends that is not accepted."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ClaimBasis(StrEnum):
    """By what right somebody takes command."""

    SCHOOL_LEADERSHIP = "school_leadership"
    ORDER_OF_COMMAND = "order_of_command"
    NO_ORDER_AGREED = "no_order_agreed"


class AidAgencyKind(StrEnum):
    """What kind of agency mutual aid is of: responders, as in mou.vocabulary.AgencyKind."""

    POLICE = "police"
    SHERIFF = "sheriff"
    FIRE = "fire"
    EMS = "ems"
    DISPATCH = "dispatch"
    EMERGENCY_MANAGEMENT = "emergency_management"


class MutualAidState(StrEnum):
    """Where somebody is who was invited by mutual aid."""

    INVITED = "invited"
    JOINED = "joined"
    ENDED = "ended"


class MutualAidEnd(StrEnum):
    """Why mutual aid is over."""

    BY_COMMAND = "by_command"
    INCIDENT_CLOSED = "incident_closed"
    RAN_OUT = "ran_out"


class CommandEnd(StrEnum):
    """Why somebody is no longer in command without having said so."""

    LEFT_ROOM = "left_room"
    REMOVED = "removed"
    ACCESS_ENDED = "access_ended"


class FactKind(StrEnum):
    """What a pinned fact says. Facts of one kind about one subject contradict each other if they differ."""

    SUSPECTS = "suspects"
    SUSPECT_DESCRIPTION = "suspect_description"
    OCCUPIED_ROOM = "occupied_room"
    BREACHED_DOOR = "breached_door"
    HAZARD = "hazard"
    OTHER = "other"


class FactSource(StrEnum):
    """Who says so."""

    CALLER = "caller"
    CAMERA = "camera"
    OFFICER = "officer"
    FIREFIGHTER = "firefighter"
    TEACHER = "teacher"
    STUDENT = "student"
    SENSOR = "sensor"
    OTHER = "other"


class FactStanding(StrEnum):
    """What became of a pinned fact."""

    STANDS = "stands"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class MaydayKind(StrEnum):
    """Who of the responders is in trouble: anybody (NFPA 1561: mayday), or an officer who is hurt."""

    MAYDAY = "mayday"
    OFFICER_DOWN = "officer_down"


class AuditKind(StrEnum):
    """What the audit records. Source: CJIS Security Policy 5.9.5, AU-2."""

    SIGN_IN = "sign_in"
    ACCOUNT = "account"
    PLAN = "plan"
    ROSTER = "roster"
    RECORD = "record"
    EXPORT = "export"
    ADMINISTRATION = "administration"
    AUDIT = "audit"
    REFUSAL = "refusal"
    GAP = "gap"


class AuditOutcome(StrEnum):
    """How it ended. Source: CJIS Security Policy 5.9.5, AU-3."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
