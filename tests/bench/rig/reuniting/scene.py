"""A school whose students are all in assembly, and the staff of its reunification: written in a process of its own.

`python -m tests.bench.rig.reuniting.scene write STUDENTS STAFF` writes it into a migrated, empty database and prints
JSON; `… queue COUNT` checks in adults for all but the last COUNT students of one that is written.
"""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.support.processes import run_program
from tests.support.services import app_environment

MODULE = "tests.bench.rig.reuniting.scene"
# Of four students two are siblings: 1,200 have 900 guardians.
IN_A_GROUP, TOGETHER = 4, 2
# Every fortieth has a custody note, and is held whoever comes.
NOTED_EVERY = 40


@dataclass(frozen=True)
class Family:
    """An adult of the roster and the codes of the children for whom it lists them; `held`: those with a note."""

    adult: str
    codes: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """Who is there. `staff`: tokens of people with each role; all lists but the directors' are as long."""

    room_id: str
    operation_id: str
    staff: dict[str, tuple[str, ...]]
    families: tuple[Family, ...]

    @property
    def held(self) -> frozenset[str]:
        """Return the codes of the children who are held."""
        return frozenset(code for one in self.families for code in one.held)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of all children, siblings side by side."""
        return tuple(code for one in self.families for code in one.codes)


def set_scene(database_url: str, *, var: Path, students: int, staff: int) -> Scene:
    """Write it into a migrated, empty database."""
    env = app_environment(database_url, None, var=var)
    told: dict[str, Any] = json.loads(run_program(MODULE, "write", str(students), str(staff), env=env))
    return Scene(
        room_id=told["room_id"],
        operation_id=told["operation_id"],
        staff={role: tuple(tokens) for role, tokens in told["staff"].items()},
        families=tuple(Family(one["adult"], tuple(one["codes"]), tuple(one["held"])) for one in told["families"]),
    )


def fill_queue(database_url: str, *, var: Path, but: int) -> None:
    """Check in the adults of all families but the last so many, as greeters do."""
    run_program(MODULE, "queue", str(but), env=app_environment(database_url, None, var=var))


# --- in the process of its own ----------------------------------------------------------------------------------------
def write_scene(students: int, staff: int) -> dict[str, object]:
    """Write everything and return it."""
    from uuid import uuid4

    from coordination.incident.reunification.vocabulary import ReunificationRole as R
    from coordination.reunification.models import Operation
    from coordination.reunification.rules.given import MOST_AT_ONCE, StudentStepsIn
    from coordination.reunification.work.moving import step_students
    from coordination.rosters.models import CustodyNote, RosterPerson
    from mou.vocabulary import MemberRole
    from tests.factories.cast import asks, join, make_cast, open_room
    from tests.factories.mou import make_member, make_user
    from tests.factories.rosters import bring, packed
    from tests.stage.incident.panic import run
    from tests.stage.served import session_of

    now = datetime.now(UTC)
    cast = make_cast()
    bring(cast.district, packed(_tables(cast.school.name, students)))
    for number in range(NOTED_EVERY, students + 1, NOTED_EVERY):
        student = RosterPerson.objects.get(sourced_id=f"student-{number}")
        CustodyNote.objects.create(student=student, text="Only by order of the court.", by=cast.insider, at=now)
    room = open_room(cast, at=now)
    operation_id = uuid4()
    where = {"operation_id": operation_id, "place_id": uuid4(), "place": "Fairgrounds"}
    run(cast.insider, room.pk, "open_reunification", at=now, **where)
    tokens: dict[str, list[str]] = {"director": [session_of(cast.insider)]}
    for role in (R.GREETER, R.REUNIFIER, R.ACCOUNTANT):
        for number in range(staff):
            user = make_user(username=f"{role}{number}")
            make_member(cast.school, user=user, role=MemberRole.STAFF)
            join(user, room, at=now)
            run(user, room.pk, "give_reunification_role", at=now, operation_id=operation_id, role=role)
            tokens.setdefault(role.value, []).append(session_of(user))
    operation = Operation.objects.get(pk=operation_id)
    codes = list(operation.students.order_by("code").values_list("code", flat=True))
    for first in range(0, len(codes), MOST_AT_ONCE):
        given = {"codes": codes[first : first + MOST_AT_ONCE], "step": "assemble"}
        # The director may do what the accountants do.
        step_students(asks(cast.insider, at=now), operation_id, StudentStepsIn.model_validate(given))
    return {
        "room_id": str(room.pk),
        "operation_id": str(operation_id),
        "staff": tokens,
        "families": _families(operation_id),
    }


def _tables(school: str, students: int) -> dict[str, list[Any]]:
    """Return a roster in which siblings have one guardian."""
    from tests.factories.rosters import tables

    made: dict[str, list[Any]] = {name: [*rows] for name, rows in tables(school, students=students).items()}
    spared = set()
    for row in made["users"]:
        name, _, number = row["sourcedId"].rpartition("-")
        if name == "student" and int(number) % IN_A_GROUP == TOGETHER:
            spared.add(row["agentSourcedIds"])
            row["agentSourcedIds"] = f"guardian-student-{int(number) - 1}"
    made["users"] = [one for one in made["users"] if one["sourcedId"] not in spared]
    made["roles"] = [one for one in made["roles"] if one["userSourcedId"] not in spared]
    return made


def _families(operation_id: UUID) -> list[dict[str, object]]:
    from coordination.reunification.models import AuthorizedAdult, PickUpRestriction

    noted = set(
        PickUpRestriction.objects.filter(student__operation_id=operation_id).values_list("student__code", flat=True)
    )
    by_adult: dict[str, list[str]] = {}
    rows = AuthorizedAdult.objects.filter(student__operation_id=operation_id).order_by("name", "student__code")
    for name, code in rows.values_list("name", "student__code"):
        by_adult.setdefault(name, []).append(code)
    return [
        {"adult": name, "codes": codes, "held": [one for one in codes if one in noted]}
        for name, codes in by_adult.items()
    ]


def write_queue(but: int) -> None:
    """Check in the adults of all families but the last so many."""
    from uuid import uuid4

    from coordination.models import User
    from coordination.reunification.models import Operation
    from coordination.reunification.rules.given import CheckInIn
    from coordination.reunification.work.pick_ups import check_in
    from tests.factories.cast import asks

    now, operation = datetime.now(UTC), Operation.objects.get()
    greeter = User.objects.get(username="greeter0")
    families = _families(operation.pk)
    for one in families[: len(families) - but]:
        card = {"card_id": uuid4(), "adult_name": one["adult"], "id_kind": "passport", "codes": one["codes"]}
        check_in(asks(greeter, at=now), operation.pk, CheckInIn.model_validate(card))


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    if sys.argv[1] == "queue":
        write_queue(int(sys.argv[2]))
    else:
        print(json.dumps(write_scene(int(sys.argv[2]), int(sys.argv[3]))))
