"""What an entry says in words, composed from what the capabilities declare. It names no event.

The page gets the rules once and fills them for each entry (entry_words.js); `entry_line` does the same for prints.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin

from django.utils.translation import get_language, gettext

from coordination.room.capability import Alert, AlertUrgency, EventRule, RoomObject
from coordination.room.entry.patch import merge_patch
from coordination.room.registry import event_rules
from coordination.room.wire.model import Json, JsonObject, WireModel
from coordination.web.wording.sentences import NAME, fill_in
from coordination.web.wording.vocabulary_words import WordList, vocabulary_words

SEPARATOR = " · "
BETWEEN_WORDS, BETWEEN_ITEMS = ", ", "; "
PLACE_FIELDS = ({"lon", "lat"}, {"points"})


class Template(WireModel):
    """A text with {names} in the reader's language. `labels`: the list in which a name's values have their words."""

    text: str
    labels: dict[str, str]


class LineRule(Template):
    """How an event is said and shown.

    `about`: the kind of the object it is about, and the event's field with the object's id. `items`: how each item of a
    list is said. `place`: the object is somewhere on the map. `of_site`: the object is of one of the incident's sites,
    and names it unless that is the incident's own. `calls`: its alert may be of life safety.
    """

    about: tuple[str, str] | None
    items: dict[str, Template]
    quiet: bool
    strikable: bool
    place: bool
    of_site: bool
    calls: bool


def line_rules() -> dict[str, LineRule]:
    """Return the rule of every event, by its word, in the language that is active. Do not change it."""
    return _line_rules(get_language())


def line_rules_json() -> JsonObject:
    """Return the rules for the page. Do not change them."""
    return _line_rules_json(get_language())


# Made once for each language: they come from declarations and catalogs, and every page of a room needs them.
@lru_cache(maxsize=8)
def _line_rules(_language: str | None) -> dict[str, LineRule]:
    return {word: _line_rule(rule) for word, rule in event_rules().items()}


@lru_cache(maxsize=8)
def _line_rules_json(language: str | None) -> JsonObject:
    return {word: rule.model_dump(mode="json") for word, rule in _line_rules(language).items()}


def _line_rule(rule: EventRule) -> LineRule:
    cls = rule.about.objects if rule.about is not None else None
    models: tuple[type[WireModel], ...] = (rule.event,) if cls is None else (rule.event, cls)
    return LineRule(
        **_template_of(rule.words, models).model_dump(),
        about=(cls.state_key, rule.about.id_field) if cls is not None and rule.about is not None else None,
        items={name: _template_of(words, (_item_model(rule.event, name),)) for name, words in rule.item_words.items()},
        quiet=rule.is_quiet,
        strikable=rule.is_strikable,
        place=cls is not None and _is_somewhere(cls),
        of_site=cls is not None and _names_site(cls),
        calls=isinstance(rule.alert, Alert) and _may_be_life_safety(rule.alert),
    )


def _is_somewhere(cls: type[RoomObject]) -> bool:
    return any(fields <= set(cls.model_fields) for fields in PLACE_FIELDS)


def _may_be_life_safety(alert: Alert) -> bool:
    return alert.overtakes or alert.urgency is AlertUrgency.OF_INCIDENT


def _names_site(cls: type[RoomObject]) -> bool:
    field = cls.model_fields.get("site_id")
    return field is not None and not field.is_required()


def _template_of(words: str, models: tuple[type[WireModel], ...]) -> Template:
    lists = vocabulary_words()
    labels = {}
    for name in _names_in(words):
        annotation = next((one.model_fields[name].annotation for one in models if name in one.model_fields), None)
        if (found := _list_of(name, annotation)) in lists:
            labels[name] = found
    return Template(text=gettext(words), labels=labels)


def _names_in(words: str) -> list[str]:
    return [found[1] for found in NAME.finditer(words)]


def _list_of(name: str, annotation: object) -> str:
    """Return the name of the list of a field's values: of its enumeration, or of the field itself."""
    for one in _plain_types(annotation):
        if isinstance(one, type) and issubclass(one, StrEnum):
            return re.sub(r"(?<!^)(?=[A-Z])", "_", one.__name__).lower()
    return name


