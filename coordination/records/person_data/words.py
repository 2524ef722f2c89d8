"""What the parts of a person's data are called, in their order."""

from django.utils.translation import gettext as _


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
        "acts_about_me": _("What administrators did about me"),
        "what_i_did": _("What the audit says of me"),
        "counts": _("Counts of what others' rules keep"),
    }
