"""What the parts of a person's data are called, in their order."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.records.words import audit_outcomes
from coordination.training.words import replaced as training_replaced
from coordination.web.wording.vocabulary_words import roles


def section_words() -> dict[str, str]:
    return {
        "account": _("Account"),
        "memberships": _("Memberships"),
        "sessions": _("Where I am signed in"),
        "ways_to_sign_in": _("Ways to sign in"),
        "devices": _("Devices"),
        "alerts": _("Alerts that were sent to me"),
        "rooms": _("Incidents I was in, and what I wrote there"),
        "emergency_access": _("Emergency access I took"),
        "agreements": _("Agreements I signed or commented"),
        "training": _("Training"),
        "school_assignments": _("Schools I was assigned to as an officer"),
        "acts_about_me": _("What administrators did about me"),
        "what_i_did": _("What the audit says of me"),
        "counts": _("Counts of what others' rules keep"),
    }


def field_words() -> dict[str, str]:
    """Return what the fields of all parts are called."""
    return {
        "name": _("Name"),
        "login": _("Login"),
        "mail_address": _("Mail address"),
        "phone": _("Phone"),
        "language": _("Language"),
        "since": _("Since"),
        "last_signed_in": _("Last signed in"),
        "is_active": _("Account switched on"),
        "home_agency": _("Agency that keeps the account"),
        "locked_at": _("Locked since"),
        "wrong_passwords_at": _("Wrong passwords at"),
        "agency": _("Agency"),
        "role": _("Role"),
        "title": _("Title"),
        "callsign": _("Callsign"),
        "unit": _("Unit"),
        "is_on_duty": _("On duty"),
        "ended_at": _("Ended"),
        "suspensions": _("Suspensions"),
        "reason": _("Reason"),
        "last_seen": _("Last seen"),
        "address": _("Network address"),
        "browser": _("Browser"),
        "kind": _("Kind"),
        "last_used": _("Last used"),
        "address_ends_in": _("Address ends in"),
        "platform": _("Device platform"),
        "app_version": _("Version of the app"),
        "confirmed_at": _("Confirmed"),
        "retired_at": _("Removed"),
        "at": _("When"),
        "is_exercise": _("Exercise"),
        "text": _("Text"),
        "state": _("State"),
        "delivered_at": _("Delivered"),
        "opened_at": _("Opened"),
        "acknowledged_at": _("Acknowledged"),
        "incident_id": _("Number of the incident"),
        "incident": _("Incident"),
        "site": _("Site"),
        "as": _("As"),
        "joined_at": pgettext("person", "Came in"),
        "left_at": _("Left"),
        "removed_at": _("Taken out"),
        "may_read_now": _("May be read now"),
        "entries": _("Entries"),
        "seq": _("Entry"),
        "what": _("What"),
        "said": _("Said"),
        "outcome": _("Outcome"),
        "did": _("Did"),
        "sha256": _("Fingerprint (SHA-256)"),
        "edits_of_plans": _("Edits of floor plans"),
        "walk_throughs": _("Walk-throughs"),
        "plans_given_to_others": _("Plans given to others"),
        "custody_notes": _("Custody notes"),
        "readings_of_students": _("Readings of students"),
        "steps_on_tips": _("Steps on tips"),
        "readings_of_tips": _("Readings of tips"),
        "entries_in_cases": _("Entries in cases"),
        "readings_of_cases": _("Readings of cases"),
        "steps_on_alerts": _("Steps on alerts"),
        "readings_of_alerts": _("Readings of alerts"),
        "steps_in_support": _("Steps in support"),
        "roles_in_exercises": _("Roles in exercises"),
        "answers_to_safety_checks": _("Answers to checks before exercises"),
        "readings_of_support": _("Readings of support"),
        "course": pgettext("training", "Course"),
        "hours": _("Hours"),
        "completed_on": _("Completed on"),
        "expires_on": _("Holds until"),
        "certificate_number": _("Certificate number"),
        "has_certificate": _("Picture of the certificate"),
        "replaced": _("Corrected or withdrawn"),
        "district": _("District"),
        "training_recorded": _("Training of others that I recorded"),
        "training_verified": _("Training that I verified"),
        "steps_on_assignments": _("Steps on assignments of officers"),
        "climate_surveys_brought": _("Climate surveys brought in"),
        "drills_written_down": _("Drills written down"),
        "corrections_of_drills": _("Corrections of drills"),
        "drills_signed": _("Drills signed"),
        "notices_to_parents_noted": _("Notices to parents noted"),
        "changes_of_drill_rules": _("Changes of drill rules"),
        "steps_in_climate": _("Steps in school climate"),
        "readings_of_climate": _("Readings of school climate"),
        "ratings_in_exercises": _("Ratings of tasks in exercises"),
        "injects_acted_on": _("Injects fired, held or skipped"),
        "notes_in_discussions": _("Notes in discussions"),
        "observations_in_exercises": _("Observations in exercises"),
        "exercise_reports_signed": _("Reports of exercises signed"),
        "corrective_actions_owned": _("Corrective actions owned"),
        "steps_on_corrective_actions": _("Steps on corrective actions"),
        "hot_washes_answered": _("Hot washes answered"),
    }


def value_words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of values that are of a closed list, by their field."""
    return {
        "role": roles(),
        "outcome": audit_outcomes(),
        "did": {"signed": _("signed"), "commented": _("commented")},
        "replaced": training_replaced(),
    }
