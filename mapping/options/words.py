"""What is said of a room's options, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.options.rules import RoomOptions, WayOut
from mapping.options.vocabulary import RoomLock, WayOutKind
from mapping.plans.nearest import length_in_words
from mou.foundation.forms.act_form import Refusal


def options_line(options: RoomOptions) -> str:
    """Return what people can do in a room in one line, the lock first: nothing that was not seen there."""
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


def no_option_words(label: str) -> str:
    """Return the words of the finding that a room without an option becomes."""
    text = _("{room} has no option: it does not lock from inside, cannot be barricaded, and has no second way out.")
    return text.format(room=label)


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way."""
    return refusal.sentence_or(str(refusal))
