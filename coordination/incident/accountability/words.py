"""What pages say of rooms and who is in them, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from coordination.web.wording.vocabulary_words import OF_ROOM_REPORTS, WordList, labels_by_list

type PageWords = dict[str, str | dict[str, WordList]]


def rooms_board_words() -> dict[str, str]:
    """Return the catalog of the board of rooms."""
    return {
        "rooms.reported": _("Rooms reported"),
        "rooms.students": _("Students"),
        "rooms.adults": _("Adults"),
        "rooms.visitors": _("Visitors"),
        "rooms.substitutes": _("Rooms with a substitute"),
        "rooms.missing": pgettext("students", "Missing"),
        "rooms.extra": _("Extra"),
        "rooms.injured": _("Injured"),
        "rooms.help": _("Rooms asking for help"),
        "rooms.conflicting": _("Reports differ"),
        "rooms.column_room": _("Room"),
        "rooms.column_floor": _("Floor"),
        "rooms.column_state": _("State"),
        "rooms.column_people": _("Students and adults"),
        "rooms.column_lists": _("Missing, extra, injured"),
        "rooms.column_door": _("Door"),
        "rooms.column_by": _("Reported by"),
        "rooms.column_when": _("When"),
        "rooms.not_reported": _("NOT REPORTED"),
        "rooms.differs": _("REPORTS DIFFER"),
        "rooms.simulated": _("EXERCISE · simulated"),
        "rooms.people": _("{students} students, {adults} adults"),
        "rooms.and_visitors": _("{people}, {visitors} visitors"),
        "rooms.substitute": _("substitute"),
        "rooms.substitute_for": _("substitute for {name}"),
        "rooms.scheduled_teacher": _("scheduled teacher"),
        "rooms.moving_to": _("moving to {place}"),
        "rooms.people_expected": _("{students} of {expected} students, {adults} adults"),
        "rooms.expected": _("{n} students expected"),
        "rooms.by_schedule": _("Expected by the schedule: {n} students, {period}, when the incident began."),
        "rooms.passed_on": _("{who}, for {name} ({how})"),
        "rooms.withdraw": _("Withdraw the report"),
        "rooms.when": _("{time}, {age} ago"),
        "rooms.came_late": _("Came at {time}"),
        "rooms.staff": _(
            "Staff: {n}. Reported a room: {reported}. Chosen to be told: {told}. "
            "Of these, no device has shown it: {missed}."
        ),
        "rooms.silent": _("{name} has the alert and has not reported."),
        "rooms.not_received": _("{name} has not received the alert on any device."),
        "rooms.replaced": _("{name} has a substitute: {room}."),
        "rooms.not_told": _("{name} was not told of anything here."),
        "today.stale": _("The server was not reached: this is what was known last."),
        "today.stale_since": _("NO CONTACT with the server. This is as of {time}."),
        "today.visitors": _("Visitors: {n}"),
        "today.place_unknown": _("place not said"),
        "today.expected_since": _(
            "Expected in classes today: {n}. Counted today: {counted} of {of} classes, last at {time}."
        ),
        "today.expected": _("Expected in classes today: {n}. Counted today: {counted} of {of} classes."),
    }


def my_room_words() -> PageWords:
    """Return the catalog of the page on which staff report their room."""
    return {
        "own_room.tell": _("Tell your students"),
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
        "my_room.people": _("{students} students, {adults} adults"),
        "lists": labels_by_list(OF_ROOM_REPORTS),
    }
