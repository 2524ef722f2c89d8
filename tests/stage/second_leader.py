"""Add a second administrator of the school to a served stage, and print the key of their session.

Run as `python -m tests.stage.second_leader` with the server's settings.
"""

import subprocess
import sys
from collections.abc import Mapping

from tests.support.processes import ROOT
from tests.support.services import ServiceError


def add_second_leader(env: Mapping[str, str]) -> str:
    """Write them into the database of these settings, in a process of its own; return their session token."""
    command = [sys.executable, "-m", "tests.stage.second_leader"]
    done = subprocess.run(command, env=dict(env), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ServiceError(f"the second leader could not be added:\n{done.stderr[-4000:]}")
    return done.stdout.strip()


def write_leader() -> str:
    """Write everything and return the session token."""
    from mou.models import Agency
    from mou.vocabulary import AgencyKind, MemberRole
    from tests.factories.mou import make_member, make_user
    from tests.stage.served import session_of

    school = Agency.objects.get(kind=AgencyKind.SCHOOL.value)
    return session_of(make_member(school, user=make_user(username="assistant"), role=MemberRole.ADMINISTRATOR).user)


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(write_leader())
