"""The field's words as closed lists. Pure. Sources stand in docs/vocabulary.md."""

from enum import StrEnum

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class IncidentType(Labelled):
    """What is happening, the worst first: the school-relevant part of APCO 2.103.2-2019, and what that list lacks."""

    ACTIVE_SHOOTER = "ACTSHOOT", _("Active shooter")
    SHOOTING = "SHOOT", _("Shooting")
    STABBING = "STABBING", _("Stabbing")
    WEAPON = "WEAPON", _("Person with a weapon")
    ABDUCTION = "ABDUCTNF", _("Abduction")
    FAMILY_ABDUCTION = "ABDUCTF", _("Abduction by family")
    THREATS = "THREATS", _("Threats")
    BOMB = "BOMB", _("Bomb threat or device")
    PANIC_AUDIBLE = "ALRPANA", _("Panic alarm, audible")
    PANIC_SILENT = "ALRPANS", _("Panic alarm, silent")
    STRUCTURE_FIRE = "FSTRU", _("Structure fire")
    SMOKE = "FSMOKE", _("Smoke")
    FIRE_ALARM = "ALRF", _("Fire alarm")
    GAS_LEAK_INSIDE = "GASLEAKI", _("Gas leak inside")
    GAS_LEAK_OUTSIDE = "GASLEAKO", _("Gas leak outside")
    HAZMAT = "HAZMAT", _("Hazardous materials")
    TORNADO = "TORNADO", _("Tornado")
    EARTHQUAKE = "EARTHQUAKE", _("Earthquake")
    MASS_CASUALTY = "MCI", _("Mass casualty incident")
    CARDIAC = "CARDIAC", _("Cardiac arrest or chest pain")
    OVERDOSE = "OD", _("Overdose")
    SEIZURE = "SEIZURE", _("Seizure")
    MEDICAL = "SICK", _("Medical emergency")
    TRAUMA = "TRAUMA", _("Injury")
    SUICIDE_THREAT = "SUICTHRT", _("Suicide threat")
    FIGHT = "FIGHT", _("Fight")
    ASSAULT = "ASSAULT", _("Assault")
    SUSPICIOUS_PERSON = "PERSUSP", _("Suspicious person")
    MISSING_PERSON = "PERMISS", _("Missing person")
    CUSTODY = "CUSTODY", _("Custody dispute")
    ANIMAL = "ANIMAL", _("Dangerous animal")
    WEATHER = "WEATHER", _("Severe weather")
    POWER = "POWEROUT", _("Power failure")
    WATER = "WATEROUT", _("Water failure")
    TRESPASS = "TRESPASS", _("Trespass")
    SCHOOL_OFFENSE = "SCH", _("Offense at school")
    STANDBY = "STDBY", _("Standby")
    INFORMATION = "INFO", _("Information")


class Severity(Labelled):
    """CAP 1.2 severity, lower case."""

    EXTREME = "extreme", _("Extreme")
    SEVERE = "severe", _("Severe")
    MODERATE = "moderate", _("Moderate")
    MINOR = "minor", _("Minor")
    UNKNOWN = "unknown", _("Not known yet")


class IncidentStatus(Labelled):
    """EIDO incident status, the three a room itself can reach."""

    ACTIVE = "Active", pgettext("incident", "Active")
    CLOSED = "Closed", _("Closed")
    REOPENED = "ReOpened", _("Reopened")

    @property
    def is_open(self) -> bool:
        """Tell whether people may still act."""
        return self is not IncidentStatus.CLOSED


class Audience(Labelled):
    """Who may read an entry. A participant belongs to everyone and to whatever their agency and role add."""

    EVERYONE = "everyone", _("Everyone")
    RESPONDERS = "responders", _("Responders")
    COMMAND = "command", _("Command")
    SCHOOL = "school", pgettext("audience", "School")


