"""Add an agency whose directory keeps its people to a stage: a process of its own, like tests.stage.served.

Run as `python -m tests.stage.directory`: prints the directory's token.
"""

from tests.support.processes import run_program
from tests.support.services import AppServer


def add_directory(server: AppServer) -> str:
    """Write the agency into the database of a server whose stage is set; return its directory's token."""
    return run_program("tests.stage.directory", env=server.env).strip()


def write_directory() -> str:
    from datetime import UTC, datetime

    from coordination.administration.scim.tokens import make_token
    from mou.vocabulary import AgencyKind, MemberRole
    from tests.factories.mou import make_agency, make_member

    agency = make_agency(AgencyKind.FIRE, name="Prairie Fire")
    chief = make_member(agency, role=MemberRole.ADMINISTRATOR).user
    return make_token(actor_id=chief.pk, agency_id=agency.pk, at=datetime.now(UTC))


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(write_directory())
