"""The words of support as people read them, by value."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.prevention.support.vocabulary import (
    CrisisStep,
    ReferralStep,
)


def act_words() -> dict[str, str]:
    """Return what a record says was done."""
    return {
        **ReferralStep.labels(),
        **CrisisStep.labels(),
        "referred": _("Referred"),
        "called": pgettext("crisis team", "Called"),
        "room": _("Took a room"),
        "room_given": _("Gave a room back"),
        "person": _("Put on the list"),
        "followed_up": _("Asked how they are"),
    }


def door_words() -> dict[str, str]:
    return {"page": _("page"), "api": _("interface")}
