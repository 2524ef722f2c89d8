"""What forms say of response actions: those in force, and when each began, changed and ended."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.response_actions.capability import ResponseAction
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.vocabulary import ResponseActionStatus
from coordination.web.wording.timeline_words import entry_line

CHANGES = ("response_action_started", "response_action_changed", "locked_rooms_opened", "response_action_released")


def say_actions(context: FormContext) -> Iterable[FormLine]:
    """Return what is in force, where, since when."""
    for one in context.history.of(ResponseAction):
        if one.value.status is ResponseActionStatus.IN_FORCE:
            since = _("since {time}").format(time=context.clock(one.value.initiated_at))
            parts = (one.value.kind.label, one.value.scope, one.value.destination, since)
            yield text_line(" · ".join(part for part in parts if part), *one.cites)


def say_changes(context: FormContext) -> Iterable[FormLine]:
    """Return when response actions began, changed and ended."""
    return context.entry_lines(CHANGES, lambda one: entry_line(one.content, one.known))


FORM_LINES: dict[Topic, Seed] = {Topic.LIFE_SAFETY: say_actions, Topic.ACTIONS: say_changes}
