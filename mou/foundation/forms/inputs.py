"""The fields and elements by which a form reads what Django's do not: bytes, lists of texts, secrets, moments."""

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.dateparse import parse_datetime


class Line(forms.CharField):
    """A text. A browser sends each end of a line as two characters and counts it as one."""

    def to_python(self, value: object) -> str:
        return cast("str", super().to_python(value)).replace("\r\n", "\n")


class Secret(forms.CharField):
    """A password or the like: each character counts, and a form that comes back does not hold it."""

    def __init__(self, **rules: Any) -> None:
        super().__init__(strip=False, **rules)


class Day(forms.DateField):
    """A day as `<input type="date">` sends and takes it, in whichever language."""

    input_formats = ("%Y-%m-%d",)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Moment(forms.DateTimeField):
    """A moment as `<input type="datetime-local">` sends and takes it, by the clock of one place."""

    def __init__(self, *, zone: ZoneInfo, **rules: Any) -> None:
        super().__init__(**rules)
        self.zone = zone

    def to_python(self, value: object) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            found = parse_datetime(str(value).strip())
        except ValueError:
            found = None
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        # Of an hour that a clock shows twice a year, the first.
        return found if found.tzinfo else found.replace(tzinfo=self.zone)

    def prepare_value(self, value: object) -> object:
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class OnceInput(forms.TextInput):
    """A text that no page shows again: it was good for once."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class Whole(forms.IntegerField):
    """A whole number. If the page that was sent did not ask for it yet, it stands as at first."""

    def bound_data(self, data: object, initial: object) -> object:
        return initial if data is None else data


class Renewed(forms.IntegerField):
    """A number that the page knows: of a form that was refused, it is the page's own again."""

    def bound_data(self, data: object, initial: object) -> object:
        return initial


class Number(forms.FloatField):
    """A number, with a point or a comma."""

    def clean(self, value: object) -> object:
        return super().clean(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: object) -> object:
        return f"{value:g}" if isinstance(value, float) else value


class Many(forms.TypedMultipleChoiceField):
    """Some of a list, each once, in the order in which they came."""

    def clean(self, value: object) -> list[object]:
        return list(dict.fromkeys(super().clean(value)))


class FileBytes(forms.FileField):
    """The bytes of a file, one more than are taken at most: what is larger is seen by the act."""

    def __init__(self, *, size_max: int, **rules: Any) -> None:
        super().__init__(**rules)
        self.size_max = size_max

    def clean(self, data: object, initial: object = None) -> bytes:
        found = super().clean(data, initial)
        return found.read(self.size_max + 1) if isinstance(found, UploadedFile) else b""


class Lines(Line):
    """A list of texts, each typed on a line of its own."""

    def clean(self, value: object) -> list[Any]:
        text: str = super().clean(value)
        return [one.strip() for one in text.splitlines() if one.strip()]

    def prepare_value(self, value: object) -> object:
        return "\n".join(map(str, value)) if isinstance(value, list | tuple) else value


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesBytes(forms.FileField):
    """The bytes of several files, each read as `FileBytes` reads one; some may have none."""

    def __init__(self, *, size_max: int, **rules: Any) -> None:
        super().__init__(allow_empty_file=True, **rules)
        self.size_max = size_max

    def clean(self, data: object, initial: object = None) -> list[bytes]:
        sent = [super(FilesBytes, self).clean(one, initial) for one in (data if isinstance(data, list) else [])]
        return [one.read(self.size_max + 1) for one in sent if isinstance(one, UploadedFile)]
