"""The words of evaluations as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.drills.evaluation.vocabulary import (
    MilestoneKind,
)


def milestone_sources() -> dict[str, str]:
    """Return by which record each time is told."""
    return {
        MilestoneKind.FIRST_DEVICE: _("the first device that says it has the alert of the press"),
        MilestoneKind.ALL_STAFF: _("everybody of the school's staff who was told opened it, answered or entered"),
        MilestoneKind.FIRST_ROOM: _("the first report of a room after the press"),
        MilestoneKind.ALL_ROOMS: _("every room of the published plans has a report that stands"),
        MilestoneKind.COMMAND: _("the first claim of command"),
        MilestoneKind.FIRST_PAR: _("“PAR complete” as a message, or a mayday cleared with all accounted for"),
        MilestoneKind.SECURED: _("every room of the published plans reports its door locked"),
        MilestoneKind.RELEASED: _("the release after which no response action is in force"),
        MilestoneKind.REUNIFIED: _("“All students are with their families” as a message, else what you observe"),
    }


def seconds_text(seconds: float | None) -> str:
    """Return a stretch of time as people read it: tenths under a minute, then minutes, then hours."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("%(s).1f s") % {"s": seconds}
    whole = round(seconds)
    minutes, left = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"
