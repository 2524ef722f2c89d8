"""What can stand in a room and wait for people, the worst first, and how it is called in the reader's language."""

from enum import StrEnum

from django.utils.translation import gettext as _

from coordination.vocabulary import MaydayKind, PanicKind, RoomReportState
from coordination.web.wording.vocabulary_words import WordList


class StandingKind(StrEnum):
    """A responder in trouble, who attacks or burns, who needs a medic, what must be read, and what can wait longest.

    The order of the members is the order on every screen, print and message; scripts get it with their page.
    """

    OFFICER_DOWN = "officer_down"
    MAYDAY = "mayday"
    ACTIVE_THREAT = "active_threat"
    EMERGENCY = "emergency"
    FIRE = "fire"
    MEDICAL = "medical"
    ROOM_MEDICAL = "room_medical"
    ROOM_HELP = "room_help"
    MESSAGE = "message"
    SECURE = "secure"
    STAFF_ASSIST = "staff_assist"

    @property
    def rank(self) -> int:
        """Return its place in the order: the worst has the lowest."""
        return list(StandingKind).index(self)


OF_PRESS = {kind: StandingKind(kind.value) for kind in PanicKind}
OF_MAYDAY = {kind: StandingKind(kind.value) for kind in MaydayKind}
# A room that reports OK asks for nothing.
OF_ROOM = {
    RoomReportState.MEDICAL: StandingKind.ROOM_MEDICAL,
    RoomReportState.NEED_HELP: StandingKind.ROOM_HELP,
}


def standing_words() -> dict[str, str]:
    """Return what scripts say of what stands, beside the labels."""
    return {
        "standing.no_place": _("place not known"),
        "standing.room": _("room {room}"),
        "standing.door": _("door {door}"),
        "standing.presses": _("{n} presses"),
        "standing.since": _("since {time}"),
        "standing.exercise": _("EXERCISE"),
        "standing.simulated": _("EXERCISE · simulated"),
    }


def standing_kinds() -> WordList:
    """Return a label for each kind, the worst first: scripts take order and words from this list."""
    words = {
        **{kind: one.label for one, kind in OF_PRESS.items()},
        **{kind: one.label for one, kind in OF_MAYDAY.items()},
        StandingKind.ROOM_MEDICAL: _("A room needs a medic"),
        StandingKind.ROOM_HELP: _("A room needs help"),
        StandingKind.MESSAGE: _("Priority message"),
    }
    return {kind.value: words[kind] for kind in StandingKind}
