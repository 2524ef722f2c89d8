"""What a line of the MSEL must be, from any source: a form, a program, or a row of a file. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from uuid import UUID

from coordination.drills.exercises.errors import BadMselLine
from coordination.drills.exercises.vocabulary import InjectDelivery, InjectKind
from coordination.drills.exercises.vocabulary import MselDefectCode as Why
from coordination.vocabulary import MarkerKind, PanicKind

type Payload = dict[str, str | float]
MOST_INJECTS = 200
# Three days: what lasts longer is more than one exercise.
MOST_OFFSET_S = 3 * 24 * 3600
# A defect quotes this much of its cell.
MOST_SAID = 60
TEXTS = {"sender": 120, "text": 2000, "to_role": 120, "expected_action": 400, "notes": 400}


@dataclass(frozen=True, slots=True)
class InjectGiven:
    """A line of the MSEL as it was given. `offset_s`: seconds from STARTEX; None waits for a controller."""

    text: str
    delivery: InjectDelivery
    kind: InjectKind = InjectKind.CONTEXTUAL
    offset_s: int | None = None
    sender: str = ""
    payload: Mapping[str, object] | None = None
    to_agency_id: UUID | None = None
    to_role: str = ""
    controller_id: UUID | None = None
    expected_action: str = ""
    objective_id: UUID | None = None
    notes: str = ""


def checked_texts(given: InjectGiven) -> dict[str, str]:
    """Return the texts of a line, stripped. Raises: BadExercise."""
    found = {name: getattr(given, name).strip() for name in TEXTS}
    for name, most in TEXTS.items():
        if len(found[name]) > most or "\x00" in found[name]:
            raise BadMselLine(Why.TOO_LONG, f"At most {most} characters.", pointer=f"/{name}", most=str(most))
    if not found["text"]:
        raise BadMselLine(Why.NO_TEXT, "Say what is brought into play.", pointer="/text")
    if given.offset_s is not None and not 0 <= given.offset_s <= MOST_OFFSET_S:
        raise BadMselLine(Why.TIME_OUT_OF_BOUNDS, "From STARTEX to three days after it.", pointer="/offset_s")
    return found


def checked_payload(delivery: InjectDelivery, given: Mapping[str, object] | None) -> Payload:
    """Return what a delivery needs beside its text. A marker may wait for its place until the plan is ready.

    Raises: BadExercise.
    """
    given = given or {}
    if delivery is InjectDelivery.MARKER:
        return _read_marker(given)
    if delivery is InjectDelivery.ALERT:
        tier = given.get("tier", PanicKind.EMERGENCY.value)
        if tier not in set(PanicKind):
            raise BadMselLine(
                Why.NO_SUCH_ALARM, "Which alarm it is.", pointer="/payload/tier", known=", ".join(PanicKind)
            )
        return {"tier": str(tier)}
    return {}


def _read_marker(given: Mapping[str, object]) -> Payload:
    kind = given.get("marker", MarkerKind.OTHER.value)
    if kind not in set(MarkerKind):
        raise BadMselLine(
            Why.NO_SUCH_MARKER, "Which marker it is.", pointer="/payload/marker", known=", ".join(MarkerKind)
        )
    found: Payload = {"marker": str(kind)}
    if (given.get("lon") is None) != (given.get("lat") is None):
        raise BadMselLine(Why.HALF_A_PLACE, "A place has a longitude and a latitude.", pointer="/payload/lon")
    if given.get("lon") is None:
        return found
    for name, most in (("lon", 180), ("lat", 90)):
        value = given[name]
        # True is a number in Python, and none on a map.
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or abs(value) > most:
            raise BadMselLine(Why.NO_DEGREES, "Degrees of WGS 84.", pointer=f"/payload/{name}")
        found[name] = float(value)
    if level_id := given.get("level_id"):
        try:
            found["level_id"] = str(UUID(str(level_id)))
        except ValueError as nonsense:
            raise BadMselLine(Why.NO_SUCH_LEVEL, "A level of the site.", pointer="/payload/level_id") from nonsense
    return found


def has_place(payload: Mapping[str, object]) -> bool:
    """Tell whether a marker knows where it stands."""
    return "lon" in payload and "lat" in payload


def offset_from(text: str) -> int | None:
    """Return seconds from STARTEX of "12", "12:30" (minutes) or "1:05:00"; None of nothing. Raises: BadExercise."""
    text = text.strip()
    if not text:
        return None
    parts = text.split(":")
    if len(parts) > 3 or not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in parts):
        raise BadMselLine(Why.NO_TIME, "Minutes, or hours:minutes:seconds.", pointer="/offset_s", said=text[:MOST_SAID])
    numbers = [int(one) for one in parts]
    if any(one > 59 for one in numbers[1:]):
        raise BadMselLine(Why.NO_TIME, "Minutes, or hours:minutes:seconds.", pointer="/offset_s", said=text[:MOST_SAID])
    if len(numbers) == 3:
        hours, minutes, seconds = numbers
    else:
        hours, minutes, seconds = 0, numbers[0], numbers[1] if len(numbers) == 2 else 0
    return hours * 3600 + minutes * 60 + seconds


def offset_text(offset_s: int | None) -> str:
    """Return seconds from STARTEX as "0:12:30"; nothing for what waits for a controller."""
    if offset_s is None:
        return ""
    return f"{offset_s // 3600}:{offset_s // 60 % 60:02}:{offset_s % 60:02}"
