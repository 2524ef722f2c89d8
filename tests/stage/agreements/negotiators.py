"""Add the people who make an agreement to a stage, in a process of its own, like tests.stage.administrator.

Run as `python -m tests.stage.agreements.negotiators`: prints their session tokens as JSON.
"""

import json

from tests.support.processes import run_program
from tests.support.services import AppServer


def add_negotiators(server: AppServer) -> dict[str, str]:
    """Write two planners of the district and the sheriff's commander; return their session tokens by name."""
    told = run_program("tests.stage.agreements.negotiators", env=server.env)
    found: dict[str, str] = json.loads(told)
    return found


def write_negotiators() -> dict[str, str]:
    from mou.models import Agency
    from mou.vocabulary import AgencyKind, MemberRole
    from tests.factories.mou import make_member, make_user
    from tests.stage.served import session_of

    def someone(kind: AgencyKind, name: str, role: MemberRole) -> str:
        agency = Agency.objects.get(kind=kind.value)
        return session_of(make_member(agency, user=make_user(username=name), role=role).user)

    return {
        "planner": someone(AgencyKind.DISTRICT, "planner", MemberRole.PLANNER),
        "colleague": someone(AgencyKind.DISTRICT, "colleague", MemberRole.PLANNER),
        "commander": someone(AgencyKind.SHERIFF, "commander", MemberRole.COMMANDER),
    }


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_negotiators()))
