"""Count the messages in what a NATS server writes, however it is cut. Pure: no sockets."""

SUBJECT = b"room"
# Whoever has the answer to the last line is subscribed.
GREETING = b'CONNECT {"verbose":false,"pedantic":false}\r\nSUB %s 1\r\nPING\r\n' % SUBJECT


def publication(body: bytes) -> bytes:
    """Return what publishes the body."""
    return b"PUB %s %d\r\n%s\r\n" % (SUBJECT, len(body), body)


class NatsLines:
    """What one connection has read: complete messages are counted, other lines kept until they are answered.

    The server writes what waits together: a frame holds one message, many, or a piece of one.
    """

    def __init__(self) -> None:
        self._rest = b""
        self.others: list[bytes] = []
        self.message_bytes = 0
        self.is_subscribed = False
        self.refusal = ""

    def take(self, piece: bytes) -> int:
        """Return how many messages end with this piece."""
        # This runs hundreds of thousands of times a second, beside the server that is measured: no more than needed.
        text = self._rest + piece if self._rest else piece
        at, end, count = 0, len(text), 0
        while at < end:
            line_end = text.find(b"\r\n", at)
            if line_end < 0:
                break
            after = line_end + 2
            if text.startswith(b"MSG ", at):
                # The line's last word says how long the body is, which has an end of line of its own.
                after += int(text[text.rindex(b" ", at, line_end) : line_end]) + 2
                if after > end:
                    break
                count += 1
                self.message_bytes = after - at
            else:
                self.others.append(text[at:line_end])
            at = after
        self._rest = text[at:]
        return count

    def answer(self) -> bytes:
        """Return what the other lines ask to be answered: who leaves two questions open is disconnected."""
        asked = self.others.count(b"PING")
        self.is_subscribed |= b"PONG" in self.others
        for line in self.others:
            if line.startswith(b"-ERR"):
                self.refusal = line.decode()
        self.others.clear()
        return b"PONG\r\n" * asked