def _item_model(event: type[WireModel], name: str) -> type[WireModel]:
    (model,) = (
        one
        for one in _plain_types(event.model_fields[name].annotation)
        if isinstance(one, type) and issubclass(one, WireModel)
    )
    return model


def _plain_types(annotation: object) -> Iterator[object]:
    """Yield the types inside optional ones and lists."""
    if get_origin(annotation) in (Union, UnionType, tuple, list):
        for inner in get_args(annotation):
            yield from _plain_types(inner)
    else:
        yield annotation


# --- the same as entry_words.js -----------------------------------------------------------------------------------


def entry_line(content: JsonObject, known: JsonObject) -> str:
    """Return an entry in words, in the language that is active.

    Args:
        content: the entry's content.
        known: the room's objects after the entry, and those that were removed as they were last: see `known_after`.
    """
    event = cast("dict[str, Any]", content["event"])
    rule = line_rules().get(event["type"])
    if rule is None:
        return gettext("An entry this page does not know yet: {type}").format(type=event["type"])
    return _fill_template(rule, {**object_of(content, rule, known), **event}, rule.items, vocabulary_words())


def known_after(known: JsonObject, content: JsonObject) -> JsonObject:
    """Return the objects that are or were there, after an entry."""
    return cast("JsonObject", merge_patch(known, _without_removals(content)))


def _without_removals(content: JsonObject) -> JsonObject:
    patch = cast("dict[str, JsonObject]", content.get("patch", {}))
    return {kind: {one: value for one, value in found.items() if value is not None} for kind, found in patch.items()}


def object_of(content: JsonObject, rule: LineRule, known: JsonObject) -> dict[str, Any]:
    """Return the object that an entry is about, as it was after it; empty where there is none, or none is known."""
    if rule.about is None:
        return {}
    kind, id_field = rule.about
    object_id = str(cast("JsonObject", content["event"]).get(id_field))
    patched = _value_at(content.get("patch"), kind, object_id)
    found = _value_at(known, kind, object_id)
    if isinstance(patched, dict):
        found = merge_patch(found, patched)
    return found if isinstance(found, dict) else {}


def _value_at(value: Json, *path: str) -> Json:
    for one in path:
        value = value.get(one) if isinstance(value, dict) else None
    return value


def _fill_template(
    template: Template, values: dict[str, Any], items: dict[str, Template], lists: dict[str, WordList]
) -> str:
    said = {name: _say_value(name, _said_in(values, name), template, items, lists) for name in _names_in(template.text)}
    parts = template.text.split(SEPARATOR)
    # What separates something that is missing goes with it.
    kept = [part for part in parts if len(parts) == 1 or _says_something(part, said)]
    return SEPARATOR.join(fill_in(part, said.__getitem__) for part in kept).strip()


def _said_in(values: dict[str, Any], name: str) -> Any:
    """Return what a field says to this reader: `words_in` has by language what `words` says in English."""
    others = values.get(f"{name}_in")
    return values.get(name) if not isinstance(others, dict) else others.get(get_language(), values.get(name))


def _says_something(part: str, said: dict[str, str]) -> bool:
    names = _names_in(part)
    return not names or any(said[name] for name in names)


def _say_value(
    name: str, value: Any, template: Template, items: dict[str, Template], lists: dict[str, WordList]
) -> str:
    if value is None:
        return ""
    if name in items:
        return BETWEEN_ITEMS.join(_fill_template(items[name], one, {}, lists) for one in value)
    words = lists.get(template.labels.get(name, ""), {})
    if isinstance(value, list):
        return BETWEEN_WORDS.join(words.get(one, str(one)) for one in value)
    return words.get(value, str(value))
