"""What forms say of maydays: those that stand, and when each was called and cleared."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.mayday.capability import Mayday
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.web.wording.timeline_words import entry_line

CALLED = ("mayday_called", "mayday_acknowledged", "mayday_cleared")


def say_maydays(context: FormContext) -> Iterable[FormLine]:
    """Return the maydays that no one has cleared."""
    for one in context.history.of(Mayday):
        if one.value.cleared_at is None:
            since = _("since {time}").format(time=context.clock(one.value.called_at))
            parts = (one.value.kind.label, one.value.who, one.value.place or one.value.where, since)
            yield text_line(" · ".join(part for part in parts if part), *one.cites)


def say_calls(context: FormContext) -> Iterable[FormLine]:
    """Return when maydays were called, acknowledged and cleared."""
    return context.entry_lines(CALLED, lambda one: entry_line(one.content, one.known))


FORM_LINES: dict[Topic, Seed] = {Topic.LIFE_SAFETY: say_maydays, Topic.ACTIONS: say_calls}
