"""A second school with people who come and go, and what a register and an administrator may do to them.

Run as `python -m tests.stage.comers`: writes them into a database whose stage is set, opens their room, prints JSON.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tests.support.processes import run_program

# Two of each: what befalls one must not befall the other.
KINDS = ("principal", "teacher", "teacher", "fire", "fire", "dispatcher")


@dataclass(frozen=True)
class Comer:
    """Someone whose access ends and comes back. `facts` are those that must all hold for it."""

    name: str
    kind: str
    token: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class School:
    """The second school: its room, two of the district who always may be there, and who comes and goes.

    `ends` and `returns` are a statement for each fact: what a shell, a register or an administrator does.
    """

    site_id: str
    room_id: str
    keepers: tuple[str, str]
    comers: tuple[Comer, ...]
    ends: dict[str, str]
    returns: dict[str, str]


def add_school(env: dict[str, str]) -> School:
    """Write it into the database of these settings, in a process of its own."""
    told = json.loads(run_program("tests.stage.comers", env=env))
    comers = tuple(Comer(**{**one, "facts": tuple(one["facts"])}) for one in told["comers"])
    return School(**{**told, "keepers": tuple(told["keepers"]), "comers": comers})


def write_school() -> dict[str, object]:
    """Write everything and return it."""
    from coordination.room.models import Room
    from mou.models import Agency
    from mou.vocabulary import AgencyKind, MemberRole
    from tests.factories.cast import join
    from tests.factories.mapping import make_site
    from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
    from tests.stage.served import session_of

    now = datetime.now(UTC)
    district = Agency.objects.get(kind=AgencyKind.DISTRICT.value)
    school = make_agency(AgencyKind.SCHOOL, name="Washington Middle", parent=district)
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    pact = make_memorandum(district, fire, expires_on=date(2999, 1, 1))
    site = make_site(district, school=school, name="Washington Middle School", at_lonlat=(-98.4, 39.9))
    belongs = {
        "principal": (school, MemberRole.ADMINISTRATOR),
        "teacher": (school, MemberRole.STAFF),
        "fire": (fire, MemberRole.OFFICER),
        "dispatcher": (Agency.objects.get(kind=AgencyKind.DISPATCH.value), MemberRole.DISPATCHER),
    }
    members = {
        f"{kind}-{number}": make_member(
            belongs[kind][0], user=make_user(username=f"{kind}-{number}"), role=belongs[kind][1]
        )
        for number, kind in enumerate(KINDS)
    }
    keepers = [
        make_member(district, user=make_user(username=f"keeper-{n}"), role=MemberRole.ADMINISTRATOR).user
        for n in range(2)
    ]
    room_id = _opened(keepers[0].pk, site.pk, now)
    join(keepers[1], Room.objects.get(pk=room_id), at=now)
    version = pact.versions.get()
    ends, returns = _statements(members, str(site.pk), str(school.pk), str(version.pk))
    return {
        "site_id": str(site.pk),
        "room_id": room_id,
        "keepers": [session_of(user) for user in keepers],
        "comers": [
            {"name": name, "kind": name.partition("-")[0], "token": session_of(member.user), "facts": _facts_of(name)}
            for name, member in members.items()
        ],
        "ends": ends,
        "returns": returns,
    }


def _facts_of(name: str) -> list[str]:
    kind = name.partition("-")[0]
    return [
        f"account of {name}",
        f"membership of {name}",
        *(["school of the site"] if kind in ("principal", "teacher") else []),
        *(["agreement"] if kind == "fire" else []),
    ]


def _opened(user_id: int, site_id: object, at: datetime) -> str:
    from uuid import uuid4

    from coordination.room.access import Asker
    from coordination.room.dispatch import execute
    from coordination.room.registry import command_adapter

    asked = {"id": uuid4(), "type": "open_incident", "site_id": site_id, "is_exercise": False}
    words = {"incident_type": "STDBY", "severity": "moderate", "title": "A pipe has burst"}
    command = command_adapter().validate_python(asked | words)
    return str(execute(asker=Asker(user_id=user_id, at=at), room_id=None, command=command).room_id)


def _statements(
    members: Iterable[str], site_id: str, school_id: str, version_id: str
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what ends each fact, and what brings it back; ids as SQLite and PostgreSQL both read them."""
    from django.db import connection

    def quoted(key: str) -> str:
        return f"'{key if connection.features.has_native_uuid_field else key.replace('-', '')}'"

    site, school, version = quoted(site_id), quoted(school_id), quoted(version_id)
    moved = f"UPDATE mapping_site SET school_id = {{}} WHERE id = {site}"
    state = f"UPDATE mou_version SET state = '{{}}', ended_at = {{}}, ended_why = '{{}}' WHERE id = {version}"
    ends = {
        "school of the site": moved.format("NULL"),
        "agreement": state.format("terminated", "'2026-01-02 00:00:00'", "terminated"),
    }
    returns = {"school of the site": moved.format(school), "agreement": state.format("in_force", "NULL", "")}
    for name in members:
        user = f"(SELECT id FROM coordination_user WHERE username = '{name}')"
        member = f"(SELECT id FROM mou_agencymember WHERE user_id = {user})"
        account = f"UPDATE coordination_user SET is_active = {{}} WHERE username = '{name}'"
        ends[f"account of {name}"] = account.format("false")
        returns[f"account of {name}"] = account.format("true")
        ends[f"membership of {name}"] = (
            "INSERT INTO mou_suspension (member_id, reason, begun_at) "
            f"SELECT id, 'Inquiry', started_at FROM mou_agencymember WHERE id = {member}"
        )
        returns[f"membership of {name}"] = f"DELETE FROM mou_suspension WHERE member_id = {member}"
    return ends, returns


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_school()))
