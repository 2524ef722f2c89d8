"""What is true of the drill: counted from the log and from the tables, and not by what the product says of itself."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.bench.rig.reuniting.drill import PICK_UPS, RELEASES, STUDENTS, Database
from tests.bench.rig.reuniting.staff import Client
from tests.stage.devices.clients import verifier

# In the order in which pages show them.
GROUPS = ("not_yet_here", "here", "reunited", "hospital", "with_police", "ran", "elsewhere", "missing")
# In which group a student of a state is, as this test has it.
GROUP_OF = {
    "released": "reunited",
    "with_law_enforcement": "with_police",
    "self_evacuated": "elsewhere",
    "absent_that_day": "absent",
}
PAGE = 500
type Log = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Sum:
    """The sum at one instant; `groups`: how many students are in each, in the order of GROUPS."""

    enrolled: int
    absent: int
    groups: tuple[int, ...]

    @property
    def expected(self) -> int:
        return self.enrolled - self.absent


@dataclass
class Counted:
    """What the log says. `ways`: the groups into which each child came, in order; `sums`: all that was ever true."""

    ways: dict[str, list[str]] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)


def read_log(client: Client, room_id: str) -> Log:
    """Return the whole log of a room, as one of its people reads it; its chain is whole."""
    log: list[dict[str, Any]] = []
    while True:
        status, said = client.send("GET", f"/rooms/{room_id}/entries?after={len(log)}&limit={PAGE}")
        assert status == 200, said
        assert isinstance(said, dict)
        log += said["entries"]
        if len(said["entries"]) < PAGE:
            break
    assert verifier.verify(log) == log[-1]["hash"]
    return log


def count_log(log: Log, operation_id: str, roster: Collection[str]) -> Counted:
    """Count the children, entry by entry: those of the roster are enrolled from the opening, others once they are said.

    Args:
        roster: the codes of its children.
    """
    counted, where = Counted(), dict[str, str]()
    for frame in log:
        event = frame["content"]["event"] if frame["type"] == "entry" else {}
        if event.get("operation_id") != operation_id:
            continue
        if event["type"] == "reunification_counted":
            assert event["number"] == len(event["codes"]) == len(set(event["codes"])), event
            for code in event["codes"]:
                where[code] = event["group"]
                counted.ways.setdefault(code, []).append(event["group"])
        enrolled = len({*roster, *where})
        # Of whom nothing is said yet they are not here.
        numbers = Counter(where.values()) + Counter(not_yet_here=enrolled - len(where))
        counted.sums.append(Sum(enrolled, numbers["absent"], tuple(numbers[one] for one in GROUPS)))
    return counted


@dataclass(frozen=True)
class Stored:
    """What the tables hold. `released`: by code, the adult; `releases`, `steps`: how many rows say so of each code."""

    released: dict[str, str]
    releases: Counter[str]
    steps: Counter[str]
    states: Counter[str]
    pick_ups: Counter[tuple[str, str]]

    @property
    def groups(self) -> Counter[str]:
        return Counter({GROUP_OF.get(state, state): number for state, number in self.states.items()})


def read_stored(database: Database) -> Stored:
    """Read the tables past the product."""
    rows = database.execute(
        f"SELECT s.code, p.adult_name FROM {RELEASES} r JOIN {STUDENTS} s ON s.id = r.student_id"
        f" JOIN {PICK_UPS} p ON p.id = r.pick_up_id AND p.student_id = s.id AND p.state = 'done'"
        " AND s.state = 'released'"
    ).fetchall()
    steps = database.execute(
        f"SELECT s.code FROM reunification_studentchange c JOIN {STUDENTS} s ON s.id = c.student_id"
        " WHERE c.step = 'release'"
    ).fetchall()
    states = database.execute(f"SELECT state, count(*) FROM {STUDENTS} GROUP BY state").fetchall()
    pick_ups = database.execute(
        f"SELECT s.code, p.state FROM {PICK_UPS} p JOIN {STUDENTS} s ON s.id = p.student_id"
    ).fetchall()
    (number,) = database.execute(f"SELECT count(*) FROM {RELEASES}").fetchone() or (None,)
    assert number == len(rows), "a release is of a child who is not released, or to an adult who does not have them"
    return Stored(
        released={str(code): str(adult) for code, adult in rows},
        releases=Counter(str(code) for code, _adult in rows),
        steps=Counter(str(code) for (code,) in steps),
        states=Counter({str(state): int(str(many)) for state, many in states}),
        pick_ups=Counter((str(code), str(state)) for code, state in pick_ups),
    )


def said_by_product(told: Mapping[str, Any]) -> Sum:
    """Return the sum as the product's own interface says it."""
    numbers = {one["group"]: one["number"] for one in told["groups"]}
    assert tuple(numbers) == GROUPS
    return Sum(told["enrolled"], told["absent"], tuple(numbers.values()))
