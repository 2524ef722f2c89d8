"""The words of the page's own scripts; those of the room come with the room's words."""

from django.utils.translation import gettext as _

from coordination.home.words import PageWords
from coordination.incident.reunification.vocabulary import ReunificationRole, ReunificationState, StudentGroup
from coordination.vocabulary import IncidentStatus


def replay_words() -> PageWords:
    """Return what the scripts of the replay say, in the language that is active."""
    return {
        "replay.band": _("This is the past, as of {time} ({zone}), entry #{seq} of {last}"),
        "replay.reading": _("Reading the log: {n} of {of} entries"),
        "replay.checked": _("The log was checked up to #{seq}: nothing was changed or left out."),
        "replay.not_checked": _("This browser could not check the log's chain."),
        "replay.broken": _(
            "Entry #{seq} is not what was recorded. Shown is the log up to #{last} only. Tell the operator."
        ),
        "replay.ended": _("Your access to this incident has ended. Nothing of it is shown here any more."),
        "replay.unreachable": _("The log could not be read. Load the page again."),
        "replay.no_entry": _("There is no entry #{seq}. The log has entries 1 to {last}; the nearest one is shown."),
        "replay.before_all": _("At {time} you could read no entry yet. The first one is shown."),
        "replay.at_instant": _("At {time} the last entry that you could read was #{seq}."),
        "replay.newer": _("Newer entries are in the log: {n}"),
        "replay.entry_of": _("Entry {seq} of {last}"),
        "replay.play": _("Play"),
        "replay.pause": _("Pause"),
        "replay.earlier": _("Earlier entries: {n}"),
        **_board_words(),
        "lists": {
            "incident_status": IncidentStatus.labels(),
            "reunification_state": ReunificationState.labels(),
            "reunification_role": ReunificationRole.labels(),
            "student_group": StudentGroup.labels(),
        },
    }


def _board_words() -> dict[str, str]:
    return {
        "replay.incident": _("Incident"),
        "replay.not_begun": _("You could read nothing of it yet."),
        "replay.command": _("In command"),
        "replay.no_command": _("No one had taken command."),
        "replay.vacant": _("No one was in command"),
        "replay.offered": _("Command was offered to {name}"),
        "replay.staff": _("Staff"),
        "replay.no_staff": _("No function beside command had been taken."),
        "replay.function_vacant": _("{name}: no one any more"),
        "replay.role_cards": _("Role cards"),
        "replay.role_ticked": _("{role} · steps done: {n} · last: {step}"),
        "replay.role_aside": _("{role}: {name} had said that they cannot"),
        "replay.ordered": _("Ordered"),
        "replay.nothing_ordered": _("No response action was in force."),
        "replay.stands": _("Open calls for help"),
        "replay.nothing_stands": _("No call for help was open."),
        "replay.facts": _("Pinned facts"),
        "replay.no_facts": _("No fact was pinned."),
        "replay.units": _("Units"),
        "replay.no_units": _("You knew of no unit."),
        "replay.place_unknown": _("place not said"),
        "replay.search": _("Search of rooms"),
        "replay.no_search": _("You knew of no searched room."),
        "replay.rooms": _("Reports of rooms"),
        "replay.no_rooms": _("You knew of no report of a room."),
        "replay.casualties": _("Casualties"),
        "replay.reunification": _("Reunification"),
    }
