"""A full-scale exercise that is ready, on a real server: sixty people of five agencies, and forty injects."""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import run_program
from tests.support.services import app_environment

# People by agency; the first of the school directs.
PEOPLE = {"school": 20, "police": 15, "fire": 10, "ems": 8, "dispatch": 7}
ROLES = {
    "school1": "director",
    "school2": "controller",
    "police1": "controller",
    "fire1": "controller",
    "school3": "evaluator",
    "police2": "evaluator",
    "ems1": "evaluator",
    "fire2": "safety_officer",
    "dispatch1": "observer",
    "school4": "observer",
}
BY_SYSTEM, BY_HAND, TO_SAY = 30, 4, 6
# Exercise time between two that come by themselves.
EVERY_S = 8


@dataclass(frozen=True)
class FullScale:
    """The ids a client needs. `tokens` and `roles` are by people's names: school1, police3, …

    `discussion_id`: a tabletop at another site, for the same people in the same roles.
    """

    site_id: str
    exercise_id: str
    discussion_id: str
    tokens: dict[str, str]
    roles: dict[str, str]


def set_full_scale(database_url: str, *, var: Path) -> FullScale:
    """Write it into a migrated, empty database, in a process of its own. Raises: ServiceError."""
    told = run_program("tests.stage.exercises.full_scale_rows", env=app_environment(database_url, None, var=var))
    return FullScale(**json.loads(told))
