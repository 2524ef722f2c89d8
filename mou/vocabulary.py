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


class MembershipChange(enum.StrEnum):
    """What a second person is asked to confirm where it takes an administrator from an agency."""

    END = "end"
    SUSPEND = "suspend"
    CHANGE_ROLE = "change_role"


class OfferOutcome(enum.StrEnum):
    """What became of a place that was offered to a person whose account another agency keeps."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class AdministrativeActKind(enum.StrEnum):
    """What an administrator did; the record of an agency."""

    AGENCY_FOUNDED = "agency_founded"
    AGENCY_CHANGED = "agency_changed"
    MEMBER_ADDED = "member_added"
    MEMBER_CHANGED = "member_changed"
    MEMBER_SUSPENDED = "member_suspended"
    MEMBER_REINSTATED = "member_reinstated"
    MEMBERSHIP_ENDED = "membership_ended"
    SECOND_PERSON_ASKED = "second_person_asked"
    SECOND_PERSON_CONFIRMED = "second_person_confirmed"
    REQUEST_WITHDRAWN = "request_withdrawn"
    INVITATION_MADE = "invitation_made"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DEACTIVATED = "account_deactivated"
    ACCOUNT_REACTIVATED = "account_reactivated"
    SESSIONS_ENDED = "sessions_ended"
    PEOPLE_IMPORTED = "people_imported"


class TermKind(enum.StrEnum):
    """What a typed term of a memorandum is about; mou.terms says what each one's value looks like."""

    FLOORPLAN_ACCESS = "floorplan_access"
    ROOM_ACCESS = "room_access"
    ROSTER_ACCESS = "roster_access"
    CAMERA_ACCESS = "camera_access"
    DATA_SHARING = "data_sharing"
    FERPA_SCHOOL_OFFICIAL = "ferpa_school_official"
    COMMAND_TRANSFER_TO = "command_transfer_to"
    RADIO_INTEROP = "radio_interop"
    RESPONSE_TIME_TARGET_MINUTES = "response_time_target_minutes"
    CONTACTS = "contacts"
    DUTY_PAGING = "duty_paging"
    SRO_DISCIPLINARIAN = "sro_disciplinarian"
    TRAINING_HOURS = "training_hours"
    DRILLS_PER_YEAR = "drills_per_year"
    MAP_UPDATE_DAYS = "map_update_days"
    REVIEW_INTERVAL_MONTHS = "review_interval_months"
    RENEWAL_NOTICE_DAYS = "renewal_notice_days"
    TERMINATION_NOTICE_DAYS = "termination_notice_days"


# The terms that open something at the sites covered; every other term says what people owe each other.
GRANTS: Final = (
    TermKind.FLOORPLAN_ACCESS,
    TermKind.ROOM_ACCESS,
    TermKind.ROSTER_ACCESS,
    TermKind.CAMERA_ACCESS,
)


class AccessAction(enum.StrEnum):
    """What somebody may or may not do at a site: what an explanation is asked about."""

    SEE_SITE = "see_site"
    SEE_FLOORPLAN = "see_floorplan"
    SEE_ROSTER = "see_roster"
    ENTER_ROOM = "enter_room"
    WATCH_CAMERAS = "watch_cameras"


class AccessReason(enum.StrEnum):
    """Why somebody may, or what stands in the way."""

    OWN_DISTRICT = "own_district"
    OWN_SCHOOL = "own_school"
    AGREEMENT = "agreement"
    CLAUSE = "clause"
    CLAUSE_IN_EMERGENCY = "clause_in_emergency"
    EMERGENCY_ACCESS = "emergency_access"
    MUTUAL_AID = "mutual_aid"
    PERSON_INACTIVE = "person_inactive"
    NO_MEMBERSHIP = "no_membership"
    MEMBERSHIP_NOT_BEGUN = "membership_not_begun"
    MEMBERSHIP_ENDED = "membership_ended"
    SUSPENDED = "suspended"
    AGENCY_INACTIVE = "agency_inactive"
    NO_AGREEMENT = "no_agreement"
    NOT_SIGNED_YET = "not_signed_yet"
    NOT_EFFECTIVE_YET = "not_effective_yet"
    EXPIRED = "expired"
    ENDED = "ended"
    SITE_NOT_COVERED = "site_not_covered"
    NOT_GRANTED = "not_granted"
    NO_SUCH_EMERGENCY = "no_such_emergency"


class EmergencyAccessOutcome(enum.StrEnum):
    """What the review of an emergency access found."""

    JUSTIFIED = "justified"
    MISTAKEN = "mistaken"
    MISUSED = "misused"


class SharingTime(enum.StrEnum):
    """When a category of data, or the cameras, may be had."""

    NEVER = "never"
    EMERGENCY = "emergency"
    ON_REQUEST = "on_request"
    CONTINUOUS = "continuous"


class SharingDirection(enum.StrEnum):
    """Who gives a category of data to whom."""

    DISTRICT_TO_AGENCY = "district_to_agency"
    AGENCY_TO_DISTRICT = "agency_to_district"


