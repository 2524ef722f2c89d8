"""From a field of the class of an act to a field of a Django form, which reads, checks, words and draws it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, TypeAliasType, Union, cast, get_args, get_origin
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext, pgettext
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from mou.foundation.forms.asked import Asked
from mou.foundation.forms.inputs import (
    Day,
    DayInput,
    FileBytes,
    FilesBytes,
    FilesInput,
    Line,
    Lines,
    Many,
    Moment,
    MomentInput,
    Number,
    OnceInput,
    Renewed,
    Secret,
    Whole,
)
from mou.foundation.forms.rows import Known, Rows
from mou.foundation.labelled import InContext, Labelled

# A value with its label; or the name of a group with all that is in it.
type Choices = Iterable[tuple[object, str | Sequence[tuple[object, str]]]]

# What stands in a list for "none of these".
NO_CHOICE = ("", "—")
LIMITS = ("min_length", "max_length", "ge", "gt", "le", "lt")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a class says of one of its fields."""

    kind: type
    is_list: bool
    is_required: bool
    asked: Asked
    limits: dict[str, float]
    choices: Sequence[tuple[object, str | Sequence[tuple[object, str]]]] | None
    # What it is without an answer: it stands there at first.
    default: object
    # Whose clock a moment is typed by.
    zone: ZoneInfo | None

    def rules(self, **attrs: object) -> dict[str, Any]:
        """Return what every field of a form is made with; the attributes are those of its element."""
        asked = self.asked
        shown = {name: value for name, value in attrs.items() if value not in ("", None)}
        return {
            "required": self.is_required,
            "initial": None if asked.begins_empty else self.default,
            "label": _in_language(asked.label),
            "help_text": gettext(asked.hint) if asked.hint else "",
            "widget": forms.HiddenInput() if asked.is_hidden else self._widget(shown),
        }

    def _widget(self, attrs: dict[str, object]) -> forms.Widget:
        return _widget_class(self)(attrs=attrs)


def field_of(declared: FieldInfo, choices: Choices | None = None, zone: ZoneInfo | None = None) -> forms.Field:
    """Return the field of a form for a field of a class, with what may be chosen if only the page knows it.

    Raises: TypeError: no page asks for this kind of field, or the class says not how it is asked.
    """
    found = _declare_field(declared, choices, zone)
    if found.is_list:
        return _list_field(found)
    if found.choices is not None:
        return _one_of(found)
    for kind, make in MAKERS:
        if issubclass(found.kind, kind):
            return make(found)
    raise TypeError(f"no field of a form is made for {found.kind!r}")


def only_value(declared: FieldInfo) -> object | None:
    """Return the one value that a field of a class can have, by which the class is known; none where it is asked."""
    values = get_args(declared.annotation) if get_origin(declared.annotation) is Literal else ()
    return values[0] if len(values) == 1 else None


def field_of_known(declared: FieldInfo, known: Sequence[Known]) -> forms.Field:
    """Return the field of a form for a list of which the page knows what each row is about.

    What comes back as it was drawn is not given: a row that no one has touched says nothing.
    """
    return _field_of_rows(_declare_field(declared, None, None), known)


def field_of_rows(declared: FieldInfo, choices: Mapping[str, Choices]) -> forms.Field:
    """Return the field of a form for a list of small things, with what may be chosen where only the page knows."""
    return _field_of_rows(_declare_field(declared, None, None), choices=choices)


def labels_of(model: type[BaseModel]) -> dict[str, str]:
    """Return what the fields of a class are called on pages, in the language that is active."""
    found = {name: _unwrap_type(one.annotation, list(one.metadata))[1] for name, one in model.model_fields.items()}
    asked = {name: next((one for one in notes if isinstance(one, Asked)), None) for name, notes in found.items()}
    return {name: _in_language(one.label) for name, one in asked.items() if one is not None}


# --- what a class declares --------------------------------------------------------------------------------------------
def _declare_field(info: FieldInfo, choices: Choices | None, zone: ZoneInfo | None) -> Declared:
    kind, notes = _unwrap_type(info.annotation, list(info.metadata))
    is_list = get_origin(kind) in (list, tuple)
    if is_list:
        # Limits of one thing in a list are not limits of the list.
        kind, _of_one = _unwrap_type(get_args(kind)[0], [])
    if kind is AwareDatetime:
        kind = datetime
    asked = next((one for one in notes if isinstance(one, Asked)), None)
    if asked is None:
        raise TypeError("a page asks for a field of which its class says not how: add Asked")
    limits = {name: value for one in notes for name in LIMITS if (value := getattr(one, name, None)) is not None}
    listed: list[tuple[object, str | Sequence[tuple[object, str]]]] | None = None
    if choices is not None:
        listed = [(str(value), label) for value, label in choices]
    elif issubclass(kind, Labelled):
        listed = [*kind.labels().items()]
    default = None if info.is_required() else info.default
    return Declared(kind, is_list, info.is_required(), asked, limits, listed, default, zone)


def _unwrap_type(annotation: Any, notes: list[object]) -> tuple[Any, list[object]]:
    """Return the type inside of names, `Annotated` and `X | None`, and what was noted on the way."""
    while isinstance(annotation, TypeAliasType) or get_origin(annotation) in (Annotated, Union, UnionType):
        inner = get_args(annotation)
        if isinstance(annotation, TypeAliasType):
            annotation = annotation.__value__
        elif get_origin(annotation) is Annotated:
            annotation = inner[0]
            notes += [note for one in inner[1:] for note in (one.metadata if isinstance(one, FieldInfo) else (one,))]
        else:
            (annotation,) = (one for one in inner if one is not type(None))
    return annotation, notes


