"""Write notifications where the operator of a demo can read them: one JSON line each; nothing leaves the machine."""

import json
from collections.abc import Sequence
from pathlib import Path

from push.transport import Message, SendResult, TransportError
from push.vocabulary import DeviceKind, Outcome


class ConsoleTransport:
    """Appends to a file. The address of a device is not written: it is somebody's."""

    kind = DeviceKind.CONSOLE

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, batch: Sequence[Message]) -> list[SendResult]:
        """Append one line for each message. Writes to the disk."""
        lines = "".join(f"{line_from(message)}\n" for message in batch)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(lines)
        except OSError as error:
            raise TransportError("console_not_writable", permanent=False) from error
        return [SendResult(message.notification_id, Outcome.SENT) for message in batch]


def line_from(message: Message) -> str:
    """Return the line that a message becomes."""
    return json.dumps(
        {
            "notification": str(message.notification_id),
            "urgency": message.urgency.name.lower(),
            "is_exercise": message.is_exercise,
            "title": message.title,
            "body": message.body,
            "kind": message.kind,
            "room": str(message.room_id),
            "seq": message.seq,
            "collapse_key": message.collapse_key,
        },
        ensure_ascii=False,
    )
