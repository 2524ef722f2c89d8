"""A drill: all adults are checked in, all children handed over at two servers, one of which is killed meanwhile.

Among the releases are some that are sent twice, some to adults who are held, and some to strangers.
"""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import batched
from random import Random
from uuid import uuid4

import psycopg

from tests.bench.rig.reuniting.staff import Client, Done, Staff, said_of
from tests.support.services import AppServer

SENT_TWICE_EVERY, STRANGER_EVERY, KILLED_AFTER = 10, 20, 3
BATCH = 50
PLAIN_PER_CLIENT = 40
type Database = psycopg.Connection[tuple[object, ...]]
type Work = Callable[[Client], str]

STUDENTS = "reunification_reunitedstudent"
PICK_UPS = "reunification_pickup"
RELEASES = "reunification_release"


@dataclass(frozen=True)
class Drill:
    """What came of it, and what the database holds in the end.

    `lost`: children whose release was acknowledged and is not stored, or whose adult was cleared and who were not
    handed over. `doubled`: releases acknowledged or stored more than once. `wrong`: to an adult who was held, refused
    or never cleared. `unsaid`: releases stored and answered as done before: their answer was lost with the server.
    """

    check_ins_per_s: float
    releases_per_s: float
    plain_per_s: float
    answers: Counter[str]
    released: int
    lost: int
    doubled: int
    wrong: int
    unsaid: int
    is_whole: bool
    is_closed: bool


def play(staff: Staff, second: AppServer, connect: Callable[[], Database]) -> Drill:
    """Play it; `second` is killed when a third of the children are handed over."""
    with connect() as database, contextlib.closing(staff):
        return _play(staff, second, connect, database)


