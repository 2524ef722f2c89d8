"""The words of alerts as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.prevention.social_alerts.vocabulary import (
    AlertDisposition,
)


def choice_words() -> dict[str, str]:
    """Return what a reviewer chooses from; an incident is opened by a form of its own."""
    return {
        AlertDisposition.DISMISS: _("Dismiss: nothing in it"),
        AlertDisposition.MONITOR: _("True, but no action now"),
        AlertDisposition.TIP: _("Make it a tip"),
        AlertDisposition.THREAT: _("Threat: tell the police whom an agreement names"),
    }


def door_words() -> dict[str, str]:
    return {"page": _("on the page"), "api": _("by the interface"), "search": _("search"), "report": _("report")}
