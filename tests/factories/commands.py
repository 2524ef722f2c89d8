"""A valid command of each type: one table of sample values for every test that gives them all.

A field that is in no table and must be given gets a value of its type, so that a new command needs no line here unless
its class has a rule of its own.
"""

from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID, uuid4

from coordination.describe.catalogue import COMMANDS

# By the names of fields; fields of one name mean the same in most commands.
SAMPLES: dict[str, object] = {
    "is_exercise": True,
    "incident_type": "STDBY",
    "severity": "minor",
    "title": "Drill",
    "reason": "a reason",
    "text": "words",
    "label": "label",
    "lon": 0,
    "lat": 0,
    "points": [[0, 0], [1, 1]],
    "status": "OnScene",
    "grants": ["roster_access"],
    "authority": "health_or_safety_emergency",
    "threat": "Shots heard",
    "categories": ["student_roster"],
    "recipient": "Sgt. Demo",
    "students": "All of room 112",
    "room": "101",
    "state": "ok",
    "value": "2",
    "source": "caller",
    "spoken_by": "Unit 12",
    "verdict": "one",
    "note": "Really",
    "agency": "Valley Fire",
    "agency_kind": "fire",
    "person": "Chief Alvarez",
    "lines": [["Everyone out"]],
}
# Where a command means another thing by the name, or a value is bound to the others.
OF_ONE: dict[str, dict[str, object]] = {
    "raise_panic": {"kind": "emergency"},
    "set_ground_place": {"kind": "protected_corridor"},
    "report_sighting": {"kind": "gas"},
    "tell_door": {"state": "locked"},
    "draw_shape": {"kind": "route"},
    "start_response_action": {"kind": "hold"},
    "change_response_action": {"kind": "secure"},
    "relay_call": {"source": "radio"},
    "set_cad_number": {"number": "26-001234"},
    "report_room": {"students": 24},
    **{one: {"form": "202", "block": "3"} for one in ("edit_form_block", "take_form_seed")},
    # The steps before are for other days.
    "tick_role_step": {"role": "principal", "step": 3},
    "untick_role_step": {"role": "principal", "step": 3},
}
# Whose report was passed on says the source; these are one's own. So are units: of another's, their agency is said.
NOT_GIVEN = {("report_room", "source"), ("check_in_unit", "agency"), ("check_in_unit", "agency_kind")}


def sample_command(word: str, /, **known: object) -> dict[str, object]:
    """Return the fields of a command of a type; of `known`, what a test has things for, those that the command has."""
    given = {**SAMPLES, **OF_ONE.get(word, {}), **known, "type": word}
    fields = next(one.model for one in COMMANDS if one.word == word).model_fields
    wanted = {name: one for name, one in fields.items() if (word, name) not in NOT_GIVEN}
    return {
        name: given[name] if name in given else _sample_of(one.annotation)
        for name, one in wanted.items()
        if name in given or one.is_required()
    }


def _sample_of(wanted: Any) -> object:
    """Return a value of a type: of a closed list its first, and an id that names nothing."""
    if get_origin(wanted) in (Annotated, Union, UnionType, list, tuple):
        found = _sample_of(get_args(wanted)[0])
        return [found] if get_origin(wanted) in (list, tuple) else found
    if get_origin(wanted) is Literal:
        return get_args(wanted)[0]
    if issubclass(wanted, Enum):
        return next(iter(wanted)).value
    values: dict[type, object] = {UUID: str(uuid4()), bool: True, int: 1, float: 0}
    return values.get(wanted, "words")
