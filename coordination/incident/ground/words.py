"""What the incident page says of places, sightings and doors, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.incident.ground.rules.authority import FUNCTION_OF, setters_of
from coordination.incident.ground.vocabulary import DoorCondition, GroundKind, SightingKind

# How long ago something was seen, as the form lets one choose.
SEEN_MINUTES = (1, 2, 5, 10, 20, 30, 60)


def ground_words() -> dict[str, str]:
    """Return the catalog of the panel of the ground."""
    return {
        "ground.place": _("{kind} · {name}"),
        "ground.set": _("Set by {name} for {function}, {time} · {age}"),
        "ground.shaped": _("Moved or reshaped by {name}, {time} · {age}"),
        "ground.confirmed": _("Still there, said by {name}, {time} · {age}"),
        "ground.closed": _("Closed by {name}, {time}: {reason}"),
        "ground.seen": _("Seen by {name}, {time} · {age}"),
        "ground.taken_back": _("It was nothing, said by {name}, {time}: {reason}"),
        "ground.told": _("Told by {name}, {time} · {age}"),
        "ground.confirm": _("Still there"),
        "ground.reshape": _("Move or reshape"),
        "ground.relabel": _("Change its label"),
        "ground.close": _("Close it"),
        "ground.seen_again": _("Seen again now"),
        "ground.seen_elsewhere": _("Seen elsewhere"),
        "ground.take_back": _("It was nothing"),
        "ground.fly": _("Show on the map"),
        "ground.tap_point": _("Tap where it is"),
        "ground.tap_line": _("Tap along it, then Finish"),
        "ground.tap_area": _("Tap around it, then Finish"),
        "ground.tap_door": _("Tap the door"),
        "ground.no_door_here": _("No door or room of the plan is there."),
        "ground.door": _("Door {name}"),
        "ground.door_of_room": _("Door of room {name}"),
        "ground.door_on_floor": _("{door} · {floor}"),
        "ground.none": _("Nothing is set now."),
        "ground.none_for_everyone": _("Nothing that everyone reads is set now. Responders may read more."),
        "ground.column_what": _("What"),
        "ground.column_where": _("Where"),
        "ground.column_state": _("State"),
        "ground.column_by": _("By"),
        "ground.column_time": _("Time"),
        "command.set_ground_place": _("Set a place"),
        "command.reshape_ground_place": _("Move or reshape a place"),
        "command.relabel_ground_place": _("Label a place"),
        "command.confirm_ground_place": _("A place is still there"),
        "command.close_ground_place": _("Close a place"),
        "command.report_sighting": _("Report a sighting"),
        "command.confirm_sighting": _("Seen again"),
        "command.take_back_sighting": _("Take a sighting back"),
        "command.tell_door": _("Tell of a door"),
    }


def ground_choices() -> dict[str, dict[str, str]]:
    """Return the lists of which the forms of the ground let one choose, by name."""
    lists = {"ground_kind": GroundKind, "sighting_kind": SightingKind, "door_condition": DoorCondition}
    return {name: one.labels() for name, one in lists.items()}


def ground_rights() -> dict[str, object]:
    """Return who sets what beside command: `functions` by an agency's kind, `sets` by the kind of a place."""
    sets = {kind.value: sorted(one.value for one in setters_of(kind)) for kind in GroundKind}
    return {"functions": {kind: function.value for kind, function in FUNCTION_OF.items()}, "sets": sets}
