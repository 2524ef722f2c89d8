"""Say a typed term in words, for print and comparison. Pure."""

from collections.abc import Mapping

from mou.document import JsonValue, TermText
from mou.labelled import Labelled
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


def value_words(term: TermText, language: Language) -> str:
    """Return what a term says."""
    words = WORDS[language]
    if not isinstance(term.value, Mapping):
        return str(term.value)
    if "granted" in term.value:
        return words["granted" if term.value["granted"] else "withheld"]
    said = [_part(name, value, language) for name, value in term.value.items() if value not in ("", None, [], ())]
    return ", ".join(part for part in said if part)


def condition_words(term: TermText, language: Language) -> str:
    """Return when a term holds."""
    words = WORDS[language]
    condition = term.condition
    if not isinstance(condition, Mapping) or condition.get("when") != "incident_open":
        return words["always"]
    types = condition.get("incident_types")
    named = f" ({words['incident_types']} {_list(types)})" if isinstance(types, list | tuple) and types else ""
    drills = f" ({words['exercise_too']})" if condition.get("is_exercise_too") else ""
    return words["incident_open"] + named + drills


def term_title(term: TermText, language: Language) -> str:
    """Return what a term is about, with its scope where it has one."""
    title = _label(TermKind, term.kind, language)
    return f"{title}: {_scope(term, language)}" if term.scope else title


def _scope(term: TermText, language: Language) -> str:
    category, _colon, direction = term.scope.partition(":")
    if term.kind != TermKind.DATA_SHARING or not direction:
        return _plain(term.scope)
    return f"{_label(DataCategory, category, language)}, {_label(SharingDirection, direction, language)}"


def _part(name: str, value: JsonValue, language: Language) -> str:
    words = WORDS[language]
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if name in LISTS:
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(_label(LISTS[name], str(one), language) for one in values)
    if isinstance(value, list | tuple):
        return _list(value)
    if name == "number":
        return str(value)
    return f"{value} {name.replace('_', ' ')}" if isinstance(value, int | float) else f"{value}"


def _list(values: list[JsonValue] | tuple[JsonValue, ...]) -> str:
    return ", ".join(_item(value) for value in values)


def _item(value: JsonValue) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part)
    return _plain(str(value))


def _label(kind: type[Labelled], value: str, language: Language) -> str:
    """Return the label of a value; one that an older version had and this list has not, as it is."""
    return kind(value).label_in(language) if value in kind else _plain(value)


def _plain(value: str) -> str:
    return value.replace("_", " ")
