"""What forms say of command: who is in it, since when, and how it passed on."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.command.capability import IncidentCommand
from coordination.incident.people.capability import Person
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic
from coordination.web.wording.timeline_words import entry_line

PASSING_ON = ("command_claimed", "command_accepted", "command_relinquished", "command_lapsed", "command_missing")


def say_commanders(context: FormContext) -> Iterable[FormLine]:
    """Return who is in command; with several, unified command."""
    people = {one.object_id: one.value for one in context.history.of(Person)}
    for one in context.history.of(IncidentCommand):
        held = sorted(one.value.commanders.items(), key=lambda each: each[1])
        position = _("Unified Command") if len(held) > 1 else _("Incident Commander")
        for participant, since in held:
            person = people.get(participant)
            if person is not None:
                since_words = _("since {time}").format(time=context.clock(since))
                cells = {"position": position, "name": f"{person.name} · {since_words}", "agency": person.agency}
                yield FormLine(cells, (one.changed_seq,))
        if not held:
            yield FormLine({"position": _("No one is in command"), "name": "", "agency": ""}, (one.changed_seq,))


def say_changes(context: FormContext) -> Iterable[FormLine]:
    """Return how command passed on."""
    return context.entry_lines(PASSING_ON, lambda one: entry_line(one.content, one.known))


FORM_LINES: dict[Topic, Seed] = {Topic.COMMAND: say_commanders, Topic.ACTIONS: say_changes}
