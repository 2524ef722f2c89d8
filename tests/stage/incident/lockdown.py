"""Everybody who comes to a lockdown, and their phones: written into the database of a real server.

Run as `python -m tests.stage.incident.lockdown SUBSCRIPTION`, a browser's push subscription; prints ids and tokens.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.processes import run_program

# Who has which phone, by name: an app, a telephone number, a mail address, a browser that is told.
APPS = ("teacher", "principal", "keeper", "sro", "dispatcher", "patrol", "chief")
NUMBERS = {
    "colleague": "+15550100201",
    "principal": "+15550100202",
    "sro": "+15550100203",
    "keeper": "+15550100204",
    "teacher": "+15550100205",
}
MAILS = ("colleague", "principal", "keeper")
OTHER_OFFICERS = ("officer_2", "officer_3", "officer_4")


@dataclass(frozen=True)
class LockdownStage:
    """The site, and the session tokens of everybody by name."""

    site_id: str
    tokens: dict[str, str]


def set_lockdown_stage(env: Mapping[str, str], *, subscription: str) -> LockdownStage:
    """Write everything into the migrated, empty database of these settings, in a process of its own."""
    return LockdownStage(**json.loads(run_program("tests.stage.incident.lockdown", subscription, env=env)))


def write_stage(subscription: str) -> dict[str, object]:
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
    version = cast.agreement.current_version
    assert version is not None
    make_memorandum(cast.district, fire, expires_on=version.expires_on)
    make_term(version, TermKind.COMMAND_TRANSFER_TO, value={**ORDER, "initial": "sro"})

    def member(agency: Agency, name: str, role: MemberRole, title: str = "") -> User:
        return make_member(agency, user=make_user(username=name), role=role, title=title).user

    people = {
        "teacher": cast.teacher,
        "colleague": member(cast.school, "colleague", MemberRole.STAFF),
        "principal": cast.insider,
        "keeper": member(cast.district, "keeper", MemberRole.ADMINISTRATOR),
        "sro": member(cast.police, "sro", MemberRole.OFFICER, "School Resource Officer"),
        "patrol": member(cast.police, "patrol", MemberRole.OFFICER),
        "chief": member(fire, "chief", MemberRole.COMMANDER, "Battalion Chief"),
        "dispatcher": cast.dispatcher,
        "stranger": cast.stranger,
        **{name: member(cast.police, name, MemberRole.OFFICER) for name in OTHER_OFFICERS},
    }
    for name in APPS:
        make_device(user=people[name], kind=DeviceKind.FID, value=f"phone-{name}")
    for name, number in NUMBERS.items():
        make_device(user=people[name], kind=DeviceKind.SMS, value=number)
    for name in MAILS:
        make_device(user=people[name], kind=DeviceKind.EMAIL, value=f"{name}@example.org")
    make_device(user=people["principal"], kind=DeviceKind.WEBPUSH, value=subscription)
    return {
        "site_id": str(cast.site.id),
        "tokens": {name: session_of(user) for name, user in people.items()},
    }


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_stage(sys.argv[1])))
