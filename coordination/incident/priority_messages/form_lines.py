"""What forms say of priority messages: each one, from whom, for whom, and how many have acknowledged it."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from coordination.incident.priority_messages.capability import PriorityMessage
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic

MESSAGE_WORDS = ("priority_message_posted",)


def say_messages(context: FormContext) -> Iterable[FormLine]:
    """Return the priority messages."""
    for one in context.history.of(PriorityMessage):
        answered = len(one.value.acknowledged_by)
        said = ngettext("acknowledged by {n} person", "acknowledged by {n} people", answered).format(n=answered)
        cells = {
            "time": context.clock(one.value.posted_at),
            "from": context.name_of(one.value.posted_by),
            "to": one.value.audience.label,
            "text": f"{one.value.text} ({said})",
        }
        yield FormLine(cells, (one.made_seq,))


FORM_LINES: dict[Topic, Seed] = {Topic.MESSAGES: say_messages}
