"""Put the cast into the database of a real server, and sign them in: in a process of its own, with that database.

Run as `python -m tests.stage.served`: writes the cast, their sessions and one open room, and prints them as JSON.
"""

import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.support.processes import run_program
from tests.support.services import app_environment

NAMES = ("insider", "teacher", "officer", "dispatcher", "stranger", "former")


@dataclass(frozen=True)
class Stage:
    """The ids a client needs. `tokens` are session tokens by the cast's names; `crowd` those of more officers."""

    site_id: str
    school_id: str
    district_id: str
    room_id: str
    incident_id: str
    tokens: dict[str, str]
    crowd: tuple[str, ...]


def set_stage(database_url: str, *, var: Path, crowd: int = 0) -> Stage:
    """Write the cast into a migrated, empty database: the insider has opened a room, all but two are in it."""
    said = run_program("tests.stage.served", str(crowd), env=app_environment(database_url, None, var=var))
    told = json.loads(said)
    return Stage(**{**told, "crowd": tuple(told["crowd"])})


def write_stage(crowd: int) -> dict[str, object]:
    """Write everything and return it."""
    from mou.vocabulary import MemberRole
    from tests.factories.cast import join, make_cast, open_room
    from tests.factories.mou import make_member, make_user

    now = datetime.now(UTC)
    cast = make_cast()
    room = open_room(cast, at=now)
    people = {name: getattr(cast, name) for name in NAMES}
    for name in ("teacher", "officer", "dispatcher"):
        join(people[name], room, at=now)
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    more = [make_member(cast.police, user=make_user(username=f"crowd{number}")).user for number in range(crowd)]
    for user in more:
        join(user, room, at=now)
    return {
        "site_id": str(cast.site.id),
        "school_id": str(cast.school.id),
        "district_id": str(cast.district.id),
        "room_id": str(room.id),
        "incident_id": str(room.incident_id),
        "tokens": {name: session_of(user) for name, user in {**people, "keeper": keeper}.items()},
        "crowd": [session_of(user) for user in more],
    }


def session_of(user: object) -> str:
    """Return the key of a new signed-in session, as signing in would have made it."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from coordination.models import User
    from coordination.sessions import SessionStore

    assert isinstance(user, User)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "coordination.sign_in.attempts.passwords.PasswordBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.create()
    return str(session.session_key)


def ticket_of_session(user_id: int, session_key: str, at: datetime) -> str:
    """Return a new ticket for a socket, as the HTTP route gives it to a session."""
    from django.contrib.auth import HASH_SESSION_KEY

    from coordination.sessions import SessionStore
    from coordination.sockets.tickets import issue_ticket

    auth_hash = str(SessionStore(session_key).get(HASH_SESSION_KEY, ""))
    return issue_ticket(user_id=user_id, session_key=session_key, auth_hash=auth_hash, at=at)[0]


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_stage(int(sys.argv[1]))))
