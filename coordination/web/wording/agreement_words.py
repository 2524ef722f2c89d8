"""The words of agreements in the reader's language: kinds of terms, data, reasons; tests hold them to the lists."""

from django.utils.translation import gettext as _

type WordList = dict[str, str]


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
