"""The words to say about a press: one line for the radio, one block for 9-1-1. Pure.

English, because that is what is read out on the net; pages say the same in the reader's language from the fields.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from coordination.incident.panic.capability import PanicPlace
from coordination.room.entry.entries import Author
from coordination.vocabulary import PanicKind, PressSource
from mapping.plans.nearest import length_in_words

KIND_WORDS = {
    PanicKind.EMERGENCY: "Emergency, nothing more known",
    PanicKind.ACTIVE_THREAT: "Active threat",
    PanicKind.SECURE: "Threat outside the building",
    PanicKind.MEDICAL: "Medical emergency",
    PanicKind.FIRE: "Fire",
    PanicKind.STAFF_ASSIST: "Staff need help, no responders asked for",
}
KIND_TITLES = {
    PanicKind.EMERGENCY: "Panic alarm",
    PanicKind.ACTIVE_THREAT: "Active threat",
    PanicKind.SECURE: "Threat outside",
    PanicKind.MEDICAL: "Medical",
    PanicKind.FIRE: "Fire",
    PanicKind.STAFF_ASSIST: "Staff assist",
}
HEADLINES = {
    PanicKind.MEDICAL: "MEDICAL ALARM FROM A SCHOOL",
    PanicKind.FIRE: "FIRE ALARM FROM A SCHOOL",
    PanicKind.STAFF_ASSIST: "STAFF ASSIST AT A SCHOOL",
}
SILENT = "Silent alarm: do not call back into the room."
# What 9-1-1 does next differs: a call into a hiding place gives people away, and where somebody does not breathe the
# call is what saves them.
NEXT_STEPS: dict[PanicKind, tuple[str, ...]] = {
    PanicKind.EMERGENCY: (SILENT,),
    PanicKind.ACTIVE_THREAT: (SILENT,),
    PanicKind.SECURE: ("Doors are being locked, people are inside. Call the office back.",),
    PanicKind.MEDICAL: ("Call back. Ask: how old? breathing? awake? Give CPR instructions.",),
    PanicKind.FIRE: ("Evacuate. Call the office back: what burns, who is missing?",),
    PanicKind.STAFF_ASSIST: ("Do not dispatch unless somebody asks. Call the office back.",),
}
# Four sentences and the word around them are stored in 1000 characters; a hostile name must not stop an alarm.
SENTENCE_MAX_CHARS = 240
EXERCISE_LINE = "EXERCISE EXERCISE EXERCISE. This is a drill. Do not dispatch."


@dataclass(frozen=True, slots=True)
class Press:
    """What is said about one press."""

    kind: PanicKind
    source: PressSource
    button: str | None
    place: PanicPlace
    note: str | None
    by: Author
    at: datetime
    time_zone: str
    is_exercise: bool


def place_line(place: PanicPlace) -> str:
    """Return building, floor and room, as far as known, from the large to the small."""
    known = [part for part in (place.building, place.level, f"room {place.room}" if place.room else "") if part]
    return ", ".join(known) if known else "place in the building not known"


def grid_line(place: PanicPlace) -> str:
    """Return the square of the site's grid; empty if it is not known."""
    return f"grid {place.grid_cell}" if place.grid_cell else ""


def door_line(place: PanicPlace) -> str:
    """Return the nearest numbered exterior door; empty if no plan knows one."""
    if not place.door:
        return ""
    side = "" if not place.side else f", side {place.side}" if len(place.side) <= 2 else f", {place.side} side"
    distance = "" if place.door_m is None else f", {length_in_words(place.door_m)}"
    return f"nearest exterior door {place.door}{side}{distance}"


def words_to_say(press: Press) -> str:
    """Return one line for the radio."""
    place = press.place
    parts = [f"{place.site}: {place_line(place)}", grid_line(place), door_line(place), KIND_WORDS[press.kind]]
    line = ". ".join(_sentence(part) for part in parts if part) + "."
    return f"EXERCISE. {line} EXERCISE." if press.is_exercise else line


def dispatch_text(press: Press) -> str:
    """Return the block that somebody reads out or sends to 9-1-1: where first, then what, then who."""
    lines = [
        EXERCISE_LINE if press.is_exercise else HEADLINES.get(press.kind, "PANIC ALARM FROM A SCHOOL"),
        f"Where: {press.place.site}" + (f", {press.place.address}" if press.place.address else ""),
        f"Inside: {place_line(press.place)}",
        f"On the map: {grid_line(press.place)}" if press.place.grid_cell else "",
        f"Way in: {door_line(press.place)}" if press.place.door else "",
        _position_line(press.place),
        f"USNG: {press.place.usng}" if press.place.usng else "",
        f"What: {KIND_WORDS[press.kind]}" + (f". Said: {press.note}" if press.note else ""),
        f"Who: {press.by.name}, {press.by.role}, {press.by.agency}{_by_button(press)}",
        f"When: {press.at.astimezone(ZoneInfo(press.time_zone)):%Y-%m-%d %H:%M:%S %Z}",
        *NEXT_STEPS[press.kind],
        _aed_line(press),
        EXERCISE_LINE if press.is_exercise else "",
    ]
    return "\n".join(line for line in lines if line)


def title_of(kind: PanicKind, place: PanicPlace) -> str:
    """Return the incident's title: at most 120 characters."""
    return f"{KIND_TITLES[kind]}: {place_line(place)}"[:120]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:SENTENCE_MAX_CHARS]


def _by_button(press: Press) -> str:
    return f", button {press.button}" if press.button else ""


def _position_line(place: PanicPlace) -> str:
    if place.lon is None or place.lat is None:
        return ""
    within = "" if place.accuracy_m is None else f", within {length_in_words(place.accuracy_m)}"
    return f"Position: {place.lat:.6f}, {place.lon:.6f} (latitude, longitude){within}"


def _aed_line(press: Press) -> str:
    if press.kind is not PanicKind.MEDICAL:
        return ""
    return f"AED nearby: {press.place.aed}" if press.place.aed else "AED nearby: none on the plan"