class ResponderStatus(Labelled):
    """A person's own status: EIDO secondary unit status (NENA-STA-021.1a), the part a person on foot needs."""

    ACKNOWLEDGED = "AcknowledgedTransmission", _("Acknowledged")
    EN_ROUTE = "EnRoute", _("En route")
    STAGING = "Staging", _("Staging")
    ON_SCENE = "OnScene", _("On scene")
    CHECKED_IN = "CheckedIn", _("Checked in")
    PATIENT_CONTACT = "PatientContact", _("Patient contact")
    TRANSPORTING = "Transporting", _("Transporting")
    IN_SERVICE = "InService", _("In service")
    OUT_OF_SERVICE = "OutofService", _("Out of service")
    DEPARTED = "Departed", _("Departed")


class MarkerKind(Labelled):
    """What a marker stands for. ASHER terms from NFPA 3000; CP, staging and CCP as ICS and TAK users know them."""

    COMMAND_POST = "command_post", _("Command post")
    STAGING = "staging", _("Staging area")
    CASUALTY_COLLECTION_POINT = "casualty_collection_point", _("Casualty collection point")
    AMBULANCE_EXCHANGE_POINT = "ambulance_exchange_point", _("Ambulance exchange point")
    CASUALTY = "casualty", _("Casualty")
    HAZARD = "hazard", _("Hazard")
    SUSPECT_LAST_SEEN = "suspect_last_seen", _("Suspect last seen")
    ENTRY_POINT = "entry_point", _("Entry point")
    ASSEMBLY_POINT = "assembly_point", _("Assembly point")
    REUNIFICATION = "reunification", _("Reunification")
    LANDING_ZONE = "landing_zone", _("Landing zone")
    OTHER = "other", _("Other")


class ShapeKind(Labelled):
    """Lines and zones. Hot, warm, cold and the perimeters as NFPA 3000 uses them."""

    LINE = "line", _("Line")
    ROUTE = "route", _("Route")
    HOT_ZONE = "hot_zone", _("Hot zone")
    WARM_ZONE = "warm_zone", _("Warm zone")
    COLD_ZONE = "cold_zone", _("Cold zone")
    INNER_PERIMETER = "inner_perimeter", _("Inner perimeter")
    OUTER_PERIMETER = "outer_perimeter", _("Outer perimeter")
    SEARCH_AREA = "search_area", _("Search area")
    OTHER_ZONE = "other_zone", _("Other zone")

    @property
    def is_line(self) -> bool:
        """Tell whether its geometry is a line; every other kind is a closed ring."""
        return self in (ShapeKind.LINE, ShapeKind.ROUTE)


class PanicKind(Labelled):
    """The tiers: what someone who presses can say in one tap. No one has to know more than that help is needed."""

    EMERGENCY = "emergency", _("Emergency")
    ACTIVE_THREAT = "active_threat", _("Active threat")
    SECURE = "secure", _("Threat outside")
    FIRE = "fire", _("Fire")
    MEDICAL = "medical", _("Medical emergency")
    STAFF_ASSIST = "staff_assist", _("Staff assist")

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
    # What is known is that someone pressed: no one has said that anybody shoots.
    PanicKind.ACTIVE_THREAT: IncidentType.PANIC_SILENT,
    PanicKind.SECURE: IncidentType.SUSPICIOUS_PERSON,
    PanicKind.MEDICAL: IncidentType.TRAUMA,
    PanicKind.STAFF_ASSIST: IncidentType.SCHOOL_OFFENSE,
    PanicKind.FIRE: IncidentType.STRUCTURE_FIRE,
}


class ToldGroup(Labelled):
    """People of a school and its district whom a tier may tell."""

    OFFICE = "office", _("Office: administrators, and who is chosen for it")
    STAFF = "staff", _("All other staff of the school")
    DISTRICT = "district", _("The district's people elsewhere")


class FirstWord(Labelled):
    """How the devices of people at the school tell of a tier; silently where no one may hear that help was called."""

    ALOUD = "aloud", _("Aloud")
    SILENT = "silent", _("Without a sound: the public address says it")


