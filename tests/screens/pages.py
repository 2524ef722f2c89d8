"""Every page that a person can open, by who opens it: names of routes, filled in with what the demo holds."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import get_resolver, reverse

from coordination.demo import plot
from coordination.drills.exercises.models import Exercise
from coordination.drills.improvement.models import CorrectiveAction
from coordination.drills.requirements.models import Drill
from coordination.emergency_plans.models import EmergencyPlan
from coordination.incident.near_threats.models import NearThreat
from coordination.models import User
from coordination.prevention.cases.models import Case
from coordination.prevention.climate.models import ClimateTask
from coordination.prevention.social_alerts.models import SocialAlert
from coordination.prevention.support.models import Referral
from coordination.prevention.tips.models import Tip
from coordination.reviews.models import IncidentReview, ReviewAction
from coordination.rosters.models import RosterClass
from mapping.assessments.models import SiteFinding
from mapping.models import Facility, Level, Site, Space
from mou.models import Agency, Memorandum, SroAssignment, TrainingRecord
from tests.coordination.access_walk.found import found_pictures, found_reasons

EVERYBODY = (
    "home",
    "my_alerts",
    "sessions",
    "memberships",
    "account_change_password",
    "account_logout",
    "why",
    "agreements",
)
# The people of the demo, and what each of them opens.
PAGES = {
    "": (
        *("account_login", "account_reset_password", "agency_sign_in", "install", "kept", "mutual_aid", "nothing_here"),
        *("tip_report", "tip_receipt", "app_sign_in_return"),
    ),
    "sro": (*EVERYBODY, "incident", "site", "site_print", "reunification", "panic", "training"),
    "sergeant": ("sros", "sro", "duty", "shifts", "stations", "agency_stations", "station", "unit"),
    "dispatcher": (
        *("home", "console", "incident", "site", "agreements", "panic"),
        *("incident_map", "incident_timeline", "incident_board"),
    ),
    "teacher": ("home", "incident", "my_room", "panic", "my_alerts", "site", "students", "my_class"),
    "nurse": ("home", "incident", "my_room"),
    **dict.fromkeys(("patrol", "medic", "chief", "battalion"), ("home", "incident")),
    "principal": (
        "home",
        "incident",
        "brief",
        "panic",
        *("audit", "audit_review"),
        "administration",
        "agency",
        "invite",
        "people_file",
        "site_settings",
        "tips",
        "tip",
        "tip_desk",
        *("prevention", "cases", "case", "new_case", "case_agenda", "case_team"),
        *("social_alerts", "social_alert", "social_alert_rules", "social_alert_report"),
        *("climate", "school_climate", "climate_task", "climate_team", "climate_survey"),
        *("assessments", "assessment", "protective_measures", "site_finding", "door_sweep"),
        *("students", "my_class", "school_students", "student"),
        *("training_agency", "training_record", "training_file"),
        *("exercise_conduct", "evaluation", "evaluation_sheet", "hot_wash", "hot_washes", "exercise_times"),
        *("drill_report", "improvement_plan", "corrective_actions", "corrective_action", "compare_drills"),
    ),
    "planner": (
        *(
            "home",
            "incident",
            "site",
            "site_print",
            "reunification",
            "site_rules",
            "district_rules",
            "district_readiness",
            "plan_imports",
        ),
        *("plan_edit", "plan_history", "verify_floors", "agreements", "new_agreement", "agreement"),
        *("agreement_check", "agreement_compare_choice", "agreement_compare", "agreement_version"),
        "agreement_parties",
        *("agreement_history", "rehearsal", "training_coverage"),
        *("drill_law", "bring_drills", "drill_calendar", "district_drills", "district_drill_law", "own_drill_law"),
        *("school_drills", "new_drill", "drill_certificate", "drill"),
        *("drills", "exercises", "new_exercise", "exercise", "exercise_plan", "msel", "players_paper", "staff_paper"),
    ),
    "superintendent": (
        *("social_alert_desk", "social_alert_rules", "places"),
        *("home", "incident", "administration", "roles", "agency", "person", "invite", "people_file", "site_settings"),
        *("buildings", "building"),
        *("retention", "legal_holds", "deletions", "person_data", "my_data"),
        *("new_school", "schools_file", "disclosures", "panic_tiers", "panic_keys", "style"),
        *("site_rules", "district_rules", "agency_security", "single_sign_on", "directory"),
        *("roster", "roster_import", "roster_connection"),
        *("security", "mfa_index", "use_notice", "account_reauthenticate"),
    ),
}
# Desks and parts say themselves who opens their pages.
for _person, _names in found_pictures().items():
    PAGES[_person] = (*PAGES.get(_person, ()), *_names)
# Whose pages have the parts of others' pages: pictured, and not inspected once more.
ALIKE = frozenset({"nurse", "patrol", "medic", "chief", "battalion"})
# Who comes by mutual aid, without an account, when someone in command lets them in.
GUEST = "guest"
PAGES[GUEST] = ("incident",)
SECOND_FACTOR = (
    *("mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp"),
    *("mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_login_webauthn", "mfa_reauthenticate"),
    *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes"),
)
# Pages that need something the demo does not begin with, and answers that are no pages.
NOT_TAKEN = {
    "exercise_discussion": "needs a tabletop that goes on (test_exercise_pages)",
    "room_words": "what the incident's script says",
    "recovery": "needs an agency that is lost",
    "address": "needs an address that waits for its code",
    "agreement_word_file": "needs a draft",
    "emergency_access": "needs emergency access that someone took",
    "plan_difference": "needs a second version of a floor",
    "account_inactive": "no one of the demo is locked out",
    "agreement_paper": "needs a version that is out for signature",
    "agreement_redline": "needs two versions of one agreement",
    "account_complete_password_reset": "needs a code from a mail",
    "account_confirm_password_reset_code": "needs a code from a mail",
    "account_password_reset_completed": "needs a code from a mail",
    "brief_pdf": "a file",
    "drill_report_pdf": "a file",
    "drill_report_json": "a file",
    "msel_file": "a file",
    **dict.fromkeys(("district_drill_ics", "district_drill_csv", "school_drill_ics", "school_drill_csv"), "a file"),
    "drill_certificate_pdf": "a file",
    "followed_drill_calendar": "a file, for a program with a password",
    "upgrade_plan": "a file",
    "evidence": "a file",
    "record_key": "a key",
    "in_use": "asked by a page's script",
    "agency_sign_in_again": "asked for on the way to another page",
    "scim_user": "for a directory",
    "scim_group": "for a directory",
    "openid_connect_callback": "leads on to another page",
    "app_sign_in": "leads on to another page",
    "app_sign_in_done": "leads on to another page",
    "alert_test": "needs a test that someone has begun",
    "disclosures_pdf": "a file",
    "manifest": "a file",
    "map_certificate": "a file",
    **dict.fromkeys(SECOND_FACTOR, "needs a second factor, or a sign-in just now"),
    "new_agency": "for the operator of an installation",
    "panic_key": "needs the panic buttons of a maker",
    "police_copy": "needs a paper that a team has given",
    "safety_flags": "needs a real incident",
    "new_sro": "for those who lead a police or sheriff's office",
    "never_drilled": "needs a real incident",
    "plan_import": "needs a file that someone has brought",
    "room": "leads on to the incident",
    "service_worker": "a script",
    "set_language": "changes the language",
    "welcome": "needs a one-time address from an invitation",
    **found_reasons(),
}


@dataclass(frozen=True, slots=True)
class Held:
    """What the addresses name: of the school that is drawn in full, and of the agreement with its police.

    `threatened_id` and `hurt_id` are the rooms of the presses.
    """

    site_id: UUID
    threatened_id: UUID
    hurt_id: UUID
    level_id: UUID
    building_id: UUID
    district_id: UUID
    agency_id: UUID
    person_id: UUID
    memorandum_id: UUID
    other_id: UUID
    tip_id: UUID
    case_id: UUID
    referral_id: UUID
    school_id: UUID
    task_id: UUID
    alert_id: UUID
    assessment_id: UUID
    finding_id: UUID
    assignment_id: UUID
    record_id: UUID
    short_address: str
    class_id: UUID
    student_id: UUID
    exercise_id: UUID
    played_id: UUID
    action_id: UUID
    drill_id: UUID
    key: str
    police_id: UUID
    station_id: UUID
    unit_id: UUID
    plan_id: UUID
    threat_id: UUID
    reviewed_id: UUID
    of_review_id: UUID


def held() -> Held:
    """Look up what the demo holds. Reads the database."""
    district = Agency.objects.get(name=plot.DISTRICT)
    site = Site.objects.get(school__name=plot.LINCOLN)
    first, second = Memorandum.objects.filter(district=district).order_by("title")[:2]
    level = Level.objects.filter(site=site, building__isnull=False).order_by("ordinal").first()
    assert level is not None, "the school has no floor"
    assert level.building_id is not None
    tip = Tip.objects.select_related("desk").order_by("received_at").first()
    assert tip is not None, "no one has given a tip"
    finding = SiteFinding.objects.select_related("assessment").order_by("number").first()
    assert finding is not None, "no site was assessed"
    assert finding.assessment is not None
    taught = RosterClass.objects.filter(enrollments__is_teacher=True).order_by("title")[0]
    ended = Exercise.objects.filter(state="ended", incident_id__isnull=False).latest("ended_at")
    assert ended.incident_id is not None
    station = Facility.objects.select_related("agency").get(agency__name=plot.POLICE)
    assert station.agency is not None
    rooms = {one.number: one.pk for one in Space.objects.filter(floorplan__level=level, number__in=("112", "113"))}
    return Held(
        site_id=site.pk,
        threatened_id=rooms["112"],
        hurt_id=rooms["113"],
        level_id=level.pk,
        building_id=level.building_id,
        district_id=district.pk,
        agency_id=Agency.objects.get(name=plot.LINCOLN).pk,
        person_id=User.objects.get(username="teacher").public_id,
        memorandum_id=first.pk,
        other_id=second.pk,
        tip_id=tip.pk,
        referral_id=Referral.objects.earliest("referred_at").pk,
        school_id=Agency.objects.get(name=plot.LINCOLN).pk,
        task_id=ClimateTask.objects.filter(school__name=plot.LINCOLN).earliest("pk").pk,
        alert_id=SocialAlert.objects.filter(decided_at__isnull=True).earliest("number").pk,
        case_id=Case.objects.earliest("opened_at").pk,
        assessment_id=finding.assessment.pk,
        finding_id=finding.pk,
        assignment_id=SroAssignment.objects.earliest("since").pk,
        record_id=TrainingRecord.objects.filter(agency__name=plot.LINCOLN).earliest("completed_on").pk,
        short_address=tip.desk.short_address,
        class_id=taught.pk,
        action_id=CorrectiveAction.objects.earliest("number").pk,
        exercise_id=ended.pk,
        played_id=ended.incident_id,
        drill_id=Drill.objects.filter(site=site, state="held").latest("starts_at").pk,
        key="TX",
        police_id=station.agency.pk,
        station_id=station.pk,
        unit_id=station.units.earliest("name").pk,
        plan_id=EmergencyPlan.objects.get(site=site).pk,
        reviewed_id=IncidentReview.objects.earliest("opened_at").pk,
        of_review_id=ReviewAction.objects.earliest("number").pk,
        threat_id=NearThreat.objects.earliest("sent_at").pk,
        student_id=taught.enrollments.filter(is_teacher=False).order_by("sourced_id")[0].person_id,
    )


def named_routes() -> dict[str, list[str]]:
    """Return every named route with the names that its address needs."""
    found = get_resolver().reverse_dict
    return {name: found.getlist(name)[0][0][0][1] for name in found if isinstance(name, str)}


def address_of(name: str, of: Held, incident_id: str) -> str:
    """Return the path of a route, filled in."""
    if name == "nothing_here":
        return "/nothing-here"
    told = {
        "incident_id": incident_id,
        "number": 1,
        "role": "nurse",
        "audience": "staff",
        "form": "201",
        "block": "5",
        **{key: getattr(of, key) for key in Held.__slots__},
    }
    if name in ("agency_stations", "station", "unit", "shifts"):
        told["agency_id"] = of.police_id
    if name == "exercise_times":
        # Of an exercise, whatever is looked at now.
        told["incident_id"] = of.played_id
    if name in ("review", "review_wash"):
        # A real one that is over, whatever is looked at now.
        told["incident_id"] = of.reviewed_id
    if name == "review_action":
        told["action_id"] = of.of_review_id
    if name == "review_year":
        told["agency_id"] = of.district_id
    if name == "emergency_plan_section":
        told["key"] = "evacuation"
    return reverse(name, kwargs={key: told[key] for key in named_routes()[name]})
