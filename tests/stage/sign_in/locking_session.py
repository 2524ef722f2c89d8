"""Give someone of a real server's cast a session that locks, and let it have been left alone, in a process of its own.

Run as `python -m tests.stage.sign_in.locking_session WHO`: prints the key of a session that is just being used.
With LEFT_S: lets so many seconds be left until the person's session locks, and prints when that is.
"""

import sys
from datetime import UTC, datetime, timedelta


def write_session(who: str) -> str:
    """Write a session that locks when no one uses it."""
    from coordination.models import SessionState, User
    from coordination.sessions import SessionStore
    from coordination.sign_in.sessions.duties import STATE
    from tests.stage.served import session_of

    at, person = datetime.now(UTC), User.objects.get(username=who)
    session = SessionStore(session_of(person))
    key = str(session.session_key)
    row = SessionState.objects.create(user=person, session_key=key, locks=True, active_at=at)
    session[STATE] = row.pk
    # Said long before: what counts is when it was used.
    session["account_authentication_methods"] = [{"method": "password", "at": (at - timedelta(hours=2)).timestamp()}]
    session.save()
    return key


def leave_alone(who: str, left_s: float) -> float:
    """Let no one have used the session for so long that it locks in so many seconds; return the instant."""
    from coordination.models import SessionState
    from coordination.sign_in.sessions.duties import IDLE_AT_MOST

    locks_at = datetime.now(UTC) + timedelta(seconds=left_s)
    SessionState.objects.filter(user__username=who).update(active_at=locks_at - IDLE_AT_MOST)
    return locks_at.timestamp()


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(write_session(sys.argv[1]) if len(sys.argv) == 2 else leave_alone(sys.argv[1], float(sys.argv[2])))
