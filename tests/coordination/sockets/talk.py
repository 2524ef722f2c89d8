"""A client of one socket for tests: through the real application, on the way that any ASGI server offers."""

import json
from typing import Any, cast
from uuid import UUID, uuid4

from channels.testing import WebsocketCommunicator

from coordination.asgi import application
from coordination.describe.catalogue import server_frame_adapter
from coordination.sockets.database.threads import in_database
from tests.stage.full_room import Stage, ask
from tests.stage.served import ticket_of_session
from tests.support.processes import PATIENCE

type Frame = dict[str, Any]
# Only ever waited for in full when something is broken.
PATIENCE_S = 5 * PATIENCE


class Talk:
    """One connection. Every frame that comes is held against the published description."""

    def __init__(
        self,
        room_id: UUID,
        who: str,
        *,
        ticket: str | None,
        origin: str = "",
        address: str | None = None,
        language: str = "",
    ) -> None:
        offered = ["muster.v1"] if ticket is None else ["muster.v1", f"ticket.{ticket}"]
        headers = [(b"host", b"127.0.0.1"), *([(b"origin", origin.encode())] if origin else [])]
        headers += [(b"accept-language", language.encode())] if language else []
        address = address or f"/ws/v1/rooms/{room_id}"
        self.socket = WebsocketCommunicator(application, address, headers=headers, subprotocols=offered)
        self.who = who
        self.seen: list[Frame] = []

    async def connect(self) -> str | None:
        """Shake hands and return the selected subprotocol."""
        accepted, subprotocol = await self.socket.connect(timeout=PATIENCE_S)
        assert accepted
        return cast("str | None", subprotocol)

    async def say(self, **frame: object) -> None:
        """Send a frame."""
        await self.socket.send_to(text_data=json.dumps(frame, default=str))

    async def command(self, word: str, **fields: object) -> str:
        """Send a command and return its id."""
        command_id = str(uuid4())
        await self.say(type="command", command={"id": command_id, "type": word, **fields})
        return command_id

    async def hear(self, *kinds: str) -> Frame:
        """Return the next frame of these kinds; what comes before is kept in `seen`."""
        while True:
            output = await self.socket.receive_output(timeout=PATIENCE_S)
            assert output["type"] == "websocket.send", output
            frame: Frame = json.loads(output["text"])
            server_frame_adapter.validate_json(output["text"])
            self.seen.append(frame)
            if frame["type"] in kinds:
                return frame

    async def hear_close(self) -> tuple[str, int]:
        """Return the code of the error frame that comes last, and the close code."""
        frame = await self.hear("error")
        output = await self.socket.receive_output(timeout=PATIENCE_S)
        assert output["type"] == "websocket.close"
        return frame["problem"]["code"], output["code"]

    async def hear_nothing(self) -> bool:
        """Tell whether nothing more comes for a moment."""
        return bool(await self.socket.receive_nothing(timeout=0.2))

    def seqs(self) -> list[int]:
        """Return the seqs of what was heard of the log."""
        return [frame["seq"] for frame in self.seen if frame["type"] in {"entry", "withheld"}]

    async def end(self) -> None:
        """Hang up."""
        await self.socket.disconnect(timeout=PATIENCE_S)


async def ticket_for(stage: Stage, who: str) -> str:
    """Return a new ticket of someone's session."""
    asker = ask(stage.people[who])
    session_key = await in_database(stage.session, who)
    return await in_database(ticket_of_session, asker.user_id, session_key, asker.at)


async def call(stage: Stage, who: str, *, room_id: UUID | None = None, origin: str = "", language: str = "") -> Talk:
    """Open a socket with a fresh ticket."""
    ticket = await ticket_for(stage, who)
    talk = Talk(room_id or stage.room.id, who, ticket=ticket, origin=origin, language=language)
    assert await talk.connect() == "muster.v1"
    return talk


async def enter(stage: Stage, who: str, *, after: int | None = None, language: str = "") -> Talk:
    """Open a socket, say hello, and hear everything up to the first presence."""
    talk = await call(stage, who, language=language)
    await talk.say(type="hello", **({} if after is None else {"after": after}))
    await talk.hear("presence")
    return talk