def _play(staff: Staff, second: AppServer, connect: Callable[[], Database], database: Database) -> Drill:
    scene = staff.scene
    families: list[Work] = [partial(staff.check_in, adult=one.adult, codes=one.codes) for one in scene.families]
    checked = staff.share_out("greeter", families)
    require_done(checked, "200")
    require_done(staff.share_out("greeter", strangers_for(staff, scene.codes)), "200")
    handed = [code for code in scene.codes if code not in scene.held]
    for step in ("pull", "bring"):
        works: list[Work] = [partial(staff.step, step=step, codes=codes) for codes in batched(handed, BATCH)]
        require_done(staff.share_out("reunifier", works), "204")
    # The same rows under the same lock, and nothing else: no program, no log, no trail.
    plain_per_s = plain_updates_per_s(staff, connect)
    ends = threading.Event()
    killer = threading.Thread(target=_kill_after, args=[staff, second, len(handed) // KILLED_AFTER, ends])
    killer.start()
    try:
        told = staff.share_out("reunifier", releases_of(staff, database, scene.codes))
    finally:
        ends.set()
        killer.join()
    resolve_held(staff, database)
    closed = {"type": "close_reunification", "id": str(uuid4()), "operation_id": scene.operation_id}
    director = staff.client("director")
    sum_of = director.send("GET", staff.path)[1]
    answered = said_of(director.send("POST", f"/rooms/{scene.room_id}/commands", closed))
    return _look(staff, database, checked, told, sum_of, is_closed=answered == "200", plain_per_s=plain_per_s)


def require_done(done: Done, *allowed: str) -> None:
    """Raises: RuntimeError: something was answered that is not allowed."""
    if odd := {said: number for said, number in done.answers.items() if said not in allowed}:
        raise RuntimeError(f"refused: {odd}")


def strangers_for(staff: Staff, codes: Sequence[str]) -> list[Work]:
    """Return the check-ins of adults whom no roster lists; they come after the families, whom they would stop."""
    wanted = codes[::STRANGER_EVERY]
    return [partial(staff.check_in, adult=f"Mallory {number}", codes=[code]) for number, code in enumerate(wanted)]


def releases_of(staff: Staff, database: Database, codes: Collection[str]) -> list[Work]:
    """Return a release of each pick-up of children, cleared or not, some of them twice, in an order by chance."""
    rows = database.execute(
        f"SELECT s.code, p.id FROM {PICK_UPS} p JOIN {STUDENTS} s ON s.id = p.student_id"
    ).fetchall()
    wanted = [(str(code), str(pk)) for code, pk in rows if code in codes]
    works: list[Work] = [partial(staff.release, code=code, pick_up_id=pk) for code, pk in wanted]
    works += works[::SENT_TWICE_EVERY]
    Random(2).shuffle(works)
    return works


def _kill_after(staff: Staff, second: AppServer, releases: int, ends: threading.Event) -> None:
    while len(staff.released) < releases and not ends.wait(0.01):
        pass
    second.kill9()


def resolve_held(staff: Staff, database: Database) -> None:
    """Refuse the adults who are held, and hand these children to the police: then the sum closes."""
    director = staff.client("director")
    rows = database.execute(f"SELECT id FROM {PICK_UPS} WHERE state = 'held' ORDER BY checked_in_at DESC").fetchall()
    for (pick_up_id,) in rows:
        given = {"is_cleared": False, "words": "The order says so."}
        said = said_of(director.send("POST", f"{staff.path}/pick-ups/{pick_up_id}/decision", given))
        if said != "204":
            raise RuntimeError(f"a decision was refused: {said}")
    held = sorted(staff.scene.held)
    for codes in batched(held, BATCH):
        said = staff.step(staff.client("accountant"), "hand_to_police", codes, words="With the officer at the door")
        if said != "204":
            raise RuntimeError(f"held children could not be handed to the police: {said}")


def _look(
    staff: Staff,
    database: Database,
    checked: Done,
    told: Done,
    sum_of: object,
    *,
    is_closed: bool,
    plain_per_s: float,
) -> Drill:
    rows = database.execute(
        f"SELECT s.code, p.state, p.adult_name, s.state FROM {RELEASES} r JOIN {STUDENTS} s ON s.id = r.student_id"
        f" JOIN {PICK_UPS} p ON p.id = r.pick_up_id"
    ).fetchall()
    stored = Counter(str(code) for code, *_ in rows)
    adults = {code: one.adult for one in staff.scene.families for code in one.codes}
    wrong = [
        code
        for code, state, adult, student in rows
        if state != "done" or student != "released" or adult != adults[str(code)] or code in staff.scene.held
    ]
    waiting = database.execute(
        f"SELECT s.code FROM {PICK_UPS} p JOIN {STUDENTS} s ON s.id = p.student_id WHERE p.state = 'waiting'"
    ).fetchall()
    acknowledged = Counter(staff.released)
    lost = (set(acknowledged) - set(stored)) | {str(code) for (code,) in waiting}
    doubled = {code for many in (stored, acknowledged) for code, number in many.items() if number > 1}
    assert isinstance(sum_of, dict)
    return Drill(
        check_ins_per_s=sum(checked.answers.values()) / checked.seconds,
        releases_per_s=len(stored) / told.seconds,
        plain_per_s=plain_per_s,
        answers=told.answers,
        released=len(stored),
        lost=len(lost),
        doubled=len(doubled),
        wrong=len(wrong),
        unsaid=len(set(stored) - set(acknowledged)),
        is_whole=bool(sum_of["is_whole"] and sum_of["closes"]),
        is_closed=is_closed,
    )


def plain_updates_per_s(staff: Staff, connect: Callable[[], Database]) -> float:
    """Return how many transactions a second the database takes that lock the room's row and update both rows.

    They write the values that are there, so that they change nothing; from as many connections as there are clients.
    """
    room_id, clients = staff.scene.room_id, len(staff.scene.staff["reunifier"])
    with connect() as first:
        pairs = first.execute(f"SELECT student_id, id FROM {PICK_UPS} WHERE state = 'waiting' ORDER BY id").fetchall()

    def work(mine: Sequence[tuple[object, ...]]) -> int:
        with connect() as line:
            for student_id, pick_up_id in mine:
                with line.transaction():
                    line.execute("SELECT 1 FROM room_room WHERE id = %s FOR UPDATE", [room_id])
                    line.execute(
                        f"UPDATE {STUDENTS} SET state = state WHERE id = %s AND state = 'at_reunification'",
                        [student_id],
                    )
                    line.execute(
                        f"UPDATE {PICK_UPS} SET state = state WHERE id = %s AND state = 'waiting'", [pick_up_id]
                    )
        return len(mine)

    shares = [pairs[number::clients][:PLAIN_PER_CLIENT] for number in range(clients)]
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        made = sum(pool.map(work, shares))
    return made / (time.perf_counter() - began)
