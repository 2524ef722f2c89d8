"""The words to say about a press: one line for the radio, one block for 9-1-1. They are composed, and read nothing.

In English, because that is what is read out on the net; and in the other languages, for readers of a page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, gettext_noop, override, pgettext
from django.utils.translation import gettext as _

from coordination.incident.panic.capability import PanicPlace
from coordination.room.entry.entries import Author
from coordination.vocabulary import PanicKind, PressSource
from coordination.web.wording.sentences import join_sentences
from mapping.plans.nearest import length_in_words
from mou.vocabulary import MemberRole

SPOKEN = "en"
KIND_WORDS = {
    PanicKind.EMERGENCY: gettext_noop("Emergency, nothing more known"),
    PanicKind.ACTIVE_THREAT: gettext_noop("Active threat"),
    PanicKind.SECURE: gettext_noop("Threat outside the building"),
    PanicKind.MEDICAL: gettext_noop("Medical emergency"),
    PanicKind.FIRE: gettext_noop("Fire"),
    PanicKind.STAFF_ASSIST: gettext_noop("Staff need help, no responders asked for"),
}
KIND_TITLES = {
    PanicKind.EMERGENCY: gettext_noop("Panic alarm"),
    PanicKind.ACTIVE_THREAT: gettext_noop("Active threat"),
    PanicKind.SECURE: gettext_noop("Threat outside"),
    PanicKind.MEDICAL: gettext_noop("Medical emergency"),
    PanicKind.FIRE: gettext_noop("Fire"),
    PanicKind.STAFF_ASSIST: gettext_noop("Staff assist"),
}
HEADLINE = gettext_noop("PANIC ALARM FROM A SCHOOL")
HEADLINES = {
    PanicKind.MEDICAL: gettext_noop("MEDICAL ALARM FROM A SCHOOL"),
    PanicKind.FIRE: gettext_noop("FIRE ALARM FROM A SCHOOL"),
    PanicKind.STAFF_ASSIST: gettext_noop("STAFF ASSIST AT A SCHOOL"),
}
SILENT = gettext_noop("Silent alarm: do not call back into the room.")
# What 9-1-1 does next differs: a call into a hiding place gives people away, and for a person who does not breathe
# the call is what saves them.
NEXT_STEPS: dict[PanicKind, str] = {
    PanicKind.EMERGENCY: SILENT,
    PanicKind.ACTIVE_THREAT: SILENT,
    PanicKind.SECURE: gettext_noop("Doors are being locked, people are inside. Call the office back."),
    PanicKind.MEDICAL: gettext_noop("Call back. Ask: how old? breathing? awake? Give CPR instructions."),
    PanicKind.FIRE: gettext_noop("Evacuate. Call the office back: what burns, who is missing?"),
    PanicKind.STAFF_ASSIST: gettext_noop("Do not dispatch unless someone asks. Call the office back."),
}
# Four sentences and the word around them are stored in 1000 characters; a hostile name must not stop an alarm.
SENTENCE_MAX_CHARS = 240
EXERCISE_LINE = gettext_noop("EXERCISE EXERCISE EXERCISE. This is a drill. Do not dispatch.")


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


def spoken_words[Words](say: Callable[[], Words]) -> Words:
    """Return words as they are said on the net."""
    with override(SPOKEN):
        return say()


def in_other_languages(say: Callable[[], str]) -> dict[str, str]:
    """Return the same words for readers of other languages, by the language's code."""
    found = {}
    for language, _name in settings.LANGUAGES:
        if language != SPOKEN:
            with override(language):
                found[language] = say()
    return found


# --- in the language that is active -------------------------------------------------------------------------------
def place_line(place: PanicPlace) -> str:
    """Return building, floor and room, as far as known, from the large to the small."""
    return ", ".join(_known_places(place)) or _("place in the building not known")


def _known_places(place: PanicPlace) -> list[str]:
    room = _("room {room}").format(room=place.room) if place.room else ""
    return [part for part in (place.place, place.building, place.level, room) if part]


