"""What forms say of the ground: what stands where, what is dangerous, what protects, and when each was known last.

A form says the moment and not whether it is old: the moment stays true on paper, and after the last entry.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.ground.capability import DoorState, GroundPlace, Sighting
from coordination.incident.ground.vocabulary import DoorCondition, GroundKind
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.room.reading.history import PastObject
from mapping.places.coordinates import usng_text

K = GroundKind
CARE = (K.CASUALTY_COLLECTION_POINT, K.AMBULANCE_EXCHANGE_POINT, K.LANDING_ZONE)
CHECK_IN = (K.STAGING, K.COMMAND_POST)
DANGERS = (K.HOT_ZONE, K.WARM_ZONE)
PROTECTION = (K.PROTECTED_CORRIDOR, K.INNER_PERIMETER, K.OUTER_PERIMETER, K.COLD_ZONE)


def say_places(context: FormContext) -> Iterable[FormLine]:
    """Return every place that stands: its kind, what it is called, and where it is."""
    for one in _open_places(context, tuple(K)):
        known = _("known {time}").format(time=context.clock(_known_at(one.value)))
        yield FormLine(
            {"kind": one.value.kind.label, "text": _join_parts(one.value.name, known), "place": _place_of(one.value)},
            one.cites,
        )


def say_care(context: FormContext) -> Iterable[FormLine]:
    """Return where casualties are collected and handed over, and where a helicopter lands."""
    for one in _open_places(context, CARE):
        yield FormLine({"name": _name_of(one.value), "place": _place_of(one.value)}, one.cites)


def say_check_in_places(context: FormContext) -> Iterable[FormLine]:
    """Return the staging areas and the command post."""
    for one in _open_places(context, CHECK_IN):
        yield text_line(_join_parts(_name_of(one.value), _place_of(one.value)), *one.cites)


def say_hazards(context: FormContext) -> Iterable[FormLine]:
    """Return what was seen and still stands, hot and warm zones, and doors that are not as usual."""
    seen = [one for one in context.history.of(Sighting) if one.value.taken_back_at is None]
    for found in sorted(seen, key=lambda one: one.value.seen_at, reverse=True):
        sighting = found.value
        time = _("seen {time}").format(time=context.clock(sighting.seen_at))
        where = sighting.where or usng_text(lon=sighting.lon, lat=sighting.lat)
        yield FormLine({"text": _join_parts(sighting.kind.label, sighting.what, time), "place": where}, found.cites)
    for zone in _open_places(context, DANGERS):
        yield FormLine({"text": _name_of(zone.value), "place": _place_of(zone.value)}, zone.cites)
    for told in context.history.of(DoorState):
        door = told.value
        if door.state is not DoorCondition.USABLE:
            name = (_("Door of room {name}") if door.is_room else _("Door {name}")).format(name=door.door)
            time = _("told {time}").format(time=context.clock(door.told_at))
            yield FormLine({"text": _join_parts(door.state.label, door.note, time), "place": name}, (told.changed_seq,))


def say_protection(context: FormContext) -> Iterable[FormLine]:
    """Return the corridors, perimeters and cold zones that stand."""
    for one in _open_places(context, PROTECTION):
        yield FormLine({"mitigation": _name_of(one.value), "place": _place_of(one.value)}, one.cites)


def _open_places(context: FormContext, kinds: tuple[GroundKind, ...]) -> list[PastObject[GroundPlace]]:
    found = [one for one in context.history.of(GroundPlace) if one.value.closed_at is None and one.value.kind in kinds]
    return sorted(found, key=lambda one: kinds.index(one.value.kind))


def _known_at(place: GroundPlace) -> str:
    return max(one for one in (place.set_at, place.shaped_at, place.confirmed_at) if one is not None)


def _name_of(place: GroundPlace) -> str:
    return _join_parts(place.kind.label, place.name)


def _place_of(place: GroundPlace) -> str:
    lon, lat = place.points[0]
    return place.where or usng_text(lon=lon, lat=lat)


def _join_parts(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


FORM_LINES: dict[Topic, Seed] = {
    Topic.MAP: say_places,
    Topic.AID_STATIONS: say_care,
    Topic.CHECK_IN_PLACE: say_check_in_places,
    Topic.HAZARDS: say_hazards,
    Topic.PROTECTION: say_protection,
}
