"""The words of agencies and agreements. Pure: no Django."""

import enum
from typing import Final

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop as pgettext


class AgencyKind(Labelled):
    """What an organisation is; only a district can grant rights over sites."""

    DISTRICT = "district", _("District")
    SCHOOL = "school", _("School")
    POLICE = "police", _("Police")
    SHERIFF = "sheriff", _("Sheriff")
    FIRE = "fire", pgettext("agency", "Fire")
    EMS = "ems", _("EMS")
    DISPATCH = "dispatch", _("Dispatch")
    EMERGENCY_MANAGEMENT = "emergency_management", _("Emergency management")
    OTHER = "other", _("Other")


class MemberRole(Labelled):
    """What a person does in an agency."""

    OFFICER = "officer", _("Officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    COMMANDER = "commander", _("Commander")
    DISPATCHER = "dispatcher", _("Dispatcher")
    ADMINISTRATOR = "administrator", _("Administrator")
    STAFF = "staff", _("Staff")
    PLANNER = "planner", _("Planner")


class MembershipChange(Labelled):
    """What a second person is asked to confirm where it takes an administrator from an agency."""

    END = "end", _("End the membership")
    SUSPEND = "suspend", _("Suspend")
    CHANGE_ROLE = "change_role", _("Change the role")


class OfferOutcome(enum.StrEnum):
    """What became of a place that was offered to a person whose account another agency keeps."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class AdministrativeActKind(Labelled):
    """What an administrator did; the record of an agency."""

    AGENCY_FOUNDED = "agency_founded", _("Agency founded")
    AGENCY_CHANGED = "agency_changed", _("Agency changed")
    MEMBER_ADDED = "member_added", _("Taken into the agency")
    MEMBER_CHANGED = "member_changed", _("Membership changed")
    MEMBER_SUSPENDED = "member_suspended", _("Suspended")
    MEMBER_REINSTATED = "member_reinstated", _("Reinstated")
    MEMBERSHIP_ENDED = "membership_ended", _("Membership ended")
    SECOND_PERSON_ASKED = "second_person_asked", _("Second person asked")
    SECOND_PERSON_CONFIRMED = "second_person_confirmed", _("Confirmed by a second person")
    REQUEST_WITHDRAWN = "request_withdrawn", _("Request withdrawn")
    INVITATION_MADE = "invitation_made", _("Invited")
    ACCOUNT_CHANGED = "account_changed", _("Account changed")
    ACCOUNT_DEACTIVATED = "account_deactivated", _("Account switched off")
    ACCOUNT_REACTIVATED = "account_reactivated", _("Account switched on")
    SESSIONS_ENDED = "sessions_ended", _("Signed out")
    PEOPLE_IMPORTED = "people_imported", _("People taken in from a file")


class TermKind(Labelled):
    """What a typed term of a memorandum is about; mou.terms says what each one's value looks like."""

    FLOORPLAN_ACCESS = "floorplan_access", _("Access to floor plans")
    ROOM_ACCESS = "room_access", _("Access to incident rooms")
    ROSTER_ACCESS = "roster_access", _("Access to rosters")
    CAMERA_ACCESS = "camera_access", _("Access to cameras")
    DATA_SHARING = "data_sharing", _("Data sharing")
    FERPA_SCHOOL_OFFICIAL = "ferpa_school_official", _("Officer is a school official (FERPA)")
    COMMAND_TRANSFER_TO = "command_transfer_to", _("Order of command")
    RADIO_INTEROP = "radio_interop", _("Radio")
    RESPONSE_TIME_TARGET_MINUTES = "response_time_target_minutes", _("Response time target")
    CONTACTS = "contacts", _("Contacts")
    DUTY_PAGING = "duty_paging", _("People off duty may be paged")
    SRO_DISCIPLINARIAN = "sro_disciplinarian", _("Officer disciplines students")
    TRAINING_HOURS = "training_hours", _("Training hours")
    DRILLS_PER_YEAR = "drills_per_year", _("Drills per year")
    MAP_UPDATE_DAYS = "map_update_days", _("Maps corrected within")
    REVIEW_INTERVAL_MONTHS = "review_interval_months", _("Reviewed every (months)")
    RENEWAL_NOTICE_DAYS = "renewal_notice_days", _("Notice before renewal (days)")
    TERMINATION_NOTICE_DAYS = "termination_notice_days", _("Notice before ending (days)")


# The terms that open something at the sites covered; every other term says what people owe each other.
GRANTS: Final = (
    TermKind.FLOORPLAN_ACCESS,
    TermKind.ROOM_ACCESS,
    TermKind.ROSTER_ACCESS,
    TermKind.CAMERA_ACCESS,
)


class AccessAction(Labelled):
    """What a person may or may not do at a site: what an explanation is asked about."""

    SEE_SITE = "see_site", _("See that the site is there")
    SEE_FLOORPLAN = "see_floorplan", _("See the floor plans")
    SEE_ROSTER = "see_roster", _("See the staff roster")
    ENTER_ROOM = "enter_room", _("Enter incident rooms")
    WATCH_CAMERAS = "watch_cameras", _("Watch the cameras")


class AccessReason(Labelled):
    """Why a person may, or what stands in the way."""

    OWN_DISTRICT = "own_district", _("It is their own district.")
    OWN_SCHOOL = "own_school", _("It is their own school.")
    AGREEMENT = "agreement", _("An agreement in force covers the site.")
    CLAUSE = "clause", _("A clause of an agreement in force grants it.")
    CLAUSE_IN_EMERGENCY = (
        "clause_in_emergency",
        _("A clause grants it while such an incident is open here, and one was."),
    )
    EMERGENCY_ACCESS = "emergency_access", _("They took emergency access to save life.")
    MUTUAL_AID = "mutual_aid", _("The commander let them into an incident here by mutual aid. No agreement says so.")
    PERSON_INACTIVE = "person_inactive", _("Their account is switched off.")
    NO_MEMBERSHIP = "no_membership", _("They belong to no agency.")
    MEMBERSHIP_NOT_BEGUN = "membership_not_begun", _("Their membership had not begun.")
    MEMBERSHIP_ENDED = "membership_ended", _("Their membership had ended.")
    SUSPENDED = "suspended", _("Their membership was suspended.")
    AGENCY_INACTIVE = "agency_inactive", _("Their agency is switched off.")
    NO_AGREEMENT = "no_agreement", _("Their agency has no agreement with the district.")
    NOT_SIGNED_YET = "not_signed_yet", _("The agreement had not been signed by both parties.")
    NOT_EFFECTIVE_YET = "not_effective_yet", _("The agreement had not taken effect.")
    EXPIRED = "expired", _("The agreement had expired.")
    ENDED = "ended", _("The agreement had been terminated or replaced.")
    SITE_NOT_COVERED = "site_not_covered", _("The agreement does not cover this site.")
    NOT_GRANTED = "not_granted", _("The agreement does not grant this.")
    NO_SUCH_EMERGENCY = "no_such_emergency", _("It is granted only while such an incident is open here, and none was.")


class EmergencyAccessOutcome(Labelled):
    """What the review of an emergency access found."""

    JUSTIFIED = "justified", _("Justified")
    MISTAKEN = "mistaken", _("Mistaken, in good faith")
    MISUSED = "misused", _("Misused")


class SharingTime(Labelled):
    """When a category of data, or the cameras, may be had."""

    NEVER = "never", _("never")
    EMERGENCY = "emergency", _("in an emergency")
    ON_REQUEST = "on_request", _("on request")
    CONTINUOUS = "continuous", _("at any time")


class SharingDirection(Labelled):
    """Who gives a category of data to whom."""

    DISTRICT_TO_AGENCY = "district_to_agency", _("District to agency")
    AGENCY_TO_DISTRICT = "agency_to_district", _("Agency to district")


class DataCategory(Labelled):
    """The rows of an agreement's data matrix."""

    STUDENT_ROSTER = "student_roster", _("Student roster")
    STAFF_ROSTER = "staff_roster", _("Staff roster")
    PHOTO = "photo", _("Photos")
    SCHEDULE = "schedule", _("Schedules")
    ATTENDANCE = "attendance", _("Attendance")
    ADDRESS_GUARDIANS = "address_guardians", _("Addresses and guardians")
    DISCIPLINE = "discipline", _("Discipline records")
    SPECIAL_EDUCATION = "special_education", _("Special education (IEP, 504)")
    MEDICAL = "medical", _("Medical")
    COUNSELLING = "counselling", _("Counseling")
    THREAT_ASSESSMENT = "threat_assessment", _("Threat assessments")
    VISITOR_LOG = "visitor_log", _("Visitor log")
    DOOR_EVENTS = "door_events", _("Door events")
    LIVE_VIDEO = "live_video", _("Live video")
    RECORDED_VIDEO = "recorded_video", _("Recorded video")
    FLOOR_PLAN = "floor_plan", _("Floor plans")
    TIP_REPORTS = "tip_reports", _("Tips")
    SOCIAL_MEDIA_ALERT = "social_media_alert", _("Social media alerts")
    DEVICE_LOCATION = "device_location", _("Device locations")
    SITE_ASSESSMENT = "site_assessment", _("Site assessments")
    SCHOOL_CLIMATE = "school_climate", _("Results of school climate surveys")
    EMERGENCY_PLAN = "emergency_plan", _("Emergency operations plans")


class RadioMode(Labelled):
    """How the school and the agency reach each other by radio."""

    NONE = "none", _("not joined")
    PATCHED = "patched", _("patched")
    SHARED_TALKGROUP = "shared_talkgroup", _("shared talkgroup")
    SCHOOL_RADIO_ON_PSAP = "school_radio_on_psap", _("school radio at the 9-1-1 center")


class FirstCommand(Labelled):
    """Who commands until command is taken over."""

    FIRST_ARRIVING_OFFICER = "first_arriving_officer", _("The first arriving officer")
    SRO = "sro", _("The school resource officer")
    AGENCY_SUPERVISOR = "agency_supervisor", _("The agency's supervisor")


class MapDuty(Labelled):
    """Who keeps the maps current."""

    SCHOOL = "school", _("the school")
    AGENCY = "agency", _("the agency")
    VENDOR = "vendor", _("the vendor")


class Topic(Labelled):
    """What a clause is about: the twenty things that published school policing agreements speak of."""

    PARTIES = "parties", _("Parties and term")
    PURPOSE_GOALS = "purpose_goals", _("Purpose and goals")
    ROLES = "roles", _("Roles and responsibilities")
    CHAIN_OF_COMMAND = "chain_of_command", _("Supervision and command")
    DUTY = "duty", _("Duty and equipment")
    SELECTION = "selection", _("Selection and removal")
    TRAINING = "training", _("Training and drills")
    INFO_SHARING = "info_sharing", _("Information sharing")
    TECHNOLOGY = "technology", _("Cameras, maps, keys and radio")
    RESPONSE = "response", _("Emergency response")
    ENFORCEMENT = "enforcement", _("Arrest, search and force")
    DISCIPLINE_BOUNDARY = "discipline_boundary", _("School discipline")
    THREAT_ASSESSMENT = "threat_assessment", _("Threat assessment")
    CRISIS_PLANNING = "crisis_planning", _("Emergency plans and maps")
    FUNDING = "funding", _("Funding")
    DATA_REPORTING = "data_reporting", _("Statistics and reporting")
    EVALUATION_COMPLAINTS = "evaluation_complaints", _("Evaluation and complaints")
    LIABILITY = "liability", _("Liability and records")
    CIVIL_RIGHTS = "civil_rights", _("Civil rights")
    MISCELLANEOUS = "miscellaneous", _("General provisions")


class TemplateKind(Labelled):
    """What kind of agreement it is; the words a planner starts from stand in mou.agreements.texts."""

    SRO = "sro", _("District and police: school resource officers")
    POLICE = "police", _("District and police without officers in schools")
    DISPATCH = "dispatch", _("District and 9-1-1 center")
    FIRE_EMS = "fire_ems", _("District and fire or ambulance service")
    HOSPITAL = "hospital", _("District and hospital")
    MENTAL_HEALTH = "mental_health", _("District and community mental health")
    REUNIFICATION_HOST = "reunification_host", _("Reunification host")
    MUTUAL_AID = "mutual_aid", _("Mutual aid")
    NEIGHBOR_DISTRICT = "neighbor_district", _("District and neighboring district")
    OTHER = "other", _("Without a template")


class VersionState(Labelled):
    """Where a version of an agreement is in its life; the allowed steps stand in mou.agreements.lifecycle."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    OUT_FOR_SIGNATURE = "out_for_signature", _("Out for signature")
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")
    TERMINATED = "terminated", _("Terminated")
    SUPERSEDED = "superseded", _("Superseded")


class VersionPhase(Labelled):
    """What the state of a version comes to today: its state, but not "in force" before its first day. Never stored."""

    DRAFT = VersionState.DRAFT.value, VersionState.DRAFT.message
    IN_REVIEW = VersionState.IN_REVIEW.value, VersionState.IN_REVIEW.message
    APPROVED = VersionState.APPROVED.value, VersionState.APPROVED.message
    OUT_FOR_SIGNATURE = VersionState.OUT_FOR_SIGNATURE.value, VersionState.OUT_FOR_SIGNATURE.message
    SIGNED = "signed", _("Signed")
    IN_FORCE = VersionState.IN_FORCE.value, VersionState.IN_FORCE.message
    PARTY_INACTIVE = "party_inactive", _("Not in force")
    EXPIRED = VersionState.EXPIRED.value, VersionState.EXPIRED.message
    TERMINATED = VersionState.TERMINATED.value, VersionState.TERMINATED.message
    SUPERSEDED = VersionState.SUPERSEDED.value, VersionState.SUPERSEDED.message


class EndedWhy(enum.StrEnum):
    """Why a version ended before its last day."""

    TERMINATED = "terminated"
    SUPERSEDED = "superseded"


class EditKind(Labelled):
    """What a save did to a clause."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved")
    REMOVED = "removed", _("removed")
    ACCEPTED = "accepted", _("suggestion accepted")


