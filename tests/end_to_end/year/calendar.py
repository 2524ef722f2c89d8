"""Simulated time: the product's one clock is moved, and a server's chores are done on each Monday that passes."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from coordination.environment import database_from_url
from coordination.management.clockwork import Clockwork, are_due
from coordination.management.records_keeper import take_in_once
from coordination.management.serving_alone import clockworks_of_server
from coordination.management.upkeep import look_once, sweep_once
from coordination.postgis.base import DatabaseWrapper as Pooled

WEEK = timedelta(days=7)
# Of one morning: what each turn of a clockwork leaves over, the next one does.
TURNS = 20


@dataclass
class Calendar:
    """A clock that stands on Mondays; `each_monday` is what people do and look at, once a server did its chores."""

    at: datetime
    each_monday: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.at.date()

    def go_on_until(self, day: date) -> None:
        """Let the Mondays up to a day pass, each with all that a server does by the clock."""
        while (self.at + WEEK).date() <= day:
            self.at += WEEK
            self.work_of_a_server()
            for act in self.each_monday:
                act()

    def work_of_a_server(self) -> None:
        """Do what a server does beside serving. Clockworks turn until nothing is due or no turn changes that."""
        look_once()
        sweep_once()
        works: list[Clockwork] = clockworks_of_server()
        for _turn in range(TURNS):
            due = [work for work, is_due in zip(works, are_due(works, self.at), strict=True) if is_due]
            rests = [work.carry_out(self.at) for work in due]
            if not any(rest is not None and rest < 1 for rest in rests):
                break
        take_in_once()


@contextmanager
def simulated(monkeypatch: pytest.MonkeyPatch, begin: datetime) -> Iterator[Calendar]:
    """Let the product's clock be the calendar's."""
    calendar = Calendar(begin)
    with monkeypatch.context() as moved:
        moved.setattr(timezone, "now", lambda: calendar.at)
        yield calendar


@contextmanager
def on_database(url: str) -> Iterator[None]:
    """Let this process be a server over the database of an address."""
    before = connections.settings["default"]
    _point_to(connections.configure_settings({"default": database_from_url(url)})["default"])
    try:
        yield
    finally:
        _point_to(before)


def _point_to(entry: dict[str, object]) -> None:
    left = connections["default"]
    left.close()
    if isinstance(left, Pooled):
        # Its pool is known by the name alone, and would be asked for the next database.
        left.close_pool()
    del connections["default"]
    connections.settings["default"] = settings.DATABASES["default"] = entry


def faults_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged as an error: a chore that meets a fault does not stop the others, and says so there."""
    return [one.getMessage() for one in caplog.get_records("call") if one.levelno >= logging.ERROR]
