"""Say a typed term in words, for print and comparison. Pure."""

from collections.abc import Mapping

from mou.document import JsonValue, TermText
from mou.foundation.labelled import Labelled, incident_types
from mou.papers.sealing.words import WORDS, Language
from mou.vocabulary import (
    AgencyKind,
    DataCategory,
    FirstCommand,
    MapDuty,
    RadioMode,
    SharingDirection,
    SharingTime,
    TermKind,
)

# The closed lists of a term's value, by the name of the field.
LISTS: dict[str, type[Labelled]] = {
    "when": SharingTime,
    "duty": MapDuty,
    "mode": RadioMode,
    "initial": FirstCommand,
    "order": AgencyKind,
}
# The fields that are quantities; the words of a paper say each with its unit.
NUMBERS = frozenset({"minutes", "hours", "within_days", "days"})


def value_words(term: TermText, language: Language) -> str:
    """Return what a term says."""
    words = WORDS[language]
    if not isinstance(term.value, Mapping):
        return str(term.value)
    if "granted" in term.value:
        return words["granted" if term.value["granted"] else "withheld"]
    said = [_part_words(name, value, language) for name, value in term.value.items() if value not in ("", None, [], ())]
    return ", ".join(part for part in said if part)


def condition_words(term: TermText, language: Language) -> str:
    """Return when a term holds."""
    words = WORDS[language]
    condition = term.condition
    if not isinstance(condition, Mapping) or condition.get("when") != "incident_open":
        return words["always"]
    held = words["drill_too" if condition.get("is_exercise_too") else "incident_open"]
    types = condition.get("incident_types")
    if not isinstance(types, list | tuple) or not types:
        return held
    known = incident_types()
    return f"{held} ({', '.join(_label_of(known, str(one), language) for one in types)})"


def term_title(term: TermText, language: Language) -> str:
    """Return what a term is about, with its scope where it has one."""
    title = _label_of(TermKind, term.kind, language)
    return f"{title}: {_scope_words(term, language)}" if term.scope else title


def said_words(term: TermText, language: Language) -> str:
    """Return what a term says, and when it holds."""
    return f"{value_words(term, language)} ({condition_words(term, language)})"


def _scope_words(term: TermText, language: Language) -> str:
    category, _colon, direction = term.scope.partition(":")
    if term.kind != TermKind.DATA_SHARING or not direction:
        return _plain_value(term.scope)
    return f"{_label_of(DataCategory, category, language)}, {_label_of(SharingDirection, direction, language)}"


def _part_words(name: str, value: JsonValue, language: Language) -> str:
    words = WORDS[language]
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if name in LISTS:
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(_label_of(LISTS[name], str(one), language) for one in values)
    if isinstance(value, list | tuple):
        return ", ".join(_item_words(one, language) for one in value)
    if not isinstance(value, int | float):
        return f"{value}"
    # A draft's number comes from a database, as 4.0.
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    return words[name].format(n=number) if name in NUMBERS else f"{number}"


def _item_words(value: JsonValue, language: Language) -> str:
    """Return a row of a list: a channel, or a person with what is known of them."""
    if not isinstance(value, Mapping):
        return _plain_value(str(value))
    parties = {"district": WORDS[language]["the_district"], "agency": WORDS[language]["the_agency"]}
    said = {name: str(part) for name, part in value.items() if part}
    return " ".join(parties.get(part, part) if name == "party" else part for name, part in said.items())


def _label_of(kind: type[Labelled], value: str, language: Language) -> str:
    """Return the label of a value; one that an older version had and this list has not, as it is."""
    return kind(value).label_in(language) if value in kind else _plain_value(value)


def _plain_value(value: str) -> str:
    return value.replace("_", " ")
