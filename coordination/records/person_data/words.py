"""What the parts of a person's data are called, in their order."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.vocabulary import AuditOutcome
from mou.foundation.installed_apps import installed_apps
from mou.vocabulary import MemberRole, ReplacedWhy


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
        "sessions_lock_since": _("Sessions lock since"),
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
        "is_in_office": _("Called with the office of a school"),
        "is_on_duty": _("On duty"),
        "ended_at": _("Ended"),
        "offered_at": _("Offered"),
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
        **{one.name: _(one.words) for app in installed_apps() for one in app.app.person_counts},
    }


def value_words() -> Mapping[str, Mapping[str, str]]:
    """Return the words of values that are of a closed list, by their field."""
    return {
        "role": MemberRole.labels(),
        "outcome": AuditOutcome.labels(),
        "did": {"signed": _("signed"), "commented": _("commented")},
        "replaced": ReplacedWhy.labels(),
    }
