"""Say a typed term in words, for print and comparison. Pure."""

from collections.abc import Mapping

from mou.document import JsonValue, TermText
from mou.papers.sealing.words import WORDS, Language, kind_words


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
    title = kind_words(term.kind, language)
    return f"{title}: {term.scope.replace('_', ' ')}" if term.scope else title


def _part(name: str, value: JsonValue, language: Language) -> str:
    words = WORDS[language]
    if isinstance(value, bool):
        return words["yes" if value else "no"]
    if isinstance(value, list | tuple):
        return _list(value)
    if name in ("when", "number", "duty", "mode", "initial"):
        return words.get(str(value), str(value).replace("_", " "))
    return f"{value} {name.replace('_', ' ')}" if isinstance(value, int | float) else f"{value}"


def _list(values: list[JsonValue] | tuple[JsonValue, ...]) -> str:
    return ", ".join(_item(value) for value in values)


def _item(value: JsonValue) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part)
    return str(value).replace("_", " ")
