"""What a text message says of a room: short, forgiving, in English and Spanish. Pure.

`112 OK 19`, `ok 19`, `1`, `help 112`, `medical`, `locked`; `112 bien 19`, `ayuda 112`, `médico`, `cerrado`.
"""

import re
import unicodedata
from dataclasses import dataclass

from coordination.incident.accountability.capability import MAX_PEOPLE
from coordination.vocabulary import DoorLock, RoomReportState

# Asked for in this order: who writes "ok but one is hurt" needs a medic.
STATES = {
    RoomReportState.MEDICAL: (
        "medical medic medico medica hurt injured injury bleeding ambulance herido herida heridos sangra ambulancia"
    ),
    RoomReportState.NEED_HELP: "help sos ayuda auxilio socorro need",
    RoomReportState.OK: "ok okay okey k safe fine good bien salvo si yes",
}
STATE_OF = {word: state for state, words in STATES.items() for word in words.split()}
# The numbers of a menu, where nothing else stands.
MENU = {"1": RoomReportState.OK, "2": RoomReportState.NEED_HELP, "3": RoomReportState.MEDICAL}
# "not ok", "none in 101 is ok", "no estamos bien": who reads "ok" there would leave people without help.
NEGATIONS = frozenset(
    {f"no{end}" for end in ("", "t", "ne", "body", "one")}
    | {"never", "isnt", "arent", "cant", "cannot", "dont", "doesnt"}
    | {"nadie", "ninguno", "ninguna", "ningun", "nunca"}
)
DOORS = {
    **dict.fromkeys(("locked", "cerrado", "cerrada", "llave"), DoorLock.LOCKED),
    **dict.fromkeys(("unlocked", "open", "abierto", "abierta"), DoorLock.UNLOCKED),
}
SUBSTITUTES = frozenset({"sub", "substitute", "substituting", "suplente", "sustituto", "sustituta", "supliendo"})
EXERCISE = frozenset({"exercise", "drill", "ejercicio", "simulacro"})
# Said around a number or a state, and says nothing more.
FILLERS = frozenset(
    {"room", "rm", "we", "are", "here", "all", "with", "students", "kids", "adults", "in", "the", "is", "and"}
    | {
        "salon",
        "aula",
        "es",
        "estamos",
        "todos",
        "con",
        "alumnos",
        "estudiantes",
        "ninos",
        "aqui",
        "el",
        "la",
        "en",
        "y",
    }
)
# The whole text: its writer wants no more texts, or wants them again.
STOPS = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "alto", "parar", "cancelar"})
STARTS = frozenset({"start", "unstop", "empezar"})
ROOM = re.compile(r"[a-z]{0,3}-?\d{1,5}[a-z]{0,2}")
MAX_NUMBERS = 2


@dataclass(frozen=True, slots=True)
class TextReport:
    """What was understood. `before` and `after` are the numbers around the state, as they were written.

    `is_whole`: no word is left that was not understood, and none was read as less than it says: "not ok" may be more.
    """

    state: RoomReportState | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    door: DoorLock | None = None
    is_substitute: bool = False
    is_exercise: bool = False
    is_whole: bool = True


def read_text(text: str) -> TextReport:
    """Return what a text says; its `state` is None where it says none."""
    words = _plain_words(text)
    if len(words) == 1 and words[0] in MENU:
        return TextReport(state=MENU[words[0]])
    states = [STATE_OF[one] for one in words if one in STATE_OF]
    state = next((one for one in STATES if one in states), None)
    is_negated = state is RoomReportState.OK and not NEGATIONS.isdisjoint(words)
    if is_negated:
        state = RoomReportState.NEED_HELP
    door = next((DOORS[one] for one in words if one in DOORS), None)
    if state is None and door is DoorLock.LOCKED and not NEGATIONS & set(words):
        state = RoomReportState.OK
    turn = next((at for at, one in enumerate(words) if one in STATE_OF or one in DOORS), len(words))
    numbers = [(at, one) for at, one in enumerate(words) if ROOM.fullmatch(one)]
    known = {*STATE_OF, *DOORS, *NEGATIONS, *EXERCISE, *SUBSTITUTES, *FILLERS, *(one for _, one in numbers)}
    return TextReport(
        state=state,
        before=tuple(one for at, one in numbers if at < turn),
        after=tuple(one for at, one in numbers if at > turn),
        door=door,
        is_substitute=bool(SUBSTITUTES & set(words)),
        is_exercise=bool(EXERCISE & set(words)),
        is_whole=not is_negated and set(words) <= known and len(numbers) <= MAX_NUMBERS,
    )


def count_in(word: str) -> int | None:
    """Return a number of people, or None for what is none."""
    return int(word) if word.isascii() and word.isdigit() and int(word) <= MAX_PEOPLE else None


def asks_to_stop(text: str) -> bool:
    """Tell whether a text says STOP, and nothing else."""
    return _only_word(text) in STOPS


def asks_to_start(text: str) -> bool:
    """Tell whether a text takes a STOP back."""
    return _only_word(text) in STARTS


def _only_word(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _plain_words(text: str) -> list[str]:
    """Return the words without capitals, accents and signs."""
    plain = "".join(one for one in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(one))
    return re.findall(r"[a-z0-9-]+", plain.replace("'", "").replace("\u2019", ""))
