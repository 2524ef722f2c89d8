"""What forms say of a reunification: where it is, and its numbers. No student has a name in the room."""

from collections.abc import Iterable

from coordination.incident.reunification.capability import Reunification
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line


def say_numbers(context: FormContext) -> Iterable[FormLine]:
    """Return the numbers of each operation."""
    for one in context.history.of(Reunification):
        equation = one.value.equation()
        counts = (f"{group.label}: {number}" for group, number in equation.groups.items() if number)
        yield text_line(" · ".join((one.value.place, one.value.state.label, *counts)), *one.cites)


FORM_LINES: dict[Topic, Seed] = {Topic.PUBLIC_STATUS: say_numbers}
