"""What forms say of themselves: who wrote on one last, and the one message that a 213 is about."""

from collections.abc import Iterable

from coordination.incident.ics_forms.capability import FormBlock
from coordination.incident.ics_forms.full_folders import say_aid, say_room_reports
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, seeds_of_topic, text_line


def say_prepared_by(context: FormContext) -> Iterable[FormLine]:
    """Return who wrote on this form last, and when; nothing where all of it is the log's."""
    here = [
        one
        for one in context.history.of(FormBlock)
        if (one.value.form, one.value.subject) == (context.form, context.subject)
    ]
    for one in sorted(here, key=lambda one: one.changed_seq)[-1:]:
        name = context.name_of(one.value.written_by)
        yield text_line(f"{name} · {context.clock(one.value.written_at)}", one.changed_seq)


def say_of_message(cell: str, begin: int = 0, end: int | None = None) -> Seed:
    """Return the function that says one cell of the form's message, or the characters of it from `begin` to `end`."""

    def say_cell(context: FormContext) -> Iterable[FormLine]:
        for seed in seeds_of_topic(Topic.MESSAGES):
            for line in seed(context):
                if context.subject and [str(one) for one in line.cites] == [context.subject]:
                    yield text_line(line.cells.get(cell, "")[begin:end], *line.cites)

    return say_cell


FORM_LINES: dict[Topic, Seed] = {
    Topic.PREPARED_BY: say_prepared_by,
    Topic.PUBLIC_STATUS: say_room_reports,
    Topic.AGENCIES: say_aid,
    Topic.MESSAGE_TO: say_of_message("to"),
    Topic.MESSAGE_FROM: say_of_message("from"),
    # The clock is written as 2026-11-24 15:00:00.
    Topic.MESSAGE_DATE: say_of_message("time", 0, 10),
    Topic.MESSAGE_TIME: say_of_message("time", 11),
    Topic.MESSAGE_TEXT: say_of_message("text"),
}
