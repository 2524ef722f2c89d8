"""What pages say of rooms and who is in them, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.web.vocabulary_words import WordList, room_report_lists

type PageWords = dict[str, str | dict[str, WordList]]


def my_room_words() -> PageWords:
    """Return the catalogue of the page on which somebody reports their room."""
    return {
        "my_room.elsewhere": _("Another place…"),
        "my_room.choose": _("Choose your room"),
        "my_room.last_report": _("You reported this room last."),
        "my_room.panic_press": _("You pressed the alarm here."),
        "my_room.schedule": _("Your schedule says so."),
        "my_room.near": _("Near you"),
        "my_room.need_room": _("Say which room first."),
        "my_room.need_state": _("Say how the room stands: OK, need help or medical."),
        "my_room.sending": _("Sending…"),
        "my_room.waiting": _(
            "NOT SENT YET. Waiting to be sent: the server is not reached. It stays on this device and goes by itself."
        ),
        "my_room.only_here": _("NOT SENT YET. This browser keeps nothing: leave this page open until it is sent."),
        "my_room.recorded": _("Recorded at {time}: {room}, {state}."),
        "my_room.refused": _("Not taken: {why}"),
        "my_room.title": _("{room}: {state}"),
        "lists": room_report_lists(),
    }
