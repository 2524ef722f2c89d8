"""What is said of the options of a room or another place, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.options.rules import Options, PlaceOptions, RoomOptions, WayOut
from mapping.options.vocabulary import BuildingLock, PlaceKind, PlaceWay, RoomLock, WayOutKind
from mapping.plans.nearest import length_in_words
from mou.foundation.forms.act_form import Refusal


def options_line(options: Options) -> str:
    """Return what people can do in a place in one line: nothing that was not seen there."""
    return _room_line(options) if isinstance(options, RoomOptions) else _place_line(options)


def never_wait_words() -> str:
    """Return what is true of every hall and of the grounds, walked or not."""
    return _("Never wait in the open: get behind a door that locks, or away.")


def _room_line(options: RoomOptions) -> str:
    said = [_lock_words(options.locks)]
    if options.can_barricade:
        said.append(_("It can be barricaded."))
    said.append(_ways_words(options.ways_out))
    if options.is_hidden:
        said.append(_("Out of sight from the door is possible."))
    else:
        said.append(_("All of it is in sight from the door."))
    if not options.has_option:
        said.append(_("Never wait here: get out and to cover."))
    if options.cover_m is not None and not options.can_hold:
        said.append(_("Cover: {distance}.").format(distance=length_in_words(options.cover_m)))
    return " ".join(said)


def _place_line(options: PlaceOptions) -> str:
    said = [never_wait_words()] if options.kind.is_open else []
    if options.locks is not None:
        said.append(_building_lock_words(options.locks))
    for kind, text in (
        (PlaceWay.LOCKED, _("Locks from inside: {places}.")),
        (PlaceWay.AWAY, _("Ways away: {places}.")),
        (PlaceWay.COVER, _("Cover: {places}.")),
    ):
        if found := [one.to for one in options.ways_out if one.kind is kind]:
            said.append(text.format(places=", ".join(found)))
    if options.cover_m is not None and options.ways_out:
        said.append(_("The nearest: {distance}.").format(distance=length_in_words(options.cover_m)))
    if not options.has_option:
        said.append(_no_way_words(options.kind))
    return " ".join(said)


def _building_lock_words(locks: BuildingLock) -> str:
    if locks is BuildingLock.ONCE:
        return _("All outside doors lock at once.")
    return _("Each outside door locks from inside.") if locks is BuildingLock.EACH else _("Not all outside doors lock.")


def _no_way_words(kind: PlaceKind) -> str:
    if kind is PlaceKind.BUILDING:
        return _("No second way out.")
    return _("No door that locks and no way off was seen near it.")


def _lock_words(locks: RoomLock) -> str:
    if locks is RoomLock.INSIDE:
        return _("Door locks from inside.")
    return _("Door locks only from the hall.") if locks is RoomLock.HALL else _("Door does not lock.")


def _ways_words(ways: tuple[WayOut, ...]) -> str:
    if not ways:
        return _("No second way out.")
    said = ", ".join(_way_words(one) for one in ways)
    text = ngettext("Second way out: {ways}.", "Other ways out: {ways}.", len(ways))
    return text.format(ways=said)


def _way_words(one: WayOut) -> str:
    if not one.to:
        return _("window") if one.kind is WayOutKind.WINDOW else _("door")
    text = _("window to {place}") if one.kind is WayOutKind.WINDOW else _("door to {place}")
    return text.format(place=one.to)


def no_option_words(label: str, kind: PlaceKind) -> str:
    """Return the words of the finding that a place without an option becomes."""
    if kind is PlaceKind.ROOM:
        text = _("{room} has no option: it does not lock from inside, cannot be barricaded, and has no second way out.")
    elif kind is PlaceKind.BUILDING:
        text = _("{room} has no option: not all outside doors lock, and it has no second way out.")
    else:
        text = _("{room} has no option: no door that locks and no way off is near it.")
    return text.format(room=label)


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way."""
    return refusal.sentence_or(str(refusal))
