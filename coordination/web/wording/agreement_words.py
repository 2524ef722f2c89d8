"""The words of agreements in the reader's language: kinds of terms, data, reasons; tests hold them to the lists."""

from django.utils.translation import gettext as _

type WordList = dict[str, str]


def term_kinds() -> WordList:
    """Return what typed terms are about."""
    return {
        "floorplan_access": _("Floor plans"),
        "room_access": _("Incident rooms"),
        "roster_access": _("Staff roster"),
        "camera_access": _("Cameras"),
        "data_sharing": _("Data sharing"),
        "ferpa_school_official": _("School official under FERPA"),
        "command_transfer_to": _("Command on scene"),
        "radio_interop": _("Radio"),
        "response_time_target_minutes": _("Response time target"),
        "contacts": _("Contacts"),
        "duty_paging": _("Paging off duty"),
        "sro_disciplinarian": _("The officer disciplines"),
        "training_hours": _("Training"),
        "drills_per_year": _("Drills per year"),
        "map_update_days": _("Upkeep of maps"),
        "review_interval_months": _("Review"),
        "renewal_notice_days": _("Notice of renewal"),
        "termination_notice_days": _("Notice of termination"),
    }


def data_categories() -> WordList:
    """Return the rows of the data matrix."""
    return {
        "student_roster": _("Student roster"),
        "staff_roster": _("Names of staff"),
        "photo": _("Photos"),
        "schedule": _("Schedules"),
        "attendance": _("Attendance"),
        "address_guardians": _("Addresses and guardians"),
        "discipline": _("Discipline records"),
        "special_education": _("Special education (IEP, 504)"),
        "medical": _("Medical"),
        "counselling": _("Counselling"),
        "threat_assessment": _("Threat assessments"),
        "visitor_log": _("Visitor log"),
        "door_events": _("Door events"),
        "live_video": _("Live video"),
        "recorded_video": _("Recorded video"),
        "floor_plan": _("Floor plan as a file"),
        "tip_reports": _("Tips"),
        "social_media_alert": _("Social media alerts"),
        "device_location": _("Device locations"),
        "site_assessment": _("Site assessments"),
        "school_climate": _("Results of school climate surveys"),
    }


def sharing_times() -> WordList:
    """Return when data may be had."""
    return {
        "never": _("never"),
        "emergency": _("in an emergency"),
        "on_request": _("on request"),
        "continuous": _("at any time"),
    }


def access_actions() -> WordList:
    """Return what an explanation can be asked about."""
    return {
        "see_site": _("See that the site is there"),
        "see_floorplan": _("See the floor plans"),
        "see_roster": _("See the staff roster"),
        "enter_room": _("Enter incident rooms"),
        "watch_cameras": _("Watch the cameras"),
    }


def access_reasons() -> WordList:
    """Return why somebody may, or what stands in the way."""
    return {
        "own_district": _("It is their own district."),
        "own_school": _("It is their own school."),
        "agreement": _("An agreement in force covers the site."),
        "clause": _("A clause of an agreement in force grants it."),
        "clause_in_emergency": _("A clause grants it while such an incident is open here, and one was."),
        "emergency_access": _("They took emergency access to save life."),
        "mutual_aid": _("Whoever commands let them into an incident here by mutual aid. No agreement says so."),
        "person_inactive": _("Their account is switched off."),
        "no_membership": _("They belong to no agency."),
        "membership_not_begun": _("Their membership had not begun."),
        "membership_ended": _("Their membership had ended."),
        "suspended": _("Their membership was suspended."),
        "agency_inactive": _("Their agency is switched off."),
        "no_agreement": _("Their agency has no agreement with the district."),
        "not_signed_yet": _("The agreement had not been signed by both parties."),
        "not_effective_yet": _("The agreement had not taken effect."),
        "expired": _("The agreement had expired."),
        "ended": _("The agreement had been terminated or replaced."),
        "site_not_covered": _("The agreement does not cover this site."),
        "not_granted": _("The agreement does not grant this."),
        "no_such_emergency": _("It is granted only while such an incident is open here, and none was."),
    }


def remedies() -> WordList:
    """Return what would have to change, for every reason that stands in the way."""
    return {
        "person_inactive": _("Somebody would have to switch the account on."),
        "no_membership": _("An agency would have to take them in."),
        "membership_not_begun": _("Wait until the membership begins."),
        "membership_ended": _("Their agency would have to take them in again."),
        "suspended": _("Their agency would have to lift the suspension."),
        "agency_inactive": _("Somebody would have to switch the agency on."),
        "no_agreement": _("District and agency would have to sign an agreement that grants it."),
        "not_signed_yet": _("Both parties would have to sign."),
        "not_effective_yet": _("Wait until the first day of the agreement, or sign one that begins earlier."),
        "expired": _("The parties would have to renew the agreement."),
        "ended": _("The parties would have to sign a new agreement."),
        "site_not_covered": _("The agreement would have to name this site."),
        "not_granted": _("The agreement would need a clause that grants it."),
        "no_such_emergency": _("An incident of that kind would have to be open, or the clause to drop the condition."),
    }


def disclosure_authorities() -> WordList:
    """Return by what right student data is given to somebody."""
    return {
        "health_or_safety_emergency": _("Health or safety emergency (34 CFR 99.36)"),
        "school_official": _("School official (99.31(a)(1))"),
        "directory_information": _("Directory information (99.37)"),
        "court_order_or_subpoena": _("Court order or subpoena (99.31(a)(9))"),
        "consent": _("Consent (99.30)"),
        "parent_or_student": _("A parent or the student (99.10, 99.31(a)(8), (12))"),
    }


def emergency_access_outcomes() -> WordList:
    """Return what a review can find."""
    return {
        "justified": _("Justified"),
        "mistaken": _("Mistaken, in good faith"),
        "misused": _("Misused"),
    }


def radio_modes() -> WordList:
    """Return how radios are joined."""
    return {
        "none": _("not joined"),
        "patched": _("patched"),
        "shared_talkgroup": _("shared talkgroup"),
        "school_radio_on_psap": _("school radio at the 9-1-1 center"),
    }


def first_commands() -> WordList:
    """Return who commands until somebody takes over."""
    return {
        "first_arriving_officer": _("The first arriving officer"),
        "sro": _("The school resource officer"),
        "agency_supervisor": _("The agency's supervisor"),
    }


def agency_kinds() -> WordList:
    """Return kinds of agencies, as an order of command names them."""
    return {
        "district": _("District"),
        "school": _("School"),
        "police": _("Police"),
        "sheriff": _("Sheriff"),
        "fire": _("Fire"),
        "ems": _("EMS"),
        "dispatch": _("Dispatch"),
        "emergency_management": _("Emergency management"),
        "other": _("Other"),
    }
