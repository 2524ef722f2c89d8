"""What pages say of threats near schools."""

from django.utils.translation import gettext as _

from coordination.incident.near_threats.queries import ShownThreat
from coordination.incident.near_threats.rules import SchoolTold


def real_words() -> str:
    """Return what marks what really happens."""
    return _("REAL")


def exercise_words() -> str:
    """Return what marks an exercise."""
    return _("EXERCISE")


def mark_words(threat: ShownThreat | SchoolTold) -> str:
    """Return whether a threat, or what a school was told, is real."""
    return exercise_words() if threat.is_exercise else real_words()


def state_words(threat: ShownThreat) -> str:
    """Return whether a threat stands."""
    if threat.ended_at is not None:
        return _("All clear")
    return _("Time is up, without an all clear") if threat.is_over else _("Stands")


def start_words(threat: ShownThreat) -> str:
    """Return what the button says that starts what is suggested."""
    start = _("Start {action} now").format(action=threat.suggested.label)
    return f"{exercise_words()} · {start}" if threat.is_exercise else start
