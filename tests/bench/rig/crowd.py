"""Put many people into many rooms of a migrated database, and give them tickets: in processes of their own.

`python -m tests.bench.rig.crowd people ROOMS PEOPLE ENTRIES` writes the cast, rooms, a crowd and a log, and prints
JSON; `… tickets` reads [[user id, session key], …] from standard input and prints their new tickets, in order.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from uuid import uuid4

from coordination.incident.messages.capability import PostMessage
from tests.stage.served import ticket_of_session
from tests.support.processes import ROOT
from tests.support.services import ServiceError, app_environment

TEXT_BYTES = 200  # with its author, hashes and salt such a message is an entry of some hundred bytes
JOINS_TOGETHER = 100


@dataclass(frozen=True)
class Person:
    """Someone who is signed in and has joined one room."""

    user_id: int
    session_key: str
    room_id: str


@dataclass(frozen=True)
class Crowd:
    """Who is where. Person number i is in room number i modulo the rooms; every room's log begins with the joins."""

    rooms: tuple[str, ...]
    people: tuple[Person, ...]


def set_crowd(database_url: str, *, var: Path, rooms: int, people: int, entries: int = 0) -> Crowd:
    """Write everybody into a migrated, empty database; the first room's log ends with `entries` messages."""
    told = json.loads(_run(database_url, var, ["people", str(rooms), str(people), str(entries)], given=""))
    return Crowd(tuple(told["rooms"]), tuple(Person(*person) for person in told["people"]))


def tickets_for(database_url: str, people: Sequence[Person], *, var: Path) -> list[str]:
    """Return a new ticket for each; they are good for half a minute."""
    given = json.dumps([[person.user_id, person.session_key] for person in people])
    tickets: list[str] = json.loads(_run(database_url, var, ["tickets"], given=given))
    return tickets


def _run(database_url: str, var: Path, arguments: Sequence[str], *, given: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.crowd", *arguments],
        env=app_environment(database_url, None, var=var),
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceError(f"the crowd could not be written:\n{done.stderr[-4000:]}")
    return done.stdout


# --- in the process of its own ----------------------------------------------------------------------------------------
def write_crowd(rooms: int, people: int, entries: int) -> dict[str, object]:
    """Write everything and return it."""
    from coordination.errors import CoordinationError
    from coordination.incident.people.capability import JoinRoom
    from coordination.room.dispatch import RoomCommand as Ask
    from coordination.room.dispatch import execute_all
    from tests.factories.cast import asks, make_cast, open_room
    from tests.factories.mou import make_member, make_user
    from tests.stage.served import session_of

    now = datetime.now(UTC)
    cast = make_cast()
    # Each by someone else: one person opens only a few.
    openers = [make_member(cast.school, user=make_user(username=f"opener{number}")).user for number in range(1, rooms)]
    opened = [open_room(cast, by=user, at=now) for user in (cast.insider, *openers)]
    crowd = [make_member(cast.police, user=make_user(username=f"crowd{number}")).user for number in range(people)]
    asked = [
        Ask(asks(user, at=now), opened[number % rooms].id, JoinRoom(id=uuid4(), type="join_room"))
        for number, user in enumerate(crowd)
    ]
    asked += [Ask(asks(cast.insider, at=now), opened[0].id, _message(number)) for number in range(entries)]
    for batch in batched(asked, JOINS_TOGETHER):
        refused = [answer for answer in execute_all(batch) if isinstance(answer, CoordinationError)]
        if refused:
            raise refused[0]
    homes = [str(opened[number % rooms].id) for number in range(people)]
    return {
        "rooms": [str(room.id) for room in opened],
        "people": [[user.pk, session_of(user), home] for user, home in zip(crowd, homes, strict=True)],
    }


def _message(number: int) -> PostMessage:
    text = f"{number} ".ljust(TEXT_BYTES, "x")
    return PostMessage(id=uuid4(), type="post_message", text=text)


def write_tickets(people: Sequence[tuple[int, str]]) -> list[str]:
    """Issue a ticket to each, as the HTTP route does."""
    now = datetime.now(UTC)
    return [ticket_of_session(user_id, key, now) for user_id, key in people]


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    from django.db import connection

    # Nothing is measured here: thousands of small commits need not wait for the disk.
    with connection.cursor() as cursor:
        is_postgis = connection.vendor == "postgresql"
        cursor.execute("SET synchronous_commit = off" if is_postgis else "PRAGMA synchronous = OFF")
    if sys.argv[1] == "people":
        print(json.dumps(write_crowd(*(int(number) for number in sys.argv[2:]))))
    else:
        print(json.dumps(write_tickets(json.load(sys.stdin))))
