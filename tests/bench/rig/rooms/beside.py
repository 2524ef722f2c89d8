"""Measure how long a room's acknowledgements take beside other work, and beside nothing."""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import uvloop

from tests.bench.rig.bounds import bounded
from tests.bench.rig.meters import Result, median
from tests.bench.rig.rooms.acknowledged import acknowledgements_ms, p99
from tests.bench.rig.rooms.strain import Strain
from tests.bench.rig.seats import Door
from tests.stage.devices.clients import ticket_for
from tests.stage.served import Stage
from tests.support.services import AppServer

MUST = 2.0
SECOND_MS = 1000.0
POSTERS = 10


def strain_of(server: AppServer, stage: Stage, chosen: argparse.Namespace, *, exports: Path) -> Strain:
    """Return what is to be done beside a room, as people of the stage."""
    return Strain(
        url=server.url,
        site_id=stage.site_id,
        printers=stage.crowd[: chosen.prints],
        planner=stage.tokens["insider"],
        guessers=chosen.sign_ins,
        importers=chosen.imports,
        exports=str(exports),
    )


def post(server: AppServer, stage: Stage, chosen: argparse.Namespace) -> list[float]:
    """Post into the stage's room for a while; return what each acknowledgement took, the shortest first."""
    url = f"{server.ws_url}/ws/v1/rooms/{stage.room_id}"
    doors = [Door(url, ticket_for(server.url, token)) for token in stage.crowd[:POSTERS]]
    return uvloop.run(acknowledgements_ms(doors, per_s=chosen.posts_per_s, seconds=chosen.seconds))


def in_words(waited_ms: Sequence[float]) -> str:
    """Return the middle and the 99th percentile for a line of progress."""
    return f"{_middle(waited_ms):.0f}/{p99(waited_ms):.0f} ms"


def _middle(waited_ms: Sequence[float]) -> float:
    return waited_ms[len(waited_ms) // 2]


def beside_others(
    alone: Sequence[Sequence[float]], beside: Sequence[Sequence[float]], done: Counter[str]
) -> list[Result]:
    """Return what acknowledgements took beside others, as ratios to what they took alone, and what others got done."""
    before, under = median([p99(one) for one in alone]), median([p99(one) for one in beside])
    middle_before, middle = median([_middle(one) for one in alone]), median([_middle(one) for one in beside])
    longest = max(one[-1] for one in beside)
    return [
        bounded("p99 of acknowledgements beside all that ÷ alone", under, "ms", baseline=before, at_most=MUST),
        bounded("median of acknowledgements beside all that ÷ alone", middle, "ms", baseline=middle_before),
        bounded("longest wait for an acknowledgement beside all that", longest, "ms", at_most=SECOND_MS),
        *[Result(f"{what} meanwhile", count, "") for what, count in sorted(done.items())],
    ]
