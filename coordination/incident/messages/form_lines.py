"""What forms say of messages: each one, from whom, for whom."""

from collections.abc import Iterable

from django.utils.translation import pgettext

from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic
from coordination.vocabulary import Audience

MESSAGE_WORDS = ("message_posted",)


def say_messages(context: FormContext) -> Iterable[FormLine]:
    """Return the messages that no one has struck."""
    for one in context.history.said(MESSAGE_WORDS):
        audience = str(one.content["audience"])
        to = Audience(audience).label if audience in set(Audience) else pgettext("audience", "To some people")
        cells = {
            "time": context.clock(one.at),
            "from": f"{one.by['name']} · {one.by['agency']}",
            "to": to,
            "text": str(one.event["text"]),
        }
        yield FormLine(cells, (one.seq,))


FORM_LINES: dict[Topic, Seed] = {Topic.MESSAGES: say_messages}
