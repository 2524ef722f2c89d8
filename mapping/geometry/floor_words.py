"""What a floor is called: the words of files, of screens and of people, and which floor each of them means. Pure.

Every word is folded as mapping.geometry.tokens folds it. A floor is found by keys: "2" (the second floor, whatever its
ordinal), "ground", "b1" (the first below the ground), "basement", "lower", "mezzanine", "roof".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mapping.geometry.floors_abroad import FloorAbroad, floor_abroad, is_written_apart
from mapping.geometry.tokens import split_tokens
from mapping.vocabulary import SHORT_NAME_MAX_CHARS, FloorCounting

ORDINALS = {
    "en": (
        *("ground", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
        *("eleventh", "twelfth"),
    ),
    "es": (
        *("planta baja", "primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno"),
        "décimo",
    ),
}
_NUMBERED = (
    "first 1st primer primero primera 1o 1er",
    "second 2nd segundo segunda 2o 2do",
    "third 3rd tercer tercero tercera 3o 3er",
    "fourth 4th cuarto cuarta 4o 4to",
    "fifth 5th quinto quinta 5o 5to",
    "sixth 6th sexto sexta 6o 6to",
    "seventh 7th septimo septima 7o 7mo",
    "eighth 8th octavo octava 8o 8vo",
    "ninth 9th noveno novena 9o 9no",
    "tenth 10th decimo decima 10o",
    "eleventh 11th",
    "twelfth 12th",
)
# The key a word stands for when the word for floor is beside it: "lower level", "planta baja".
FLOOR_KEYS: dict[str, str] = {
    **dict.fromkeys(("ground", "baja", "calle"), "ground"),
    **dict.fromkeys(("basement", "sotano", "cellar", "subsuelo"), "basement"),
    **dict.fromkeys(("lower", "inferior"), "lower"),
    **dict.fromkeys(("mezzanine", "mezz", "entresuelo", "entrepiso", "intermedio"), "mezzanine"),
    **dict.fromkeys(("roof", "rooftop", "azotea", "tejado"), "roof"),
    **{word: str(number) for number, words in enumerate(_NUMBERED, start=1) for word in words.split()},
}
# These say a floor by themselves; the others need the word for floor beside them.
FLOORS_ALONE = (
    *("basement", "sotano", "cellar", "subsuelo", "mezzanine", "entresuelo", "entrepiso", "rooftop", "azotea"),
)
BASEMENTS = ("basement", "sotano", "subsuelo")
FLOOR_WORDS = ("floor", "floors", "level", "fl", "flr", "storey", "story", "piso", "planta", "nivel")
# What stands on lift buttons and in the columns of files.
CODES = (
    (r"0*([0-9]{1,2})(?:f|fl|階)", ""),
    (r"l0*([0-9]{1,2})", ""),
    (r"(?:b|ug)0*([1-9])f?", "b"),
)
LETTERS = {
    **dict.fromkeys(("g", "gf", "eg", "pb"), "ground"),
    "b": "basement",
    **dict.fromkeys(("ll", "lg"), "lower"),
    **dict.fromkeys(("m", "mz", "ml"), "mezzanine"),
    **dict.fromkeys(("r", "rf"), "roof"),
}
SAID = {
    "ground": ("ground floor", "planta baja"),
    "b1": ("basement", "sótano"),
    "lower": ("lower level", "nivel inferior"),
    "mezzanine": ("mezzanine", "entresuelo"),
    "roof": ("roof", "azotea"),
    "upper": ("upper level", "nivel superior"),
    "garden": ("garden level", "nivel de jardín"),
    "penthouse": ("penthouse", "ático"),
}
SHORT_NUMBER = re.compile(r"[0-9]{1,2}", re.ASCII)
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,3})?", re.ASCII)
BETWEEN = re.compile(r"(?<![0-9])[0-9]{1,2}(?:\.[0-9]*[1-9][0-9]*|½)")
MIDDLE = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class FloorName:
    """Which floor a word of a file means, and what it is called from then on."""

    ordinal: Decimal
    short_name: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class FloorRow:
    """A floor of a building as the database tells it; `counting` is the building's."""

    ordinal: Decimal
    name: str
    short_name: str
    counting: FloorCounting = FloorCounting.US


def key_of_code(word: str) -> str:
    """Return the key that a word from a lift's button stands for ("2f", "b1"); empty if it is none."""
    for pattern, start in CODES:
        found = re.fullmatch(pattern, word)
        if found is not None:
            return f"{start}{int(found[1])}"
    return ""


