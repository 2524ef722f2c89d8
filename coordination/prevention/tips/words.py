"""The words of tips as people read them, by value: for reporters, and for the team."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.prevention.tips.vocabulary import (
    TipPriority,
    TipState,
)


def priority_words() -> dict[str, str]:
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
        TipState.RECEIVED: _("It has arrived. No one has read it yet."),
        TipState.TRIAGED: _("Someone has read it."),
        TipState.SENT: _("Someone has read it."),
        TipState.ACKNOWLEDGED: read,
        TipState.IN_PROGRESS: read,
        **dict.fromkeys((TipState.DISPOSED, TipState.DUPLICATE, TipState.FALSE, TipState.TEST), ended),
    }


def words_of_time_left(due_at: datetime, now: datetime) -> str:
    """Return how long someone still has, or how long ago the time was over."""
    minutes = round((due_at - now).total_seconds() / 60)
    if minutes < 0:
        return _("Overdue by %(span)s") % {"span": _span_words(-minutes)}
    return _("%(span)s left") % {"span": _span_words(minutes)}


def _span_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return _("%(n)s days") % {"n": hours // 24}
    if hours:
        return _("%(h)s h %(m)s min") % {"h": hours, "m": rest}
    return _("%(m)s min") % {"m": rest}


def moment_words(at: datetime, time_zone: str) -> str:
    """Return an instant by the school's clock."""
    return date_format(at.astimezone(ZoneInfo(time_zone)), "DATETIME_FORMAT")