def grid_line(place: PanicPlace) -> str:
    """Return the square of the site's grid; empty if it is not known."""
    return _("grid {cell}").format(cell=place.grid_cell) if place.grid_cell else ""


def door_line(place: PanicPlace) -> str:
    """Return the nearest numbered exterior door; empty if no plan knows one."""
    if not place.door:
        return ""
    parts = [_("nearest exterior door {door}").format(door=place.door)]
    if place.side:
        side = _("side {side}") if len(place.side) <= 2 else _("{side} side")
        parts.append(side.format(side=place.side))
    if place.door_m is not None:
        parts.append(length_in_words(place.door_m))
    return ", ".join(parts)


def words_to_say(press: Press) -> str:
    """Return one line for the radio."""
    place = press.place
    parts = [f"{place.site}: {place_line(place)}", grid_line(place), door_line(place), _(KIND_WORDS[press.kind])]
    line = join_sentences(_begin_sentence(part) for part in parts)
    return f"{_('EXERCISE')}. {line} {_('EXERCISE')}." if press.is_exercise else line


def dispatch_text(press: Press) -> str:
    """Return the block that is read out or sent to 9-1-1: where first, then what, then who."""
    place = press.place
    said = pgettext("9-1-1", "Said")
    where = f"{place.site}, {place.address}" if place.address else place.site
    labelled = (
        (pgettext("9-1-1", "Where"), where),
        (pgettext("9-1-1", "Inside"), place_line(place)),
        (pgettext("9-1-1", "On the map"), grid_line(place)),
        (pgettext("9-1-1", "Way in"), door_line(place)),
        (pgettext("9-1-1", "Position"), _position_words(place)),
        ("USNG", place.usng),
        (pgettext("9-1-1", "What"), _(KIND_WORDS[press.kind]) + (f". {said}: {press.note}" if press.note else "")),
        (pgettext("9-1-1", "Who"), _who_pressed(press)),
        (pgettext("9-1-1", "When"), f"{press.at.astimezone(ZoneInfo(press.time_zone)):%Y-%m-%d %H:%M:%S %Z}"),
    )
    lines = [
        _(EXERCISE_LINE) if press.is_exercise else _(HEADLINES.get(press.kind, HEADLINE)),
        *(f"{label}: {value}" for label, value in labelled if value),
        _(NEXT_STEPS[press.kind]),
        _aed_line(press),
        _(EXERCISE_LINE) if press.is_exercise else "",
    ]
    return "\n".join(line for line in lines if line)


def title_of(kind: PanicKind, place: PanicPlace) -> str:
    """Return the incident's title, at most 120 characters: from the small to the large, for a phone cuts its end."""
    where = ", ".join(reversed(_known_places(place))) or _("place in the building not known")
    return f"{_(KIND_TITLES[kind])}: {where}"[:120]


def _begin_sentence(text: str) -> str:
    return text[:1].upper() + text[1:SENTENCE_MAX_CHARS]


def _who_pressed(press: Press) -> str:
    role = press.by.role if (get_language() or SPOKEN) == SPOKEN else MemberRole.label_of(press.by.role)
    button = _("button {button}").format(button=press.button) if press.button else ""
    return ", ".join(part for part in (press.by.name, role, press.by.agency, button) if part)


def _position_words(place: PanicPlace) -> str:
    if place.lon is None or place.lat is None:
        return ""
    at = f"{place.lat:.6f}, {place.lon:.6f} ({_('latitude, longitude')})"
    if place.accuracy_m is None:
        return at
    return f"{at}, {_('within {length}').format(length=length_in_words(place.accuracy_m))}"


def _aed_line(press: Press) -> str:
    if press.kind is not PanicKind.MEDICAL:
        return ""
    return _("AED nearby: {aed}").format(aed=press.place.aed) if press.place.aed else _("AED nearby: none on the plan")
