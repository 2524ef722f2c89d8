"""Firebase Cloud Messaging for benchmarks: a process of its own that takes messages as fast as one core can.

`python -m tests.bench.rig.others.fast_fcm PORT LATENCY_MS SLOW_PER_THOUSAND`; a slow one takes a second, and an address
that begins with "gone" is not known any more. GET /seen?seq=N answers how many messages of that entry were accepted
and when the last one was, on the system's monotonic clock; GET /answers?seq=N when each address was first answered, by
the clock that a page has, too.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict

TOKEN = b'{"access_token":"fake-access-token","expires_in":3600,"token_type":"Bearer"}'
ACCEPTED = b'{"name":"projects/demo-project/messages/1"}'
GONE = (
    b'{"error":{"code":404,"message":"gone","status":"NOT_FOUND","details":[{"@type":'
    b'"type.googleapis.com/google.firebase.fcm.v1.FcmError","errorCode":"UNREGISTERED"}]}}'
)
SLOW_S = 1.0


class FastFcm:
    def __init__(self, latency_s: float, slow_per_thousand: int) -> None:
        self._latency_s = latency_s
        # Spread evenly and without chance: every run meets the same number of slow ones.
        self._slow_every = 1000 // slow_per_thousand if slow_per_thousand else 0
        self._count = 0
        self._accepted: dict[str, list[float]] = defaultdict(list)
        self._answered_at: dict[str, dict[str, float]] = defaultdict(dict)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(length_of(head))
                answer = await self._answer(head, body)
                status = b"404 Not Found" if answer is GONE else b"200 OK"
                writer.write(b"HTTP/1.1 %s\r\ncontent-type: application/json\r\n" % status)
                writer.write(b"content-length: %d\r\n\r\n" % len(answer) + answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, head: bytes, body: bytes) -> bytes:
        if head.startswith(b"GET /seen?seq="):
            seq = head.partition(b"seq=")[2].partition(b" ")[0].decode()
            times = self._accepted[seq]
            return json.dumps({"count": len(times), "last_at": max(times, default=0)}).encode()
        if head.startswith(b"GET /answers?seq="):
            seq = head.partition(b"seq=")[2].partition(b" ")[0].decode()
            return json.dumps(self._answered_at[seq]).encode()
        if head.startswith(b"POST /token"):
            return TOKEN
        self._count += 1
        is_slow = self._slow_every and self._count % self._slow_every == 0
        await asyncio.sleep(SLOW_S if is_slow else self._latency_s)
        message = json.loads(body)["message"]
        seq, address = message["data"]["seq"], str(message.get("fid"))
        self._answered_at[seq].setdefault(address, time.time())
        if address.startswith("gone"):
            return GONE
        self._accepted[seq].append(time.monotonic())
        return ACCEPTED


def length_of(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def main(port: int, latency_s: float, slow_per_thousand: int) -> None:
    fcm = FastFcm(latency_s, slow_per_thousand)
    server = await asyncio.start_server(fcm.serve, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]) / 1000, int(sys.argv[3])))