def keys_at(words: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
    """Yield the keys that the words from `start` on may stand for, each with the end of it, the surest first."""
    word, then = (words[at] if at < len(words) else "" for at in (start, start + 1))
    if word in FLOOR_WORDS:
        yield _key_alone(then), start + 2
    if then in FLOOR_WORDS:
        yield FLOOR_KEYS.get(word, "") or key_of_code(word), start + 2
    if word in FLOORS_ALONE:
        is_numbered = word in BASEMENTS and SHORT_NUMBER.fullmatch(then) is not None
        yield (f"b{int(then)}", start + 2) if is_numbered else (FLOOR_KEYS[word], start + 1)
    yield key_of_code(word), start + 1


def _key_alone(word: str) -> str:
    number = str(int(word)) if SHORT_NUMBER.fullmatch(word) else ""
    return number or FLOOR_KEYS.get(word, "") or key_of_code(word) or LETTERS.get(word, "")


def own_key(text: str) -> str:
    """Return the key that a floor's own name stands for, as "2" for "Level 2", "2F" and "Segundo piso"; or nothing.

    A name that says more ("Level 2 East") is that floor too.
    """
    words = [one.text for one in split_tokens(text)]
    if BETWEEN.search(text):
        return "mezzanine"
    abroad = floor_abroad(text)
    if abroad is not None:
        return abroad.key
    if len(words) == 1:
        return _key_alone(words[0])
    return next((key for at in range(len(words)) for key, _ in keys_at(words, at) if key), "")


def floor_part(text: str) -> str:
    """Return what of a text names a floor, as "2F" of "rooms 2F"; all of it where it is nothing else, or nothing."""
    words = split_tokens(text)
    if floor_abroad(text) is not None or (own_key(text) and is_plain(text)):
        return text
    spoken = [one.text for one in words]
    for at in range(len(words)):
        for key, end in keys_at(spoken, at):
            if key:
                return text[words[at].start : words[min(end, len(words)) - 1].end]
    for word in words:
        if floor_abroad(word.text) is not None and not word.text.isascii():
            return text[word.start : word.end]
    return ""


def is_plain(name: str) -> bool:
    """Say whether a name is only words for a floor, so that it can be said in another language.

    A name like "1. Obergeschoss" is not: its number is counted otherwise, and it is said as it is.
    """
    if is_written_apart(name) and floor_abroad(name) is not None:
        return True
    words = {one.text for one in split_tokens(name)}
    return all(
        word in FLOOR_WORDS or word in FLOOR_KEYS or word in LETTERS or word.isdecimal() or key_of_code(word)
        for word in words
    )


def counted_number(ordinal: Decimal, counting: FloorCounting) -> int | None:
    """Return the number of a floor; the one on the ground is the first in the United States and in Japan.

    None for what is below the ground, between two floors, or the ground of a building that begins to count above it.
    """
    if ordinal < 0 or ordinal % 1:
        return None
    number = int(ordinal) + (0 if counting is FloorCounting.UK else 1)
    return number or None


def counted_name(ordinal: Decimal, counting: FloorCounting) -> FloorName:
    """Return what a floor is called that has no name of its own."""
    number = counted_number(ordinal, counting)
    if number is not None:
        return _floor_name(ordinal, str(number), counting)
    if ordinal % 1:
        shown = ordinal if counting is FloorCounting.UK or ordinal < 0 else ordinal + 1
        label = f"{shown.normalize():f}"
        return FloorName(ordinal, label, f"Mezzanine {label}")
    return _floor_name(ordinal, "ground" if ordinal == 0 else f"b{-int(ordinal)}", counting)


def _floor_name(ordinal: Decimal, key: str, counting: FloorCounting) -> FloorName:
    short = {"ground": "G", "mezzanine": "M", "roof": "R", "penthouse": "PH"}.get(key, key.upper())
    has_f = counting is FloorCounting.JAPAN and key[-1].isdecimal()
    said = said_of(key)[0]
    return FloorName(ordinal, f"{short}F" if has_f else short, said[0].upper() + said[1:])


def said_of(key: str) -> tuple[str, str]:
    """Return how a floor is said that has this key, in English and Spanish."""
    if key in SAID:
        return SAID[key]
    if key.startswith("b") and key[1:].isdecimal():
        return (f"basement {key[1:]}", f"sótano {key[1:]}")
    number = int(key)
    if number == 0:
        return SAID["ground"]
    english = f"{ORDINALS['en'][number]} floor" if number < len(ORDINALS["en"]) else f"floor {number}"
    spanish = f"{ORDINALS['es'][number]} piso" if number < len(ORDINALS["es"]) else f"piso {number}"
    return (english, spanish)


def propose_floors(words: Iterable[str], counting: FloorCounting) -> dict[str, FloorName]:
    """Return which floor each word of a file most likely means, and how it would be called.

    Bare numbers with a zero or one below it among them are ordinals, as in OpenStreetMap. Else they are numbers as
    people count them, and where the file has a ground floor beside them, they begin above it. A word that says no
    floor is absent: a guess would send people to the wrong one.
    """
    found = list(dict.fromkeys(words))
    ordinals = {word: one for word in found if (one := _ordinal_of(word)) is not None}
    if not any(one <= 0 or one % 1 for one in ordinals.values()):
        ordinals = {}
    keys = {word: own_key(word) for word in found if word not in ordinals}
    abroad = {word: floor for word in keys if (floor := floor_abroad(word)) is not None}
    # "Main level" says nothing about the number of the floor above it.
    has_ground = any(key in ("ground", "0") and word.lower().split()[:1] != ["main"] for word, key in keys.items())
    first = 0 if has_ground or counting is FloorCounting.UK else 1
    numbered = [int(key) - first for word, key in keys.items() if key.isdecimal() and word not in abroad]
    highest = max((*numbered, *(int(one.ordinal) for one in abroad.values() if one.ordinal is not None)), default=0)
    has_penthouse = "penthouse" in keys.values()
    proposed = {word: counted_name(ordinal, counting) for word, ordinal in ordinals.items()}
    top = {"penthouse": Decimal(max(highest, 0) + 1), "roof": Decimal(max(highest, 0) + 1 + has_penthouse)}
    proposed |= {
        word: _propose_abroad(word, abroad[word], top, counting)
        if word in abroad
        else _propose_floor(word, key, first, top, counting)
        for word, key in keys.items()
        if key
    }
    return {word: proposed[word] for word in found if word in proposed}


def _ordinal_of(word: str) -> Decimal | None:
    plain = word.strip().replace("\N{MINUS SIGN}", "-")
    return Decimal(plain) + 0 if PLAIN_NUMBER.fullmatch(plain) else None


def _propose_abroad(word: str, abroad: FloorAbroad, top: Mapping[str, Decimal], counting: FloorCounting) -> FloorName:
    ordinal = abroad.ordinal if abroad.ordinal is not None else top.get(abroad.key, MIDDLE)
    if abroad.is_above:
        # Its number is another one than people here would say: it keeps its own words.
        return FloorName(ordinal, word.strip()[:SHORT_NAME_MAX_CHARS], word.strip())
    is_between = abroad.key == "mezzanine" and ordinal != MIDDLE
    if abroad.key.isdecimal() or is_between or abroad.key in ("upper", "garden"):
        return _with_own_name(counted_name(ordinal, counting), word)
    key = "b1" if abroad.key == "basement" else abroad.key
    found = _floor_name(ordinal, key, counting)
    return _with_own_name(found, word)


def _propose_floor(word: str, key: str, first: int, top: Mapping[str, Decimal], counting: FloorCounting) -> FloorName:
    if key.isdecimal():
        found = _floor_name(Decimal(max(int(key) - first, 0)), key if int(key) else "ground", counting)
    elif key in ("basement", "lower") or key.startswith("b"):
        depth = int(key[1:]) if key[1:].isdecimal() else 1
        found = _floor_name(Decimal(-depth), f"b{depth}", counting)
    else:
        ordinal = {"ground": Decimal(0), "mezzanine": MIDDLE, **top}[key]
        found = _floor_name(ordinal, key, counting)
    return _with_own_name(found, word)


def _with_own_name(found: FloorName, word: str) -> FloorName:
    # "Lower level" is a name; "LL", "2F" and what is written in signs are not.
    is_name = sum(letter.isalpha() for letter in word) > 3 and not is_written_apart(word)
    return replace(found, name=word.strip()) if is_name else found


def keys_of_floors(rows: Sequence[FloorRow]) -> list[tuple[str, ...]]:
    """Return under which keys each floor of one building is found, its own words first.

    A number that one floor has by its name is not given to another one by counting.
    """
    own = [own_key(row.short_name) or own_key(row.name) for row in rows]
    by_name = [own_key(row.name) for row in rows]
    taken = {key for key in own if key.isdecimal()}
    has_ground = "ground" in (*own, *by_name)
    found = []
    for row, mine, named in zip(rows, own, by_name, strict=True):
        keys = [mine, named if not named.isdecimal() or not mine.isdecimal() else ""]
        number = counted_number(row.ordinal, row.counting)
        if not any(key.isdecimal() for key in keys) and number is not None and str(number) not in taken:
            keys.append(str(number))
        if row.ordinal == 0 and not has_ground:
            keys.append("ground")
        keys += _below_or_between(row.ordinal)
        found.append(tuple(dict.fromkeys(key for key in keys if key)))
    return found


def _below_or_between(ordinal: Decimal) -> tuple[str, ...]:
    if ordinal % 1:
        return ("mezzanine",)
    if ordinal < 0:
        return (f"b{-int(ordinal)}", "basement", *(("lower",) if ordinal == -1 else ()))
    return ()
