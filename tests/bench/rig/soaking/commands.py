"""Make the commands that people would send in an incident, from a seed: what is moved was put there before."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from tests.stage.devices.clients import Frame, RoamingClient

WORDS = ("room", "door", "stair", "hall", "gym", "north", "clear", "smoke", "two adults", "students", "moving", "exit")
MARKERS = ("hazard", "casualty", "staging", "command_post", "entry_point")
ZONES = ("hot_zone", "warm_zone", "inner_perimeter", "search_area")
STATUSES = ("EnRoute", "OnScene", "Staging", "CheckedIn")


@dataclass
class Hand:
    """One person's way of working: what they have on the map, and whom they may address."""

    audiences: tuple[str, ...]
    dice: random.Random
    markers: list[str] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)
    said: list[int] = field(default_factory=list)

    def new_id(self) -> str:
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    def point(self) -> dict[str, float]:
        return {"lon": -98.5 + self.dice.uniform(-0.002, 0.002), "lat": 39.8 + self.dice.uniform(-0.002, 0.002)}

    def words(self) -> str:
        return " ".join(self.dice.choices(WORDS, k=self.dice.randint(3, 40)))

    def audience(self) -> str:
        return self.dice.choice(self.audiences)


async def act(hand: Hand, client: RoamingClient) -> None:
    """Send one command of a kind that is possible now, and wait for its answer."""
    kinds = ["say"] * 5 + ["place"] * 2 + ["draw", "tell"]
    kinds += ["move"] * 2 * bool(hand.markers) + ["remove"] * bool(hand.markers)
    kinds += ["erase"] * bool(hand.shapes) + ["strike"] * bool(hand.said)
    await {
        "say": _say,
        "place": _place,
        "move": _move,
        "remove": _remove,
        "draw": _draw,
        "erase": _erase,
        "tell": _tell,
        "strike": _strike,
    }[hand.dice.choice(kinds)](hand, client)


async def _say(hand: Hand, client: RoamingClient) -> None:
    seq = await client.write("post_message", text=hand.words(), audience=hand.audience())
    hand.said.append(seq)


async def _place(hand: Hand, client: RoamingClient) -> None:
    marker_id = hand.new_id()
    fields: Frame = {"kind": hand.dice.choice(MARKERS), "label": hand.words()[:60], "audience": hand.audience()}
    await client.command("place_marker", marker_id=marker_id, **fields, **hand.point())
    hand.markers.append(marker_id)


async def _move(hand: Hand, client: RoamingClient) -> None:
    # Meanwhile no one else's: what is told to "try later" comes after the removal that was sent behind it.
    marker_id = hand.markers.pop(hand.dice.randrange(len(hand.markers)))
    await client.command("move_marker", marker_id=marker_id, **hand.point())
    hand.markers.append(marker_id)


async def _remove(hand: Hand, client: RoamingClient) -> None:
    await client.command("remove_marker", marker_id=hand.markers.pop(hand.dice.randrange(len(hand.markers))))


async def _draw(hand: Hand, client: RoamingClient) -> None:
    shape_id = hand.new_id()
    points = [tuple(hand.point().values()) for _ in range(hand.dice.randint(3, 12))]
    kind, audience = hand.dice.choice(ZONES), hand.audience()
    await client.command("draw_shape", shape_id=shape_id, kind=kind, points=points, label="zone", audience=audience)
    hand.shapes.append(shape_id)


async def _erase(hand: Hand, client: RoamingClient) -> None:
    await client.command("erase_shape", shape_id=hand.shapes.pop(hand.dice.randrange(len(hand.shapes))))


async def _tell(hand: Hand, client: RoamingClient) -> None:
    await client.command("set_status", status=hand.dice.choice(STATUSES), note=hand.words()[:60])


async def _strike(hand: Hand, client: RoamingClient) -> None:
    seq = hand.said.pop(hand.dice.randrange(len(hand.said)))
    await client.command("strike_entry", seq=seq, reason="said in the wrong room")


def hands(seed: int, audiences: list[tuple[str, ...]]) -> Iterator[Hand]:
    """Yield a hand for each client; the same seed gives the same choices."""
    for number, mine in zip(itertools.count(), audiences, strict=False):
        yield Hand(mine, random.Random(f"{seed}-{number}"))