def _in_language(label: str | InContext) -> str:
    if isinstance(label, InContext):
        # A value's own message may serve as a label: most have no context.
        return pgettext(label.context, label.text) if label.context else gettext(label.text)
    return gettext(label) if label else ""


# --- making them ------------------------------------------------------------------------------------------------------
def _list_field(found: Declared) -> forms.Field:
    asked = found.asked
    if issubclass(found.kind, BaseModel):
        return _field_of_rows(found)
    if issubclass(found.kind, bytes):
        return FilesBytes(size_max=asked.size_max, **found.rules(accept=asked.accept))
    if asked.lines:
        example = gettext(asked.example) if asked.example else ""
        attrs = {"rows": asked.lines, "placeholder": example, "autocomplete": asked.autocomplete}
        return Lines(**found.rules(**attrs))
    return Many(choices=found.choices or (), coerce=_of_kind(found.kind), **found.rules())


def _field_of_rows(
    found: Declared, known: Sequence[Known] | None = None, choices: Mapping[str, Choices] | None = None
) -> forms.Field:
    declared, listed = cast("type[BaseModel]", found.kind).model_fields, choices or {}
    fields = {name: field_of(one, listed.get(name)) for name, one in declared.items()}
    return Rows(fields, int(found.limits["max_length"]), known, **found.rules())


def _one_of(found: Declared) -> forms.Field:
    is_told = found.is_required or found.default or found.kind is bool
    may_be_open = found.asked.begins_empty or not is_told
    given = found.choices or ()
    # A page may say itself what it means to choose nothing.
    is_worded = any(value == "" for value, _label in given)
    listed = [*((NO_CHOICE,) if may_be_open and not is_worded else ()), *given]
    return forms.TypedChoiceField(choices=listed, coerce=_of_kind(found.kind), empty_value=None, **found.rules())


def _of_kind(kind: type) -> Callable[[Any], object]:
    # Any text is true in Python.
    return (lambda chosen: chosen == str(True)) if kind is bool else kind


def _flag_field(found: Declared) -> forms.Field:
    return forms.BooleanField(**(found.rules() | {"required": False}))


def _text_field(found: Declared) -> forms.Field:
    asked, most = found.asked, found.limits.get("max_length", found.asked.max_chars or None)
    attrs = {
        "autocomplete": asked.autocomplete,
        "pattern": asked.pattern,
        "rows": asked.lines or None,
        "placeholder": gettext(asked.example) if asked.example else "",
        "list": asked.suggested,
        "inputmode": asked.inputmode,
        **({"autocapitalize": "none", "spellcheck": "false"} if asked.is_verbatim else {}),
    }
    if asked.is_secret:
        least = _whole_or_none(found.limits.get("min_length"))
        return Secret(min_length=least, max_length=_whole_or_none(most), **found.rules(**attrs))
    return Line(max_length=_whole_or_none(most), **found.rules(**attrs))


def _whole_number_field(found: Declared) -> forms.Field:
    least = found.limits.get("ge")
    if least is None and "gt" in found.limits:
        least = found.limits["gt"] + 1
    made = Renewed if found.asked.is_renewed else Whole
    return made(
        min_value=None if least is None else int(least),
        max_value=_whole_or_none(found.limits.get("le")),
        **found.rules(),
    )


def _number_field(found: Declared) -> forms.Field:
    step = found.asked.step
    # More than nothing is at least one step, where a browser counts; the class takes what is between.
    least = found.limits.get("ge", step if "gt" in found.limits else None)
    attrs = {"step": f"{step:g}" if step else "any", "min": None if least is None else f"{least:g}"}
    return Number(max_value=found.limits.get("le"), **found.rules(**attrs))


def _moment_field(found: Declared) -> forms.Field:
    if found.zone is None:
        raise TypeError("a form that asks for a moment has to know by whose clock: give zone")
    return Moment(zone=found.zone, **found.rules())


def _whole_or_none(number: float | None) -> int | None:
    return None if number is None else int(number)


def _file_field(found: Declared) -> forms.Field:
    return FileBytes(size_max=found.asked.size_max, **found.rules(accept=found.asked.accept))


MAKERS: tuple[tuple[type, Callable[[Declared], forms.Field]], ...] = (
    (bool, _flag_field),
    (int, _whole_number_field),
    (float, _number_field),
    (Decimal, _number_field),
    (datetime, _moment_field),
    (date, lambda found: Day(**found.rules())),
    (UUID, lambda found: forms.UUIDField(**found.rules())),
    (StrEnum, _one_of),
    (str, _text_field),
    (bytes, _file_field),
)
WIDGETS: tuple[tuple[type, type[forms.Widget]], ...] = (
    (bool, forms.CheckboxInput),
    (int, forms.NumberInput),
    (float, forms.NumberInput),
    (Decimal, forms.NumberInput),
    (datetime, MomentInput),
    (date, DayInput),
    (bytes, forms.FileInput),
)


def _list_widget_class(found: Declared) -> type[forms.Widget]:
    if issubclass(found.kind, bytes):
        return FilesInput
    return forms.Textarea if found.asked.lines else forms.CheckboxSelectMultiple


def _widget_class(found: Declared) -> type[forms.Widget]:
    if found.is_list:
        return _list_widget_class(found)
    if found.asked.lines:
        return forms.Textarea
    if found.choices is not None:
        return forms.RadioSelect if found.asked.shows_all else forms.Select
    if found.asked.is_secret:
        return forms.PasswordInput
    if found.asked.is_once:
        return OnceInput
    return next((widget for kind, widget in WIDGETS if issubclass(found.kind, kind)), forms.TextInput)
