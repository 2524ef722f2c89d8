"""A mail server that takes mail, or answers with the number that the receiver's name begins with."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from types import TracebackType
from typing import Self


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    # One that was killed is started again at the same port.
    allow_reuse_address = True


class FakeSmtp:
    """Speaks as much of RFC 5321 as a client that only sends."""

    def __init__(self, *, port: int = 0) -> None:
        self.mails: list[Mail] = []
        self._server = Server(("127.0.0.1", port), self._handler())
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        fake = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 fake")
                for line in iter(self.rfile.readline, b""):
                    word = line[:4].upper()
                    if word == b"RCPT":
                        receiver = line.partition(b"<")[2]
                        self.say(f"{receiver[:3].decode()} no" if receiver[:3].isdigit() else "250 yes")
                    elif word == b"DATA":
                        self.say("354 go on")
                        fake.mails.append(message_from_bytes(self.text(), policy=default))
                        self.say("250 taken")
                    else:
                        self.say("221 bye" if word == b"QUIT" else "250 yes")

            def text(self) -> bytes:
                lines: list[bytes] = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line)
                return b"".join(lines)

            def say(self, text: str) -> None:
                self.wfile.write(f"{text}\r\n".encode())

        return Handler
