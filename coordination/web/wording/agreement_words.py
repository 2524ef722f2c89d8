"""What would have to change before a person may do something, in the reader's language."""

from django.utils.translation import gettext as _

type WordList = dict[str, str]


def remedy_words() -> WordList:
    """Return what would have to change, for every reason that stands in the way."""
    return {
        "person_inactive": _("Someone would have to switch the account on."),
        "no_membership": _("An agency would have to take them in."),
        "membership_not_begun": _("Wait until the membership begins."),
        "membership_ended": _("Their agency would have to take them in again."),
        "suspended": _("Their agency would have to lift the suspension."),
        "agency_inactive": _("Someone would have to switch the agency on."),
        "no_agreement": _("District and agency would have to sign an agreement that grants it."),
        "not_signed_yet": _("Both parties would have to sign."),
        "not_effective_yet": _("Wait until the first day of the agreement, or sign one that begins earlier."),
        "expired": _("The parties would have to renew the agreement."),
        "ended": _("The parties would have to sign a new agreement."),
        "site_not_covered": _("The agreement would have to name this site."),
        "not_granted": _("The agreement would need a clause that grants it."),
        "no_such_emergency": _("An incident of that kind would have to be open, or the clause to drop the condition."),
    }
