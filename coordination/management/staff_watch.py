"""Beside serving: see within seconds that a unit's PAR is missing, or that the holder of a function is gone."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model, QuerySet

from coordination.incident.general_staff.watch import end_functions_without_access, held_functions
from coordination.incident.units.par_watch import REST_S, report_missing_pars, rooms_with_par
from coordination.management.clockwork import Clockwork


def clockwork_of_staff() -> Clockwork:
    """Return what looks at units and functions of open incidents."""
    return Clockwork("units and staff", _signs_of_work, _look, every_s=REST_S)


def _signs_of_work(_at: datetime) -> Sequence[QuerySet[Model]]:
    return [rooms_with_par(), held_functions()]


def _look(at: datetime) -> float:
    rest_s = report_missing_pars(at)
    end_functions_without_access(at)
    return rest_s
