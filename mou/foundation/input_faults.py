"""What is wrong with an input, in our words and with a place: pydantic's own words are for developers of classes. Pure.

Pages have sentences of their own at their fields. These are for programs, in English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from pydantic import ValidationError
from pydantic_core.core_schema import ErrorType

SENTENCE_MAX_CHARS = 300
# What `refuse` of a class says is a sentence of ours: pydantic puts this before it.
OURS = "value_error"
TAGS = frozenset(("union_tag_invalid", "union_tag_not_found"))
# Fields whose value chooses among alternatives.
CHOOSING = ("type", "kind", "when")
OF_PYDANTIC = frozenset(get_args(ErrorType))
# By what pydantic calls the fault; in braces what the fault itself knows.
SENTENCES: Mapping[str, str] = {
    "missing": "This is missing.",
    "missing_argument": "This is missing.",
    "extra_forbidden": "There is no such field.",
    "unexpected_keyword_argument": "There is no such field.",
    "string_too_short": "This has at least {min_length} characters.",
    "string_too_long": "This has at most {max_length} characters.",
    "string_pattern_mismatch": "This is not written in the form that the interface describes.",
    "too_short": "This has at least {min_length} items.",
    "too_long": "This has at most {max_length} items.",
    "bytes_too_long": "This has at most {max_length} bytes.",
    "greater_than": "This is more than {gt}.",
    "greater_than_equal": "This is at least {ge}.",
    "less_than": "This is less than {lt}.",
    "less_than_equal": "This is at most {le}.",
    "multiple_of": "This is a multiple of {multiple_of}.",
    "finite_number": "A finite number was expected.",
    "enum": "This is one of: {expected}.",
    "literal_error": "This is one of: {expected}.",
    "none_required": "Nothing was expected here.",
    "timezone_aware": "A moment says its offset, as 2026-03-02T14:05:00Z does.",
    "json_invalid": "This is not JSON.",
    "json_type": "JSON was expected.",
    "union_tag_invalid": "There is no such kind.",
    "union_tag_not_found": "This says of which kind it is.",
    "recursion_loop": "This is nested too deeply.",
}
# By how pydantic's names for the other faults begin.
KINDS: Mapping[str, str] = {
    "string": "A text was expected.",
    "int": "A whole number was expected.",
    "float": "A number was expected.",
    "decimal": "A number was expected.",
    "bool": "True or false was expected.",
    "uuid": "An id was expected, which is a UUID.",
    "datetime": "A moment was expected, such as 2026-03-02T14:05:00Z.",
    "date": "A day was expected, such as 2026-03-02.",
    "time": "A time of day was expected, such as 14:05.",
    "bytes": "A file was expected.",
    "list": "A list was expected.",
    "tuple": "A list was expected.",
    "set": "A list without repeats was expected.",
    "frozen_set": "A list without repeats was expected.",
    "iterable": "A list was expected.",
    "dict": "An object was expected.",
    "model": "An object was expected.",
    "dataclass": "An object was expected.",
    "mapping": "An object was expected.",
    "url": "An address was expected, such as https://musterpoint.example/.",
}
OTHERWISE = "This cannot be taken as it is."


@dataclass(frozen=True, slots=True)
class InputFault:
    """The first thing that is wrong. `pointer`: JSON pointer (RFC 6901) into what was given; empty: all of it."""

    kind: str
    sentence: str
    pointer: str

    @property
    def place(self) -> str:
        """The pointer as people write it: a.0.b; empty for all of it."""
        return self.pointer.removeprefix("/").replace("/", ".").replace("~1", "/").replace("~0", "~")

    def placed(self) -> str:
        """Return the sentence after the place that it is about."""
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


def first_fault(error: ValidationError, given: object = None) -> InputFault:
    """Return what is wrong first, of pydantic's faults.

    Args:
        given: what was checked. It tells the names of fields from the names of alternatives, which pydantic mixes.
    """
    found = cast("dict[str, Any]", error.errors(include_url=False, include_input=False)[0])
    place = place_of(found) if given is None else _place_within(given, place_of(found), found["type"])
    return InputFault(found["type"], sentence_of(found), pointer_to(place))


def sentence_of(found: Mapping[str, Any]) -> str:
    """Return the sentence about one of pydantic's faults; of a class of ours, its own."""
    kind, known = str(found["type"]), found.get("ctx") or {}
    if kind == OURS:
        said = str(known.get("error", "")) or OTHERWISE
        return _as_sentence(said)[:SENTENCE_MAX_CHARS]
    if kind not in OF_PYDANTIC:
        return str(found.get("msg", OTHERWISE))[:SENTENCE_MAX_CHARS]
    if kind == "string_too_short" and known.get("min_length") == 1:
        return "This is empty."
    if sentence := SENTENCES.get(kind):
        return sentence.format_map({name: str(value) for name, value in known.items()})[:SENTENCE_MAX_CHARS]
    return next((text for begin, text in KINDS.items() if kind.startswith(f"{begin}_")), OTHERWISE)


def place_of(found: Mapping[str, Any]) -> list[str | int]:
    """Return where a fault is, as pydantic counts; of an unknown alternative, the field that names it."""
    place = list(found.get("loc", ()))
    named = str((found.get("ctx") or {}).get("discriminator", "")).strip("'")
    return [*place, named] if found["type"] in TAGS and named.isidentifier() else place


def pointer_to(place: Sequence[str | int]) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


def _place_within(given: object, place: Sequence[str | int], kind: str) -> list[str | int]:
    """Return the parts of a place that are in what was given; one that is missing is the last."""
    found: list[str | int] = []
    for number, part in enumerate(place):
        is_last = number == len(place) - 1
        if _has_part(given, part):
            given = cast("Any", given)[part]
        elif not (is_last and (kind in TAGS or _may_be_field(given, part))):
            continue
        found.append(part)
    return found


def _may_be_field(given: object, part: str | int) -> bool:
    """Say whether a part names a field that was not given, and not the alternative that was chosen by a value."""
    if not (isinstance(given, Mapping) and isinstance(part, str) and part.isidentifier() and part.islower()):
        return False
    return all(given.get(name) != part for name in CHOOSING)


def _has_part(given: object, part: str | int) -> bool:
    if isinstance(given, Mapping):
        return part in given
    return isinstance(given, list | tuple) and isinstance(part, int) and 0 <= part < len(given)


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", "!")) else ".")
