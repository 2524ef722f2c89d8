"""What forms say of the map: what is on it, where people gather and are cared for, and what is dangerous."""

from collections.abc import Iterable

from coordination.incident.map_marks.capability import Marker, Shape
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.vocabulary import MarkerKind
from mapping.places.coordinates import usng_text

CARE = (MarkerKind.CASUALTY_COLLECTION_POINT, MarkerKind.AMBULANCE_EXCHANGE_POINT)
PLACES = (MarkerKind.STAGING, MarkerKind.COMMAND_POST)
DANGERS = (MarkerKind.HAZARD, MarkerKind.SUSPECT_LAST_SEEN)


def say_marks(context: FormContext) -> Iterable[FormLine]:
    """Return what is on the map: kind, label, and the place in words that a radio carries (USNG)."""
    for one in context.history.of(Marker):
        yield FormLine(
            {"kind": one.value.kind.label, "text": one.value.label, "place": _place_of_marker(one.value)}, one.cites
        )
    for shape in context.history.of(Shape):
        lon, lat = shape.value.points[0]
        cells = {"kind": shape.value.kind.label, "text": shape.value.label or "", "place": usng_text(lon=lon, lat=lat)}
        yield FormLine(cells, shape.cites)


def say_aid_stations(context: FormContext) -> Iterable[FormLine]:
    """Return where casualties are collected and handed over to ambulances."""
    for one in context.history.of(Marker):
        if one.value.kind in CARE:
            name = " · ".join(part for part in (one.value.kind.label, one.value.label) if part)
            yield FormLine({"name": name, "place": _place_of_marker(one.value)}, one.cites)


def say_check_in_places(context: FormContext) -> Iterable[FormLine]:
    """Return the staging areas and the command post."""
    for one in context.history.of(Marker):
        if one.value.kind in PLACES:
            yield text_line(
                " · ".join((one.value.kind.label, one.value.label, _place_of_marker(one.value))), *one.cites
            )


def say_hazards(context: FormContext) -> Iterable[FormLine]:
    """Return what is marked as a danger."""
    for one in context.history.of(Marker):
        if one.value.kind in DANGERS:
            said = " · ".join(part for part in (one.value.kind.label, one.value.label) if part)
            yield FormLine({"text": said, "place": _place_of_marker(one.value)}, one.cites)


def _place_of_marker(marker: Marker) -> str:
    return usng_text(lon=marker.lon, lat=marker.lat)


FORM_LINES: dict[Topic, Seed] = {
    Topic.MAP: say_marks,
    Topic.AID_STATIONS: say_aid_stations,
    Topic.CHECK_IN_PLACE: say_check_in_places,
    Topic.HAZARDS: say_hazards,
}
