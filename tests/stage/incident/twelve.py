"""Twelve people of an alarm, eleven with an account: written into the database of a real server.

Run as `python -m tests.stage.incident.twelve`; prints ids and tokens. The twelfth comes by mutual aid,
without an account.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.processes import run_program

# Whose app is told, by name: the teacher presses, a colleague has no phone, one officer's is switched off.
APPS = ("principal", "superintendent", "sro", "medic", "chief", "dispatcher")


@dataclass(frozen=True)
class TwelveStage:
    """The site, and the session tokens of everybody by name."""

    site_id: str
    tokens: dict[str, str]


def set_twelve_stage(env: Mapping[str, str]) -> TwelveStage:
    """Write everything into the migrated, empty database of these settings, in a process of its own."""
    return TwelveStage(**json.loads(run_program("tests.stage.incident.twelve", env=env)))


def write_stage() -> dict[str, object]:
    """Write the people, their agreements and their devices; return ids and tokens."""
    from coordination.models import User
    from mou.models import Agency
    from mou.vocabulary import AgencyKind, MemberRole, TermKind
    from push.vocabulary import DeviceKind
    from tests.factories.cast import make_cast
    from tests.factories.mou import make_agency, make_member, make_memorandum, make_term, make_user
    from tests.factories.push import make_device
    from tests.stage.incident.command import ORDER
    from tests.stage.served import session_of

    cast = make_cast()
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    medics = make_agency(AgencyKind.EMS, name="Fairview Ambulance")
    version = cast.agreement.current_version
    assert version is not None
    for agency in (fire, medics):
        make_memorandum(cast.district, agency, expires_on=version.expires_on)
    make_term(version, TermKind.COMMAND_TRANSFER_TO, value={**ORDER, "initial": "sro"})

    def member(agency: Agency, name: str, role: MemberRole, title: str = "") -> User:
        return make_member(agency, user=make_user(username=name), role=role, title=title).user

    people = {
        "teacher": cast.teacher,
        "colleague": member(cast.school, "colleague", MemberRole.STAFF, "Teacher"),
        "coach": member(cast.school, "coach", MemberRole.STAFF, "Coach"),
        "nurse": member(cast.school, "nurse", MemberRole.STAFF, "School nurse"),
        "principal": cast.insider,
        "superintendent": member(cast.district, "superintendent", MemberRole.ADMINISTRATOR, "Superintendent"),
        "sro": member(cast.police, "sro", MemberRole.OFFICER, "School Resource Officer"),
        "patrol": member(cast.police, "patrol", MemberRole.OFFICER),
        "medic": member(medics, "medic", MemberRole.OFFICER, "Paramedic"),
        "chief": member(fire, "chief", MemberRole.COMMANDER, "Battalion Chief"),
        "dispatcher": cast.dispatcher,
    }
    for name in APPS:
        make_device(user=people[name], kind=DeviceKind.FID, value=f"phone-{name}")
    return {
        "site_id": str(cast.site.id),
        "tokens": {name: session_of(user) for name, user in people.items()},
    }


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_stage()))