class DataCategory(enum.StrEnum):
    """The rows of an agreement's data matrix."""

    STUDENT_ROSTER = "student_roster"
    STAFF_ROSTER = "staff_roster"
    PHOTO = "photo"
    SCHEDULE = "schedule"
    ATTENDANCE = "attendance"
    ADDRESS_GUARDIANS = "address_guardians"
    DISCIPLINE = "discipline"
    SPECIAL_EDUCATION = "special_education"
    MEDICAL = "medical"
    COUNSELLING = "counselling"
    THREAT_ASSESSMENT = "threat_assessment"
    VISITOR_LOG = "visitor_log"
    DOOR_EVENTS = "door_events"
    LIVE_VIDEO = "live_video"
    RECORDED_VIDEO = "recorded_video"
    FLOOR_PLAN = "floor_plan"
    TIP_REPORTS = "tip_reports"
    SOCIAL_MEDIA_ALERT = "social_media_alert"
    DEVICE_LOCATION = "device_location"
    SITE_ASSESSMENT = "site_assessment"
    SCHOOL_CLIMATE = "school_climate"


class RadioMode(enum.StrEnum):
    """How the school and the agency reach each other by radio."""

    NONE = "none"
    PATCHED = "patched"
    SHARED_TALKGROUP = "shared_talkgroup"
    SCHOOL_RADIO_ON_PSAP = "school_radio_on_psap"


class FirstCommand(enum.StrEnum):
    """Who commands until somebody takes command over."""

    FIRST_ARRIVING_OFFICER = "first_arriving_officer"
    SRO = "sro"
    AGENCY_SUPERVISOR = "agency_supervisor"


class MapDuty(enum.StrEnum):
    """Who keeps the maps current."""

    SCHOOL = "school"
    AGENCY = "agency"
    VENDOR = "vendor"


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
    """What kind of agreement it is; the words a planner starts from stand in mou.agreements.texts."""

    SRO = "sro"
    FIRE_EMS = "fire_ems"
    REUNIFICATION_HOST = "reunification_host"
    MUTUAL_AID = "mutual_aid"
    OTHER = "other"


class VersionState(enum.StrEnum):
    """Where a version of an agreement is in its life; the allowed steps stand in mou.agreements.lifecycle."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    OUT_FOR_SIGNATURE = "out_for_signature"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"


class VersionPhase(enum.StrEnum):
    """What the state of a version comes to today: its state, but not "in force" before its first day. Never stored."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    OUT_FOR_SIGNATURE = "out_for_signature"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    PARTY_INACTIVE = "party_inactive"
    EXPIRED = "expired"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"


class EndedWhy(enum.StrEnum):
    """Why a version ended before its last day."""

    TERMINATED = "terminated"
    SUPERSEDED = "superseded"


class EditKind(enum.StrEnum):
    """What a save did to a clause."""

    ADDED = "added"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"
    ACCEPTED = "accepted"


class CommentState(enum.StrEnum):
    """What became of a reviewer's remark or suggestion."""

    OPEN = "open"
    RESOLVED = "resolved"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class SroParty(enum.StrEnum):
    """Whose part of an assignment it is: the agency that employs the officer, or the district."""

    AGENCY = "agency"
    DISTRICT = "district"


class SelectionCriterion(enum.StrEnum):
    """What a selection panel looks at."""

    YEARS_OF_SERVICE = "years_of_service"
    TEMPERAMENT = "temperament"
    NO_SUSTAINED_COMPLAINTS = "no_sustained_complaints"
    BACKGROUND_CHECK = "background_check"
    YOUTH_EXPERIENCE = "youth_experience"
    WISHES_TO_WORK_WITH_YOUTH = "wishes_to_work_with_youth"


class SroEndedWhy(enum.StrEnum):
    """Why an assignment ended."""

    REASSIGNED = "reassigned"
    PROMOTED = "promoted"
    LEFT_AGENCY = "left_agency"
    REMOVED_AT_REQUEST = "removed_at_request"
    AGREEMENT_ENDED = "agreement_ended"
    OTHER = "other"


class Asking(enum.StrEnum):
    """What an agreement asks of an assignment."""

    COURSE = "course"
    YEARLY_HOURS = "yearly_hours"
    DRILLS = "drills"
    SUPERVISOR = "supervisor"
    SIGN_OFF_AGENCY = "sign_off_agency"
    SIGN_OFF_DISTRICT = "sign_off_district"
    REVIEW = "review"


class TrainingStanding(enum.StrEnum):
    """How something that is asked stands on a day; the worst last."""

    MET = "met"
    EXPIRING = "expiring"
    PENDING = "pending"
    EXPIRED = "expired"
    MISSING = "missing"

    @property
    def is_wanting(self) -> bool:
        """Say whether somebody has to do something now."""
        return self in (TrainingStanding.EXPIRING, TrainingStanding.EXPIRED, TrainingStanding.MISSING)


class CourseAudience(enum.StrEnum):
    """Whom a course of the catalog is for."""

    OFFICERS = "officers"
    STAFF = "staff"
    EVERYBODY = "everybody"


class ReplacedWhy(enum.StrEnum):
    """Why a training record counts no longer. The row stays."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Operator(enum.Enum):
    """The person at the server's own console, who loads data and founds the first agencies; never a web client."""

    CONSOLE = "console"


OPERATOR: Final = Operator.CONSOLE
type ActorId = int | Operator
