"""Write notifications where the operator of a demo can read them: one JSON line each; nothing leaves the machine."""

import json
from pathlib import Path

from push.transport import Message, SendResult, TransportError
from push.vocabulary import Outcome


class ConsoleTransport:
    """Appends to a file. The address of a device is not written: it is personal."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, message: Message) -> SendResult:
        """Append one line, with one write, so that lines of several threads do not mix. Writes to the disk."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{line_from(message)}\n")
        except OSError as error:
            raise TransportError("console_not_writable", permanent=False) from error
        return SendResult(message.notification_id, Outcome.SENT)


def line_from(message: Message) -> str:
    """Return the line that a message becomes."""
    return json.dumps(
        {
            "notification": str(message.notification_id),
            "urgency": message.urgency.name.lower(),
            "is_exercise": message.is_exercise,
            "channel": message.channel,
            "title": message.title,
            "body": message.body,
            "kind": message.kind,
            "room": str(message.room_id),
            "seq": message.seq,
            "collapse_key": message.collapse_key,
        }
        | message.test_mark,
        ensure_ascii=False,
    )
