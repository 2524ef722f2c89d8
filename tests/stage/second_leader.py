"""Add a second administrator of the school to a served stage, and print the key of their session.

Run as `python -m tests.stage.second_leader` with the server's settings.
"""

from collections.abc import Mapping

from tests.support.processes import run_program


def add_second_leader(env: Mapping[str, str]) -> str:
    """Write them into the database of these settings, in a process of its own; return their session token."""
    return run_program("tests.stage.second_leader", env=env).strip()


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
