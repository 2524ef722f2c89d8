"""The words of tips as people read them, by value: for reporters, and for the team."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.prevention.tips.vocabulary import (
    TipPriority,
    TipState,
)


def priorities() -> dict[str, str]:
    return {
        TipPriority.CRITICAL: _("Critical: 15 minutes"),
        TipPriority.URGENT: _("Urgent: 1 hour"),
        TipPriority.ROUTINE: _("Routine: next school day"),
    }


def states_for_reporter() -> dict[str, str]:
    """Return how far a report has come, as its reporter is told: never how it was judged."""
    read = _("People at the school work on it.")
    ended = _("The school has finished its work on it. You can still write.")
    return {
        TipState.RECEIVED: _("It has arrived. Nobody has read it yet."),
        TipState.TRIAGED: _("Somebody has read it."),
        TipState.SENT: _("Somebody has read it."),
        TipState.ACKNOWLEDGED: read,
        TipState.IN_PROGRESS: read,
        **dict.fromkeys((TipState.DISPOSED, TipState.DUPLICATE, TipState.FALSE, TipState.TEST), ended),
    }


def problem_words(code: str, detail: str) -> str:
    """Return what a form says of an error."""
    found = {
        "not_ones_own_place": _("Nobody puts themself on a team, or lets in whom they asked for."),
        "bad_tip": _("Say what happened. A report has at most 4,000 characters."),
        "tip_taken_already": _("This report was received already. Its receipt code was shown the first time."),
        "tip_photo_refused": _("A picture could not be taken. Send the report without it."),
        "tips_flooded": _("Too many reports are coming in right now. Wait a few minutes, or tell an adult you trust."),
        "receipt_not_known": _("No report has this code. Look at each letter again."),
        "tip_has_no_reporter": _("Nobody gave this tip: there is nobody to answer."),
        "too_many_tip_messages": _("This report has many messages already. Wait an hour before you write again."),
        "tip_not_triaged": _("Set the priority first."),
        "tip_not_sent": _("Send the tip to its receivers first."),
        "tip_not_acknowledged": _("Acknowledge the tip first."),
        "tip_not_begun": _("Begin work on the tip first."),
        "tip_sent_already": _("The tip was sent before."),
        "tip_acknowledged_already": _("The tip was acknowledged before."),
        "tip_in_progress_already": _("Somebody works on the tip already."),
        "tip_disposed_already": _("The tip has its disposition. Reopen it first."),
        "tip_is_duplicate": _("The tip is linked as a duplicate. Reopen it first."),
        "tip_is_false": _("The tip is marked as false. Reopen it first."),
        "tip_is_test": _("The tip is marked as a test. Reopen it first."),
        "tip_is_open": _("Only a tip that has ended is reopened."),
        "tip_step_lacks": _("Something is missing: choose from the list, or write why."),
        "tips_team_decides": _("Only the team decides that. You may read and acknowledge."),
        "tip_names_no_school": _("The tip names no school with a site. Open the incident from the first page."),
        "tip_has_incident": _("An incident was opened from this tip before."),
        "reporters_words": _("Use your own words. What the reporter wrote stays here."),
        "bad_tip_desk": _("Something here cannot be: look at the short address and the days."),
        "short_address_taken": _("Another school or district has this short address."),
        "not_of_the_agency": _("Choose somebody of the school or its district."),
    }
    return found.get(code, detail)


def left(due_at: datetime, now: datetime) -> str:
    """Return how long somebody still has, or how long ago the time was over."""
    minutes = round((due_at - now).total_seconds() / 60)
    if minutes < 0:
        return _("Overdue by %(span)s") % {"span": _span(-minutes)}
    return _("%(span)s left") % {"span": _span(minutes)}


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return _("%(n)s days") % {"n": hours // 24}
    if hours:
        return _("%(h)s h %(m)s min") % {"h": hours, "m": rest}
    return _("%(m)s min") % {"m": rest}


def moment(at: datetime, time_zone: str) -> str:
    """Return an instant by the school's clock."""
    return date_format(at.astimezone(ZoneInfo(time_zone)), "DATETIME_FORMAT")
