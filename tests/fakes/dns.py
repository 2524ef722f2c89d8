"""A DNS server on this machine, over UDP and TCP: it knows text records, and can be silent, broken or ask for TCP."""

import contextlib
import socket
import struct
import threading
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from dns.rdatatype import TXT

# One answer of UDP; what is longer is asked for again over TCP.
UDP_BYTES = 512


# What ends the thread that answers over UDP; no question is so short.
OVER = b"over"


def two_sockets() -> tuple[socket.socket, socket.socket]:
    """Return sockets of one port, over UDP and TCP: what is free of one kind may be taken of the other."""
    for _try in range(100):
        udp, tcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket()
        udp.bind(("127.0.0.1", 0))
        try:
            tcp.bind(udp.getsockname())
        except OSError:
            udp.close()
            tcp.close()
            continue
        tcp.listen()
        return udp, tcp
    raise OSError("no port is free over both")


class FakeDns:
    """Answers on 127.0.0.1 while the block lasts."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.is_silent = False
        self.is_broken = False
        # Instead of an answer, these bytes.
        self.garbage: bytes | None = None
        self._udp, self._tcp = two_sockets()
        self._threads: list[threading.Thread] = []

    @property
    def server(self) -> str:
        """Return it as the settings name servers."""
        host, port = self._udp.getsockname()
        return f"{host}:{port}"

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=one, daemon=True) for one in (self._answer_udp, self._answer_tcp)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_how: object) -> None:
        # Threads that wait are woken by these, not by close.
        self._tcp.shutdown(socket.SHUT_RDWR)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(OVER, self._udp.getsockname())
        for thread in self._threads:
            thread.join(10)
        self._udp.close()
        self._tcp.close()

    def _answer_udp(self) -> None:
        while True:
            try:
                asked, sender = self._udp.recvfrom(4096)
                if asked == OVER:
                    return
                if answer := self._answer(asked, at_most=UDP_BYTES):
                    self._udp.sendto(answer, sender)
            except OSError:
                return

    def _answer_tcp(self) -> None:
        while True:
            try:
                connection, _sender = self._tcp.accept()
            except OSError:
                return
            # Who asked may have gone away meanwhile: their time was up.
            with connection, contextlib.suppress(OSError, struct.error):
                (length,) = struct.unpack("!H", connection.recv(2))
                if answer := self._answer(connection.recv(length), at_most=65_535):
                    connection.sendall(struct.pack("!H", len(answer)) + answer)

    def _answer(self, asked: bytes, *, at_most: int) -> bytes | None:
        question = dns.message.from_wire(asked)
        name = question.question[0].name
        self.asked.append(name.to_text(omit_final_dot=True))
        if self.is_silent:
            return None
        if self.garbage is not None:
            return self.garbage
        answer = dns.message.make_response(question)
        if self.is_broken:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif texts := self.texts.get(self.asked[-1]):
            answer.answer = [dns.rrset.from_text_list(name, 60, "IN", TXT, [f'"{one}"' for one in texts])]
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        whole = answer.to_wire(max_size=65_535)
        if len(whole) <= at_most:
            return whole
        answer.answer, answer.flags = [], answer.flags | dns.flags.TC
        return answer.to_wire()
