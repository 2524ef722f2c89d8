"""The time zones that a form offers: those of the installation's own country, then all others."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext


def list_time_zones() -> list[tuple[object, str | list[tuple[object, str]]]]:
    """Return all time zones in two groups."""
    near = _zones_of(settings.COUNTRY)
    far = sorted(available_timezones() - set(near))
    return [(gettext("In this country"), _as_choices(near)), (gettext("Elsewhere"), _as_choices(far))]


@cache
def _zones_of(country: str) -> list[str]:
    # The table of the IANA database, from east to west: country, place, zone, remark.
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text()
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return [row[2] for row in rows if row[0] == country and row[2] in available_timezones()]


def _as_choices(zones: list[str]) -> list[tuple[object, str]]:
    return [(zone, zone.replace("_", " ")) for zone in zones]
