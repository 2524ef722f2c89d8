"""Beside serving: bring what is due into exercises that run. Of all processes that look, one brings it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model, QuerySet

from coordination.drills.conduct.work.injects import deliver_due, led_by_the_clock
from coordination.management.clockwork import Clockwork


def clockwork_of_exercises() -> Clockwork:
    """Return what looks each second while an exercise runs: at the fastest pace that is a minute of its time."""
    return Clockwork("exercise keeper", _signs, _deliver, every_s=1.0)


def _signs(_at: datetime) -> Sequence[QuerySet[Model]]:
    return [led_by_the_clock()]


def _deliver(at: datetime) -> None:
    deliver_due(at)