class CommentState(Labelled):
    """What became of a reviewer's remark or suggestion."""

    OPEN = "open", pgettext("remark", "open")
    RESOLVED = "resolved", _("resolved")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


class SroParty(Labelled):
    """Whose part of an assignment it is: the agency that employs the officer, or the district."""

    AGENCY = "agency", _("The agency")
    DISTRICT = "district", _("The district")


class SelectionCriterion(Labelled):
    """What a selection panel looks at."""

    YEARS_OF_SERVICE = "years_of_service", _("Years of service as asked")
    TEMPERAMENT = "temperament", _("Temperament for work with children")
    NO_SUSTAINED_COMPLAINTS = "no_sustained_complaints", _("No sustained complaint of force or discrimination")
    BACKGROUND_CHECK = "background_check", _("Background check")
    YOUTH_EXPERIENCE = "youth_experience", _("Experience with young people")
    WISHES_TO_WORK_WITH_YOUTH = "wishes_to_work_with_youth", _("Wishes to work with young people")


class SroEndedWhy(Labelled):
    """Why an assignment ended."""

    REASSIGNED = "reassigned", _("Other duties")
    PROMOTED = "promoted", _("Promoted")
    LEFT_AGENCY = "left_agency", _("Left the agency")
    REMOVED_AT_REQUEST = "removed_at_request", _("Removed at the district's request")
    AGREEMENT_ENDED = "agreement_ended", _("The agreement ended")
    OTHER = "other", pgettext("why an assignment ended", "Something else")


