"""The crowd of the drill: adults and staff by the interface, at two servers; and whose children come to which table."""

import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import Self

from tests.bench.rig.reuniting.drill import Work
from tests.bench.rig.reuniting.scene import Family, Scene
from tests.bench.rig.reuniting.staff import Client, Done, Staff

# Who stands at a window is not in the crowd, too: so many of each vest.
AT_WINDOWS = {"greeter": 3, "reunifier": 1, "accountant": 1}
# Released while all is well; then the second server is killed, and of the last third none is released before that.
KILLED_AFTER, NONE_BEFORE_THE_KILL = 1 / 3, 2 / 3


@dataclass(frozen=True)
class Size:
    """How large a drill is. `staff`: people of each of three vests; `offline_s`: how long two windows are offline."""

    students: int
    guardians: int
    staff: int
    offline_s: float


# Forty people with their director; in the suite two windows are offline as long as the others need.
FULL, SMALL = Size(1200, 900, 13, 300.0), Size(120, 90, 4, 0.0)
SIZE = FULL if os.environ.get("MUSTERPOINT_TEST_DRILL") == "full" else SMALL


@dataclass(frozen=True)
class Shares:
    """Whose adults come to which table. Each of the first five has one child.

    `overtaken`: another table releases the child meanwhile. `offline`: comes to a table that is offline. `cut_off`: to
    one whose server is dead. `ran`: left on their own. `absent`: was not at school.
    """

    overtaken: Family
    offline: Family
    cut_off: Family
    ran: Family
    absent: Family
    crowd: tuple[Family, ...]

    @property
    def held(self) -> tuple[Family, ...]:
        """Return the families whose child is held; the crowd checks them in as all others."""
        return tuple(one for one in self.crowd if one.held)

    @property
    def crowd_codes(self) -> list[str]:
        """Return the children of the crowd who may be handed over."""
        return [code for one in self.crowd if not one.held for code in one.codes]

    def adult_of(self) -> dict[str, str]:
        """Return to whom each child of the roster goes who goes to a family, by code."""
        going = [self.overtaken, self.offline, self.cut_off, *(one for one in self.crowd if not one.held)]
        return {code: one.adult for one in going for code in one.codes}


def share_out_families(scene: Scene) -> Shares:
    """Say whose children come to which table."""
    single = [one for one in scene.families if len(one.codes) == 1 and not one.held][:5]
    crowd = tuple(one for one in scene.families if one not in single)
    return Shares(*single, crowd=crowd)


@dataclass
class Crowd:
    """The staff that no window has. It works beside the windows, and ends with the block, also where that fails."""

    scene: Scene
    urls: Sequence[str]
    second_was_killed: threading.Event = field(default_factory=threading.Event)
    _ends: threading.Event = field(default_factory=threading.Event)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def __post_init__(self) -> None:
        people = {role: tokens[AT_WINDOWS.get(role, 0) :] for role, tokens in self.scene.staff.items()}
        self.staff = Staff(replace(self.scene, staff=people), self.urls)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ends.set()
        self.second_was_killed.set()
        self._pool.shutdown()
        self.staff.close()

    def begin(self, role: str, works: Sequence[Work]) -> Future[Done]:
        """Let all with a vest do the works, beside whatever else goes on."""
        return self._pool.submit(self.staff.share_out, role, works)

    def spread(self, works: Sequence[Work], over_s: float) -> list[Work]:
        """Return works that are spread over a time, and of which the last third waits until the server is killed."""
        began, last = time.monotonic(), NONE_BEFORE_THE_KILL * len(works)
        return [
            partial(self._work_in_turn, work, began + over_s * number / len(works), number >= last)
            for number, work in enumerate(works)
        ]

    def _work_in_turn(self, work: Work, due: float, is_after_the_kill: bool, client: Client) -> str:
        self._ends.wait(max(0.0, due - time.monotonic()))
        if is_after_the_kill:
            self.second_was_killed.wait()
        return work(client)
