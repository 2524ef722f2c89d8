"""What forms say of dispatch: the numbers of the incident, and what was said by radio and telephone."""

from collections.abc import Iterable

from coordination.incident.dispatch_desk.capability import CadNumber
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.vocabulary import Audience, ReportSource

MESSAGE_WORDS = ("call_relayed",)


def say_numbers(context: FormContext) -> Iterable[FormLine]:
    """Return the incident's number in the dispatch of each agency."""
    return [
        text_line(f"{one.value.number} · {one.value.agency}", one.changed_seq) for one in context.history.of(CadNumber)
    ]


def say_calls(context: FormContext) -> Iterable[FormLine]:
    """Return what was said by radio or telephone, from whom, entered by whom."""
    for one in context.history.said(MESSAGE_WORDS):
        source = ReportSource(one.event["source"]).label
        cells = {
            "time": context.clock(one.at),
            "from": f"{one.event['spoken_by']} ({source})",
            "to": f"{one.by['name']} · {Audience(str(one.content['audience'])).label}",
            "text": str(one.event["text"]),
        }
        yield FormLine(cells, (one.seq,))


FORM_LINES: dict[Topic, Seed] = {Topic.INCIDENT_NUMBER: say_numbers, Topic.MESSAGES: say_calls}