class Asking(Labelled):
    """What an agreement asks of an assignment."""

    COURSE = "course", pgettext("training", "Course")
    YEARLY_HOURS = "yearly_hours", _("Hours in a year")
    DRILLS = "drills", _("Exercises at the schools in a year")
    SUPERVISOR = "supervisor", _("A supervisor is named")
    SIGN_OFF_AGENCY = "sign_off_agency", _("Selection signed by the agency")
    SIGN_OFF_DISTRICT = "sign_off_district", _("Selection signed by the district")
    REVIEW = "review", _("Yearly review")


class TrainingStanding(Labelled):
    """How something that is asked stands on a day; the worst last."""

    MET = "met", pgettext("training", "Met")
    EXPIRING = "expiring", pgettext("training", "Expires soon")
    PENDING = "pending", pgettext("training", "Still to come")
    EXPIRED = "expired", pgettext("training", "Expired")
    MISSING = "missing", pgettext("training", "Missing")

    @property
    def is_wanting(self) -> bool:
        """Say whether a person has to do something now."""
        return self in (TrainingStanding.EXPIRING, TrainingStanding.EXPIRED, TrainingStanding.MISSING)


class CourseAudience(enum.StrEnum):
    """Whom a course of the catalog is for."""

    OFFICERS = "officers"
    STAFF = "staff"
    EVERYBODY = "everybody"


class ReplacedWhy(Labelled):
    """Why a training record counts no longer. The row stays."""

    CORRECTED = "corrected", _("Corrected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Operator(enum.Enum):
    """The person at the server's own console, who loads data and founds the first agencies; never a web client."""

    CONSOLE = "console"


OPERATOR: Final = Operator.CONSOLE
type ActorId = int | Operator