class ResponseActionKind(Labelled):
    """The five actions of the Standard Response Protocol ("I Love U Guys" Foundation)."""

    HOLD = "hold", pgettext("response action", "Hold")
    SECURE = "secure", pgettext("response action", "Secure")
    LOCKDOWN = "lockdown", pgettext("response action", "Lockdown")
    EVACUATE = "evacuate", pgettext("response action", "Evacuate")
    SHELTER = "shelter", pgettext("response action", "Shelter")


class ResponseActionStatus(Labelled):
    """What has become of a response action."""

    IN_FORCE = "in_force", _("In force")
    CHANGED = "changed", _("Changed")  # another took its place
    RELEASED = "released", _("Released")
    ENDED = "ended", _("Ended with the incident")  # its incident ended, and it with it


class ShelterHazard(Labelled):
    """What people shelter from (SRP)."""

    TORNADO = "tornado", _("Tornado")
    WEATHER = "weather", _("Severe weather")
    HAZMAT = "hazmat", _("Hazardous materials")
    EARTHQUAKE = "earthquake", _("Earthquake")
    TSUNAMI = "tsunami", _("Tsunami")


class SafetyStrategy(Labelled):
    """How they do it (SRP)."""

    SHELTER_AREA = "evacuate_to_shelter_area", _("Evacuate to the shelter area")
    SEAL_THE_ROOM = "seal_the_room", _("Seal the room")
    DROP_COVER_HOLD = "drop_cover_and_hold", _("Drop, cover and hold")
    HIGH_GROUND = "get_to_high_ground", _("Get to high ground")


class ReleaseMode(Labelled):
    """How a response action ends (SRP): no one opens a door in a lockdown because a loudspeaker says so."""

    ALL_CLEAR = "all_clear", _("All clear")
    ROOM_BY_ROOM = "room_by_room", _("Room by room")


class RoomReportState(Labelled):
    """How a room says it stands: the green and red of the SRP's card, and medical help."""

    OK = "ok", pgettext("room report", "OK")
    NEED_HELP = "need_help", pgettext("room report", "Need help")
    MEDICAL = "medical", pgettext("room report", "Medical")


class DoorLock(Labelled):
    """Whether the door of a room is locked."""

    LOCKED = "locked", pgettext("door", "locked")
    UNLOCKED = "unlocked", pgettext("door", "not locked")


class RoomLead(Labelled):
    """Who teaches in a room now: whom the schedule names, or someone in their place."""

    SCHEDULED_TEACHER = "scheduled_teacher", pgettext("room report", "the scheduled teacher")
    SUBSTITUTE = "substitute", pgettext("room report", "a substitute")


class ReportSource(Labelled):
    """How someone heard what they pass on from a room."""

    RADIO = "radio", pgettext("room report", "heard by radio")
    PHONE = "phone", pgettext("room report", "heard by phone")
    CARD = "card", pgettext("room report", "seen on a card")


class PressSource(StrEnum):
    """What was pressed: someone's own page or app, or a badge or button of another system."""

    PERSON = "person"
    BUTTON = "button"


class DisclosureAuthority(Labelled):
    """By what right student data is given to someone: the part of 34 CFR 99, or consent."""

    EMERGENCY = "health_or_safety_emergency", _("Health or safety emergency (34 CFR 99.36)")
    SCHOOL_OFFICIAL = "school_official", _("School official (99.31(a)(1))")
    DIRECTORY = "directory_information", _("Directory information (99.37)")
    COURT = "court_order_or_subpoena", _("Court order or subpoena (99.31(a)(9))")
    CONSENT = "consent", _("Consent (99.30)")
    PARENT = "parent_or_student", _("A parent or the student (99.10, 99.31(a)(8), (12))")


class CommandOfferKind(Labelled):
    """What is offered (ICS)."""

    TRANSFER = "transfer", _("Transfer of command")
    UNIFIED = "unified", _("Unified command")


