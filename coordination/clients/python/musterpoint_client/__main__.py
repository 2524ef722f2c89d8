"""Follow a room in a terminal, or save its log.

    python3 -m musterpoint_client http://127.0.0.1:8000 USER PASSWORD ROOM_ID [--save LOG.json]

With --save it writes the room's log to a file that docs/examples/verify_log.py can check, and ends.
"""

import argparse
import asyncio
import contextlib
import getpass
import json
from pathlib import Path

from musterpoint_client.problems import Frame
from musterpoint_client.room.room_client import RoomClient, enter_room
from musterpoint_client.session import Session


def show_frame(frame: Frame) -> None:
    """Print what a person would want to read."""
    if frame["type"] == "entry":
        content = frame["content"]
        mark = "EXERCISE " if content["exercise"] else ""
        text = content["event"].get("text") or content["event"]["type"]
        print(f"#{frame['seq']} {mark}{content['at']} {content['by']['name']} ({content['by']['agency']}): {text}")
    elif frame["type"] in {"withheld", "error", "resync_required", "goodbye"}:
        print(frame)


async def follow_room(client: RoomClient) -> None:
    """Say something in the room, and follow it until Ctrl-C."""
    following = asyncio.create_task(client.run())
    await client.command("post_message", text="Following this room from a terminal.", audience="everyone")
    await following
    if client.ended is not None:
        print(f"ended: {client.ended.code}")


async def save_log(client: RoomClient, path: Path) -> None:
    """Write the log as far as it goes now."""
    following = asyncio.create_task(client.run())
    while client.currency != "current":
        await asyncio.sleep(0.1)
        if following.done():
            raise client.ended or ConnectionError
    await client.fetch_missing()
    following.cancel()
    frames = [client.entries[seq] for seq in sorted(client.entries)]
    await asyncio.to_thread(path.write_text, json.dumps(frames, ensure_ascii=False), encoding="utf-8")
    print(f"{len(frames)} entries in {path}")


async def run_command_line() -> None:
    """Join a room, and follow or save it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("url", "user", "password", "room_id"):
        parser.add_argument(name)
    parser.add_argument("--save", type=Path)
    asked = parser.parse_args()
    session = Session(asked.url)

    def sign_in() -> None:
        step = session.sign_in(asked.user, asked.password)
        while step == "second_factor":
            step = session.answer_second_factor(input("Code of your app: "))

    def unlock() -> None:
        session.unlock(getpass.getpass("The session is locked. Password: "))

    await asyncio.to_thread(sign_in)
    await asyncio.to_thread(enter_room, session, asked.room_id)
    if asked.save is not None:
        await save_log(RoomClient(session, asked.room_id, sign_in=sign_in, after=0), asked.save)
        return
    outbox_file = Path(f"outbox-{asked.user}-{asked.room_id}.json")
    client = RoomClient(
        session, asked.room_id, sign_in=sign_in, unlock=unlock, outbox_file=outbox_file, on_frame=show_frame
    )
    await follow_room(client)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run_command_line())
