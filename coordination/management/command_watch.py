"""Beside serving: see within seconds that no one commands, that a holder is gone, that a unit's PAR is missing."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model, QuerySet

from coordination.incident.command.watch import REST_S, CommandWatch
from coordination.incident.general_staff.watch import end_functions_without_access, held_functions
from coordination.incident.mutual_aid.watch import end_what_has_run_out, run_out
from coordination.incident.panic.everyday import is_everyday_room
from coordination.incident.units import par_watch
from coordination.management.clockwork import Clockwork


def watch_of_server() -> CommandWatch:
    """Return the watch as it runs beside serving: an everyday alarm without a commander pages no one."""
    return CommandWatch(everyday=is_everyday_room())


def clockwork_of_command(watch: CommandWatch) -> Clockwork:
    """Return what looks at open incidents: when access has moved, and when people would have to be told."""

    def look(at: datetime) -> float:
        watch.look(at)
        return watch.rest_s

    return Clockwork("command watch", lambda _at: [watch.unsettled()], look, every_s=REST_S)


def clockwork_of_aid() -> Clockwork:
    """Return what ends mutual aid that has run out."""
    return Clockwork("mutual aid", lambda at: [run_out(at)], _end_aid, every_s=1.0)


def _end_aid(at: datetime) -> float | None:
    # What is due and was not written is another process's just now, or no one's: it is not tried every second.
    return None if end_what_has_run_out(at) else REST_S


def clockwork_of_staff() -> Clockwork:
    """Return what looks at units and functions of open incidents."""
    return Clockwork("units and staff", _signs_of_staff, _watch_staff, every_s=par_watch.REST_S)


def _signs_of_staff(_at: datetime) -> Sequence[QuerySet[Model]]:
    return [par_watch.rooms_with_par(), held_functions()]


def _watch_staff(at: datetime) -> float:
    rest_s = par_watch.report_missing_pars(at)
    end_functions_without_access(at)
    return rest_s