class CommandOfferOutcome(Labelled):
    """How an offer of command ends that is not accepted."""

    DECLINED = "declined", _("Command was declined")
    WITHDRAWN = "withdrawn", _("The offer of command was taken back")


class ThreatVerdict(Labelled):
    """Whether active threats that are called from several places are one threat."""

    ONE = "one", _("One threat")
    SEPARATE = "separate", _("Separate threats")
    UNKNOWN = "unknown", _("Not known whether it is one threat")


class ClaimBasis(Labelled):
    """By what right someone takes command."""

    SCHOOL_LEADERSHIP = "school_leadership", _("leadership of the school")
    ORDER_OF_COMMAND = "order_of_command", _("order of command")
    NO_ORDER_AGREED = "no_order_agreed", _("no agreement says who commands first")


class AidAgencyKind(StrEnum):
    """What kind of agency mutual aid is of: responders, as in mou.vocabulary.AgencyKind."""

    POLICE = "police"
    SHERIFF = "sheriff"
    FIRE = "fire"
    EMS = "ems"
    DISPATCH = "dispatch"
    EMERGENCY_MANAGEMENT = "emergency_management"


class MutualAidState(StrEnum):
    """Where someone is who was invited by mutual aid."""

    INVITED = "invited"
    JOINED = "joined"
    ENDED = "ended"


class MutualAidEnd(Labelled):
    """Why mutual aid is over."""

    BY_COMMAND = "by_command", _("ended by the commander")
    INCIDENT_CLOSED = "incident_closed", _("the incident was closed")
    RAN_OUT = "ran_out", _("its time was over")


class CommandEnd(Labelled):
    """Why someone is no longer in command without having said so."""

    LEFT_ROOM = "left_room", _("left the room")
    REMOVED = "removed", _("was removed")
    ACCESS_ENDED = "access_ended", _("access has ended")


class FactKind(Labelled):
    """What a pinned fact says. Facts of one kind about one subject contradict each other if they differ."""

    SUSPECTS = "suspects", _("Suspects")
    SUSPECT_DESCRIPTION = "suspect_description", _("Suspect description")
    OCCUPIED_ROOM = "occupied_room", _("Room occupied")
    BREACHED_DOOR = "breached_door", _("Door breached")
    HAZARD = "hazard", _("Danger")
    OTHER = "other", _("Fact")


class FactSource(Labelled):
    """Who says so."""

    CALLER = "caller", _("a caller")
    CAMERA = "camera", _("a camera")
    OFFICER = "officer", _("an officer")
    FIREFIGHTER = "firefighter", _("a firefighter")
    TEACHER = "teacher", _("a teacher")
    STUDENT = "student", _("a student")
    SENSOR = "sensor", _("a sensor")
    OTHER = "other", _("another source")


class FactStanding(Labelled):
    """What became of a pinned fact."""

    STANDS = "stands", _("Stands")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class MaydayKind(Labelled):
    """Who of the responders is in trouble: anybody (NFPA 1561: mayday), or an officer who is hurt."""

    MAYDAY = "mayday", _("MAYDAY")
    OFFICER_DOWN = "officer_down", _("OFFICER DOWN")


class AuditKind(Labelled):
    """What the audit records. Source: CJIS Security Policy 5.9.5, AU-2."""

    SIGN_IN = "sign_in", _("Sign-ins")
    ACCOUNT = "account", _("Own accounts")
    PLAN = "plan", _("Floor plans")
    ROSTER = "roster", _("Names of people")
    RECORD = "record", _("Records of incidents")
    EXPORT = "export", _("Exports")
    ADMINISTRATION = "administration", _("Administration")
    AUDIT = "audit", _("The audit itself")
    REFUSAL = "refusal", _("Refusals")
    GAP = "gap", _("Events that were lost")


class AuditOutcome(Labelled):
    """How it ended. Source: CJIS Security Policy 5.9.5, AU-3."""

    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
