"""The checked input for a station or a unit; a problem names its field."""

import math
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from mapping.errors import BadStation
from mapping.geometry.shapes import Position
from mapping.vocabulary import FacilityKind, UnitKind
from mou.access.names import checked_optional_text, checked_text
from mou.errors import BadName
from mou.foundation.phone_numbers import BadPhone, phone_in_e164

NAME_MAX_CHARS = 80


@dataclass(frozen=True, slots=True)
class StationGiven:
    """What is said of a station."""

    kind: FacilityKind
    name: str
    address: str
    phone: str
    location: Position


@dataclass(frozen=True, slots=True)
class UnitGiven:
    """What is said of a unit. No station: it stands nowhere."""

    kind: UnitKind
    name: str
    station_id: UUID | None


def station_given(
    *, kind: str, name: str, address: str, phone: str, lat: str | float, lon: str | float
) -> StationGiven:
    """Return what was said of a station. Raises: BadStation."""
    if kind not in FacilityKind or kind == FacilityKind.HOSPITAL:
        raise BadStation(_("Choose what kind of station it is."), field="kind")
    return StationGiven(
        kind=FacilityKind(kind),
        name=_checked_field(name, "name", max_chars=NAME_MAX_CHARS, is_needed=True),
        address=_checked_field(address, "address", max_chars=200),
        phone=_checked_phone(phone),
        location=(_checked_degrees(lon, "lon", most=180), _checked_degrees(lat, "lat", most=90)),
    )


def unit_given(*, kind: str, name: str, station_id: UUID | None) -> UnitGiven:
    """Return what was said of a unit. Raises: BadStation."""
    if kind not in UnitKind:
        raise BadStation(_("Choose what kind of unit it is."), field="kind")
    return UnitGiven(UnitKind(kind), _checked_field(name, "name", max_chars=NAME_MAX_CHARS, is_needed=True), station_id)


def _checked_field(text: str, field: str, *, max_chars: int, is_needed: bool = False) -> str:
    try:
        checked = checked_text if is_needed else checked_optional_text
        return checked(text, field, max_chars=max_chars)
    except BadName as bad:
        words = _("Missing, longer than %(most)s characters, or with characters that do not show.") % {
            "most": max_chars
        }
        raise BadStation(words, field=field) from bad


def _checked_phone(text: str) -> str:
    phone = _checked_field(text, "phone", max_chars=40)
    try:
        # A dispatch center's own number may be that of the emergency service.
        return phone_in_e164(phone, settings.COUNTRY, of_person=False) if phone else ""
    except BadPhone as bad:
        raise BadStation(_("Telephone: %(why)s") % {"why": bad}, field="phone") from bad


def _checked_degrees(text: str | float, field: str, *, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and abs(value) <= most):
        raise BadStation(_("A number of degrees from -%(most)s to %(most)s.") % {"most": most}, field=field)
    return value
