"""Add a district administrator to a stage, who can end an agreement: a process of its own, like tests.stage.served.

Run as `python -m tests.stage.administrator`: prints their session token.
"""

from tests.support.processes import run_program
from tests.support.services import AppServer


def add_district_administrator(server: AppServer) -> str:
    """Write them into the database of a server whose stage is set; return their session token."""
    return run_program("tests.stage.administrator", env=server.env).strip()


def write_district_administrator() -> str:
    from mou.models import Agency
    from mou.vocabulary import AgencyKind, MemberRole
    from tests.factories.mou import make_member, make_user
    from tests.stage.served import session_of

    district = Agency.objects.get(kind=AgencyKind.DISTRICT.value)
    return session_of(make_member(district, user=make_user(username="district"), role=MemberRole.ADMINISTRATOR).user)


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(write_district_administrator())
