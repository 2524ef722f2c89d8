"""People of a room who walk about the school and share where they are once a second; a process of its own.

Run as `python -m tests.bench.rig.phone.walking SECONDS LON LAT`; reads [[socket url, ticket], …] from standard input
and prints one line when everybody has come in.
"""

import asyncio
import json
import math
import sys
from uuid import uuid4

import uvloop

from tests.bench.rig.rooms.positions import in_turns
from tests.bench.rig.seats import Door, Seat, problems_of, sit_down, stand_up

RADIUS_DEG = 0.0012  # about a hundred meters: the whole building


async def walk(doors: list[Door], *, seconds: float, lon: float, lat: float) -> None:
    """Let everybody walk in circles of their own."""
    seats = await sit_down(doors, lambda _number: Seat(after=0))
    steps = [0] * len(seats)

    def step(number: int) -> None:
        steps[number] += 1
        angle = number + steps[number] / 20
        at = (lon + RADIUS_DEG * math.cos(angle) * (number % 10) / 10, lat + RADIUS_DEG * math.sin(angle) / 2)
        command = {"type": "share_position", "id": str(uuid4()), "lon": at[0], "lat": at[1], "accuracy_m": 8}
        seats[number].say(json.dumps({"type": "command", "command": command}).encode())

    moving = asyncio.create_task(in_turns(len(seats), step))
    print("walking", flush=True)
    await asyncio.sleep(seconds)
    moving.cancel()
    stand_up(seats)
    if problems := problems_of(seats):
        raise RuntimeError(f"refused: {problems[:3]}")


if __name__ == "__main__":
    given = [Door(*one) for one in json.load(sys.stdin)]
    uvloop.run(walk(given, seconds=float(sys.argv[1]), lon=float(sys.argv[2]), lat=float(sys.argv[3])))
