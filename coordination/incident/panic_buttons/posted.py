"""Read what the page of panic buttons posts."""

from django.http import QueryDict
from pydantic import TypeAdapter, ValidationError

from coordination.errors import BadCommand
from coordination.incident.panic_buttons.wire import NewButton
from coordination.room.wire.model import Label

_label: TypeAdapter[str] = TypeAdapter(Label)


def ref_in(posted: QueryDict) -> str:
    """Return the reference of a button; what cannot be one names none: PostgreSQL would fail on a NUL."""
    ref = posted.get("ref", "")
    return ref if ref.isprintable() else ""


def name_in(posted: QueryDict) -> str:
    """Return a name of one line. Raises: BadCommand."""
    try:
        return _label.validate_python(posted.get("name", ""))
    except ValidationError as error:
        raise BadCommand("A name has 1 to 120 characters.", pointer="/name") from error


def button_in(posted: QueryDict) -> NewButton:
    """Return a button; `where` is a site, or a site and a floor with a colon between. Raises: BadCommand."""
    site_id, _, level_id = posted.get("where", "").partition(":")
    fields = {
        "ref": posted.get("ref", ""),
        "label": posted.get("label", ""),
        "site_id": site_id,
        "level_id": level_id,
        "lon": posted.get("lon", "").strip(),
        "lat": posted.get("lat", "").strip(),
    }
    try:
        # A form has nothing but texts; what was left empty is not known.
        return NewButton.model_validate_strings({name: text for name, text in fields.items() if text})
    except ValidationError as error:
        raise BadCommand("A button needs a reference, a name and a site.") from error
