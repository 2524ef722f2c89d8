"""The words of typed terms: their forms, their closed lists, and the kinds of incident that others know."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def term_words() -> dict[str, str]:
    """Return every text of the terms' forms by its key."""
    return {
        **_form_words(),
        **_value_words(),
        **{f"kind.{key}": text for key, text in term_kind_words().items()},
        **{f"category.{key}": text for key, text in category_words().items()},
        **{f"incident.{key}": text for key, text in incident_type_words().items()},
    }


def _form_words() -> dict[str, str]:
    return {
        "terms": _("What the software acts on"),
        "no_terms": _("No typed terms in this clause."),
        "add_term": _("Add a term"),
        "remove_term": _("Remove term"),
        "matrix": _("Data matrix: what is shared, and when"),
        "category": _("Category"),
        "to_agency": _("District to agency"),
        "to_district": _("Agency to district"),
        "unsaid": _("not said"),
        "time.never": _("never"),
        "time.emergency": _("emergency"),
        "time.on_request": _("on request"),
        "time.continuous": _("continuous"),
        "granted": _("Granted"),
        "yes": _("Yes"),
        "when": _("When"),
        "trigger": _("Trigger"),
        "number": _("Number"),
        "minutes": _("Minutes"),
        "hours": _("Hours"),
        "within_days": _("Within days"),
        "days": _("Days"),
        "duty": _("Whose duty"),
        "mode": _("Mode"),
        "channels": _("Channels"),
        "priority": _("For which calls"),
        "people": _("Who is called, first to last"),
        "initial": _("Commands first"),
        "order": _("Then, in this order"),
        "scope": _("Course"),
        "condition": pgettext("term", "Holds"),
        "always": _("always"),
        "incident_open": _("while a real incident is open at the site"),
        "drill_too": _("while an incident or exercise is open at the site"),
        "any_kind": _("Kinds of incident: any"),
        "some_kinds": _("Kinds of incident: {n} chosen"),
        "any_incident": _("None ticked: any kind."),
        "add_row": _("Add a row"),
        "remove_row": _("Remove row"),
        "incomplete": _("Not saved until somebody stands here."),
        "contact.name": _("Name"),
        "contact.role": _("Role"),
        "contact.party": _("Of"),
        "contact.phone": _("Telephone"),
        "contact.email": _("Mail"),
    }


def _value_words() -> dict[str, str]:
    return {
        "party.district": _("the district"),
        "party.agency": _("the agency"),
        "initial.first_arriving_officer": _("The first arriving officer"),
        "initial.sro": _("The school resource officer"),
        "initial.agency_supervisor": _("The agency's supervisor"),
        "mode.none": _("not joined"),
        "mode.patched": _("patched"),
        "mode.shared_talkgroup": _("shared talkgroup"),
        "mode.school_radio_on_psap": _("school radio at the 9-1-1 center"),
        "duty.school": _("the school"),
        "duty.agency": _("the agency"),
        "duty.vendor": _("the vendor"),
        "agency.district": _("District"),
        "agency.school": _("School"),
        "agency.police": _("Police"),
        "agency.sheriff": _("Sheriff"),
        "agency.fire": pgettext("agency", "Fire"),
        "agency.ems": _("EMS"),
        "agency.dispatch": _("Dispatch"),
        "agency.emergency_management": _("Emergency management"),
        "agency.other": _("Other"),
    }


def incident_type_words() -> Mapping[str, str]:
    """Return what each kind of incident is called. Agreements do not know incidents: settings name who does."""
    found: Mapping[str, str] = import_string(settings.MOU_INCIDENT_TYPES)()
    return found


def term_kind_words() -> dict[str, str]:
    """Return what each kind of term is called."""
    return {
        "floorplan_access": _("Access to floorplans"),
        "room_access": _("Access to incident rooms"),
        "roster_access": _("Access to the roster"),
        "camera_access": _("Access to cameras"),
        "data_sharing": _("Data sharing"),
        "ferpa_school_official": _("Officer is a school official (FERPA)"),
        "command_transfer_to": _("Order of command"),
        "radio_interop": _("Radio"),
        "response_time_target_minutes": _("Response time target"),
        "contacts": _("Contacts"),
        "duty_paging": _("Page people off duty"),
        "sro_disciplinarian": _("Officer disciplines students"),
        "training_hours": _("Training hours"),
        "drills_per_year": _("Drills per year"),
        "map_update_days": _("Map update"),
        "review_interval_months": _("Review every months"),
        "renewal_notice_days": _("Renewal notice, days"),
        "termination_notice_days": _("Termination notice, days"),
    }


def category_words() -> dict[str, str]:
    """Return what each row of the data matrix is called."""
    return {
        "student_roster": _("Student roster"),
        "staff_roster": _("Staff roster"),
        "photo": _("Photos"),
        "schedule": _("Schedules"),
        "attendance": _("Attendance"),
        "address_guardians": _("Addresses and guardians"),
        "discipline": _("Discipline records"),
        "special_education": _("Special education"),
        "medical": _("Medical"),
        "counselling": _("Counseling"),
        "threat_assessment": _("Threat assessments"),
        "visitor_log": _("Visitor log"),
        "door_events": _("Door events"),
        "live_video": _("Live video"),
        "recorded_video": _("Recorded video"),
        "floor_plan": _("Floor plans"),
        "tip_reports": _("Tips"),
        "social_media_alert": _("Social media alerts"),
        "device_location": _("Locations of devices"),
        "site_assessment": _("Site assessments"),
        "school_climate": _("Results of school climate surveys"),
    }
